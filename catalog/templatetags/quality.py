"""What the page of a product shows of its completeness and of merges."""

from uuid import UUID

from django import template

from catalog.models import ProductMerge
from catalog.selectors import completeness, duplicates
from core.tenancy import current_tenant_id

register = template.Library()


@register.simple_tag
def completeness_of(product_id: UUID) -> completeness.Completeness | None:
    """The score of a product and what it lacks."""
    return completeness.completeness_of(product_id, tenant_id=_tenant())


@register.simple_tag
def merged_into(product_id: UUID) -> ProductMerge | None:
    """The merge by which the product went into another one."""
    return duplicates.merge_into(product_id, tenant_id=_tenant())


@register.simple_tag
def absorbed_by(product_id: UUID) -> list[ProductMerge]:
    """The products that went into this one."""
    return duplicates.merges_of(product_id, tenant_id=_tenant())


def _tenant() -> UUID:
    tenant_id = current_tenant_id()
    assert tenant_id is not None
    return tenant_id
