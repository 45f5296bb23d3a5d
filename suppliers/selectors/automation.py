"""Questions about what runs by itself: the kinds of a supplier's sources, their rhythms, the next run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from suppliers.models import Schedule, Source

# Kinds of sources that are looked at; files of the others are sent or uploaded to us.
FETCHED = frozenset(Source.Kind.values) - {Source.Kind.UPLOAD, Source.Kind.PUSH}


@dataclass(frozen=True)
class Rhythm:
    """Whether a source has schedules, whether one of them is switched on, and when it is due next."""

    has_schedule: bool = False
    is_planned: bool = False
    next_run_at: datetime | None = None


@dataclass(frozen=True)
class Feed:
    """A source as lists of feeds name it."""

    id: UUID
    supplier_id: UUID
    supplier_name: str
    name: str
    kind: str
    kind_label: str
    is_active: bool
    import_type: str
    rhythm: Rhythm

    @property
    def arrives_by_itself(self) -> bool:
        """Whether its files come without anybody uploading them."""
        return self.kind == Source.Kind.PUSH or (self.kind in FETCHED and self.rhythm.is_planned)


def rhythms(source_ids: Iterable[UUID]) -> dict[UUID, Rhythm]:
    """The rhythm of each of these sources; those without a schedule are absent. One query."""
    planned = Q(is_active=True)
    due = planned & Q(source__is_active=True, source__supplier__is_active=True)
    found = (
        Schedule.objects.filter(source_id__in=set(source_ids))
        .order_by()
        .values("source_id")
        .annotate(next_run_at=Min("next_run_at", filter=due), planned=Count("pk", filter=planned))
    )
    return {row["source_id"]: Rhythm(True, row["planned"] > 0, row["next_run_at"]) for row in found}


def feeds_of(*, supplier_ids: Iterable[UUID] | None = None, source_ids: Iterable[UUID] | None = None) -> list[Feed]:
    """The feeds of these suppliers, or these feeds, or all of the tenant; by supplier and name. Two queries."""
    wanted: dict[str, Any] = {}
    if supplier_ids is not None:
        wanted["supplier_id__in"] = set(supplier_ids)
    if source_ids is not None:
        wanted["pk__in"] = set(source_ids)
    sources = list(
        Source.objects.filter(**wanted)
        .select_related("supplier")
        .only("name", "kind", "is_active", "import_type", "supplier__name", "tenant_id")
        .order_by("supplier__name", "name", "pk")
    )
    known = rhythms(source.pk for source in sources)
    return [_feed(source, known.get(source.pk, Rhythm())) for source in sources]


def automatic() -> Q:
    """The condition of a source that works by itself: pushed to, or fetched by a schedule that is switched on."""
    planned = Q(schedules__is_active=True) & ~Q(kind=Source.Kind.UPLOAD)
    return Q(is_active=True) & (Q(kind=Source.Kind.PUSH) | planned)


def _feed(source: Source, rhythm: Rhythm) -> Feed:
    return Feed(
        id=source.pk,
        supplier_id=source.supplier.pk,
        supplier_name=source.supplier.name,
        name=source.name,
        kind=source.kind,
        kind_label=str(source.get_kind_display()),
        is_active=source.is_active,
        import_type=source.import_type,
        rhythm=rhythm,
    )
