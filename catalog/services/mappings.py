"""Which category of a taxonomy each of the own tree stands for: by hand, or proposed and checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.errors import CategoryNotFound, MappingNotFound, TaxonomyNotFound, UnfitValue
from catalog.matching import Place, Targets
from catalog.models import Category, CategoryMapping, Taxonomy
from catalog.services.categories import WRITE
from core import audit
from core.access import require
from core.configuration import value
from core.databases import atomic
from core.tenancy import tenant_scope

ACTIVE_FROM, LEAST = "catalog.mapping_active_from", "catalog.mapping_least"
Status, Kind = CategoryMapping.Status, CategoryMapping.Kind


@dataclass(frozen=True)
class Matched:
    """How many categories were mapped at once, and how many are to be checked; `without` found none."""

    active: int
    pending: int
    without: int


def set_mapping(category_id: UUID, target_id: UUID, *, taxonomy_id: UUID, tenant_id: UUID, user: Any) -> UUID:
    """Say by hand which category of a taxonomy one of the own tree stands for; returns the mapping's id.

    Raises PermissionRefused, CategoryNotFound.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        own = Category.objects.filter(pk=category_id, taxonomy=None).first()
        target = Category.objects.filter(pk=target_id, taxonomy_id=taxonomy_id).first()
        if own is None or target is None:
            raise CategoryNotFound
        values = {"target": target, "kind": Kind.MANUAL, "status": Status.ACTIVE, "confidence": 100}
        made, _is_new = CategoryMapping.objects.update_or_create(
            tenant_id=tenant_id, category=own, taxonomy_id=taxonomy_id, defaults=values
        )
        told: dict[str, Any] = {"source": own.path, "target": target.path}
        audit.record("category_mapping.set", app="catalog", tenant_id=tenant_id, subject=own, **told)
    return made.pk


def delete_mapping(mapping_id: UUID, *, tenant_id: UUID, user: Any) -> None:
    """The category stands for none of that taxonomy any more. Raises PermissionRefused, MappingNotFound."""
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        found = CategoryMapping.objects.select_related("category").filter(pk=mapping_id).first()
        if found is None:
            raise MappingNotFound
        told: dict[str, Any] = {"source": found.category.path}
        audit.record("category_mapping.deleted", app="catalog", tenant_id=tenant_id, subject=found.category, **told)
        found.delete()


def decide_mappings(mapping_ids: Sequence[UUID], *, status: str, tenant_id: UUID, user: Any) -> int:
    """Accept ("active") or reject ("rejected") proposals; returns how many had another status.

    Raises PermissionRefused, UnfitValue.
    """
    require(user, WRITE, tenant_id=tenant_id)
    if status not in Status.values:
        message = _("“%(status)s” is no status of a mapping: use one of %(allowed)s.")
        raise UnfitValue(message % {"status": status, "allowed": ", ".join(Status.values)}, field="status")
    with tenant_scope(tenant_id), atomic("catalog"):
        found = CategoryMapping.objects.filter(pk__in=mapping_ids).exclude(status=status)
        count = found.update(status=status, updated_at=timezone.now())
        if count:
            audit.record("category_mapping.decided", app="catalog", tenant_id=tenant_id, count=count, status=status)
    return count


def match_categories(taxonomy_id: UUID, *, tenant_id: UUID, user: Any) -> Matched:
    """Propose a category of the taxonomy for each of the own tree that has no mapping to it.

    Sure ones count at once, the others are to be checked; what was rejected is not proposed again. Raises
    PermissionRefused, TaxonomyNotFound.
    """
    require(user, WRITE, tenant_id=tenant_id)
    sure, least = value(ACTIVE_FROM, tenant_id=tenant_id), value(LEAST, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        taxonomy = Taxonomy.objects.select_for_update(no_key=True).filter(pk=taxonomy_id).first()
        if taxonomy is None:
            raise TaxonomyNotFound
        targets = Targets(_places(Category.objects.filter(taxonomy=taxonomy, is_active=True)))
        mapped = CategoryMapping.objects.filter(taxonomy=taxonomy).values("category_id")
        own = _places(Category.objects.filter(taxonomy=None).exclude(pk__in=mapped))
        made = []
        for place in own:
            for target, confidence in targets.best(place, least=least):
                status = Status.ACTIVE if confidence >= sure else Status.PENDING
                values = {"category_id": place.id, "target_id": target.id, "taxonomy": taxonomy}
                row = CategoryMapping(
                    tenant_id=tenant_id, kind=Kind.AUTOMATIC, status=status, confidence=confidence, **values
                )
                made.append(row)
        CategoryMapping.objects.bulk_create(made, batch_size=1_000)
        audit.record("category_mapping.matched", app="catalog", tenant_id=tenant_id, subject=taxonomy, count=len(made))
    active = sum(row.status == Status.ACTIVE for row in made)
    return Matched(active=active, pending=len(made) - active, without=len(own) - len(made))


def _places(found: Any) -> list[Place]:
    rows = found.order_by("key").values_list("pk", "key")
    return [Place(pk, tuple(key.split(">"))) for pk, key in rows]
