"""What the catalogue shows on the pages of suppliers."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.selectors import ProductFilters, product_list
from catalog.selectors.supplied import offer_counts
from core.access import allowed, allowed_somewhere
from core.panels import Column
from core.templatetags.formats import number
from core.tenancy import current_tenant_id

SHOWN_PRODUCTS = 25


def supplier_columns(request: HttpRequest, *, ids: list[UUID]) -> Column | None:
    """How many offers each supplier has, with the way to its products."""
    if not allowed(request.user, "read:products"):
        return None
    address = reverse("catalog:products")
    cells = {
        supplier_id: format_html('<a href="{}?supplier_id={}">{}</a>', address, supplier_id, number(count))
        for supplier_id, count in offer_counts(ids).items()
        if count
    }
    return Column(_("Products"), cells, blank="0", css="num", sort="products")


def by_products(request: HttpRequest, *, ids: list[UUID]) -> Mapping[UUID, int] | None:
    """How much each of these suppliers delivers, for the order of the list."""
    return offer_counts(ids) if allowed(request.user, "read:products") else None


def supplier_products(request: HttpRequest, *, supplier_id: UUID) -> SafeString | None:
    """The products of a supplier that changed last."""
    if not allowed_somewhere(request.user, "read:products"):
        return None
    filters = ProductFilters(supplier_ids=(supplier_id,), seen_by=request.user)
    tenant_id = current_tenant_id()
    if tenant_id is None:
        return None
    found = product_list(tenant_id, filters, per_page=SHOWN_PRODUCTS)
    return render_to_string(
        "catalog/panels/supplier_products.html", {"found": found, "supplier_id": supplier_id}, request
    )
