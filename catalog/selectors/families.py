"""Families as their pages and the API read them."""

from dataclasses import dataclass
from uuid import UUID

from catalog.errors import FamilyNotFound
from catalog.models import AttributeFamily
from core.tenancy import tenant_scope


@dataclass(frozen=True)
class MemberFacts:
    """An attribute that a family asks for."""

    attribute: str
    is_required: bool


@dataclass(frozen=True)
class FamilyFacts:
    """A family with its attributes in their order."""

    id: UUID
    name: str
    members: list[MemberFacts]


def families(*, tenant_id: UUID) -> list[FamilyFacts]:
    """All families by name; two queries."""
    with tenant_scope(tenant_id):
        found = AttributeFamily.objects.prefetch_related("members__attribute").order_by("name", "id")
        return [_facts(each) for each in found]


def family(family_id: UUID, *, tenant_id: UUID) -> FamilyFacts:
    """One family; raises FamilyNotFound."""
    with tenant_scope(tenant_id):
        found = AttributeFamily.objects.prefetch_related("members__attribute").filter(pk=family_id).first()
        if found is None:
            raise FamilyNotFound
        return _facts(found)


def _facts(found: AttributeFamily) -> FamilyFacts:
    members = sorted(found.members.all(), key=lambda each: (each.position, str(each.pk)))
    return FamilyFacts(found.pk, found.name, [MemberFacts(each.attribute.name, each.is_required) for each in members])
