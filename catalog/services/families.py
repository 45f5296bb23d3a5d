"""Families: kinds of products, and the attributes their products are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.errors import AttributeInUse, AttributeTaken, FamilyNotFound, UnfitValue
from catalog.folding import name_key
from catalog.models import AttributeFamily, Product
from catalog.services.attributes import used_attribute
from core import audit
from core.access import require
from core.databases import atomic
from core.tenancy import tenant_scope


@dataclass(frozen=True)
class Member:
    """An attribute of a family by its name, and whether a product without it counts as incomplete."""

    attribute: str
    is_required: bool = False


def make_family(name: str, *, tenant_id: UUID, user: Any, members: Sequence[Member] = ()) -> UUID:
    """Make a family; returns its id. Raises PermissionRefused, AttributeTaken, AttributeNotFound, UnfitValue."""
    require(user, "write:products", tenant_id=tenant_id)
    name, key = _checked(name)
    try:
        with atomic("catalog"), tenant_scope(tenant_id):
            family = AttributeFamily.objects.create(tenant_id=tenant_id, name=name, key=key)
            set_members(family.members, members, tenant_id=tenant_id)
            audit.record(
                "family.created", app="catalog", tenant_id=tenant_id, subject=family, after=_told(name, members)
            )
    except IntegrityError as error:
        raise _taken(name) from error
    return family.pk


def change_family(family_id: UUID, name: str, *, tenant_id: UUID, user: Any, members: Sequence[Member]) -> None:
    """Rename it and set its attributes, in this order; raises as `make_family`, and FamilyNotFound."""
    require(user, "write:products", tenant_id=tenant_id)
    name, key = _checked(name)
    try:
        with atomic("catalog"), tenant_scope(tenant_id):
            family = _held(family_id)
            before = _told(family.name, members_of(family))
            family.name, family.key = name, key
            family.save()
            set_members(family.members, members, tenant_id=tenant_id)
            after = _told(name, members)
            audit.record(
                "family.changed", app="catalog", tenant_id=tenant_id, subject=family, before=before, after=after
            )
    except IntegrityError as error:
        raise _taken(name) from error


def delete_family(family_id: UUID, *, tenant_id: UUID, user: Any) -> None:
    """Remove a family that no product belongs to; raises PermissionRefused, FamilyNotFound, AttributeInUse."""
    require(user, "delete:products", tenant_id=tenant_id)
    with atomic("catalog"), tenant_scope(tenant_id):
        family = _held(family_id)
        count = Product.objects.filter(family=family).count()
        if count:
            message = ngettext(
                "%(count)s product belongs to “%(name)s”: give it another family first.",
                "%(count)s products belong to “%(name)s”: give them another family first.",
                count,
            )
            raise AttributeInUse(message % {"count": count, "name": family.name})
        audit.record("family.deleted", app="catalog", tenant_id=tenant_id, subject=family)
        family.delete()


def members_of(family: AttributeFamily) -> list[Member]:
    """Its attributes in their order. One query."""
    rows = family.members.order_by("position", "id").values_list("attribute__name", "is_required")
    return [Member(name, required) for name, required in rows]


def set_members(rows: Any, members: Sequence[Member], *, tenant_id: UUID) -> None:
    """Bring the rows of a family (`family.members`) or a category (`category.attributes`) to these, in this order."""
    wanted = {used_attribute(each.attribute, tenant_id=tenant_id): each.is_required for each in members}
    rows.exclude(attribute_id__in=list(wanted)).delete()
    for position, (attribute_id, is_required) in enumerate(wanted.items()):
        values = {"is_required": is_required, "position": position}
        rows.update_or_create(tenant_id=tenant_id, attribute_id=attribute_id, defaults=values)


def told_members(members: Sequence[Member]) -> list[str]:
    """The attributes as the audit trail names them, the required ones with a star."""
    return [f"{each.attribute}{' *' if each.is_required else ''}" for each in members]


def _held(family_id: UUID) -> AttributeFamily:
    family = AttributeFamily.objects.select_for_update(no_key=True).filter(pk=family_id).first()
    if family is None:
        raise FamilyNotFound
    return family


def _checked(text: str) -> tuple[str, str]:
    name = " ".join(text.split())
    if not name or len(name) > 120:
        raise UnfitValue(_("A family needs a name of at most 120 characters."), field="name")
    return name, str(pl.select(name_key(pl.lit(name))).item())


def _told(name: str, members: Sequence[Member]) -> dict[str, Any]:
    return {"name": name, "attributes": told_members(members)}


def _taken(name: str) -> AttributeTaken:
    return AttributeTaken(_("There is a family “%(name)s” already: use that one.") % {"name": name}, field="name")
