"""The runs that import held rows again: what they follow, and which rows may be among them."""

from django.db.models import Q, QuerySet

from core.jobs import JobStatus
from core.models import User
from imports.models import HeldRow, ImportRun
from suppliers.selectors import mapping_for, source_settings, value_maps_for

FRAMING = "framing"
State = HeldRow.State
AT_WORK = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.PAUSED)


def open_rows() -> "QuerySet[HeldRow]":
    """Held rows that no replay has in hand."""
    return HeldRow.objects.filter(state=State.OPEN).exclude(replay_run__status__in=AT_WORK)


def replayable_rows() -> "QuerySet[HeldRow]":
    """Of these, the ones that can be imported: a record that did not fit the columns needs a correction first."""
    return open_rows().exclude(Q(cause__startswith=f"{FRAMING}:", corrected={}))


def layouts_of(rows: "QuerySet[HeldRow]") -> list["QuerySet[HeldRow]"]:
    """The rows by source and layout: each of these is imported by a run of its own."""
    found = rows.order_by().values_list("source_id", "fingerprint").distinct()
    return [rows.filter(source_id=source_id, fingerprint=layout) for source_id, layout in found]


def replay_of(origin: ImportRun, *, by: User | None) -> ImportRun:
    """A run (not saved) for rows that `origin` held: the mapping remembered now, the rules the source has now."""
    settings = source_settings(origin.source_id)
    return ImportRun(
        tenant_id=origin.tenant_id,
        supplier_id=origin.supplier_id,
        source_id=origin.source_id,
        kind=ImportRun.Kind.REPLAY,
        stage=ImportRun.Stage.READY,
        recognition=origin.recognition,
        fingerprint=origin.fingerprint,
        mapping=mapping_for(origin.source_id, origin.fingerprint) or origin.mapping,
        mapping_origin=ImportRun.MappingOrigin.SAVED,
        identity=origin.identity,
        policies={
            **origin.policies,
            "rules": settings.rules,
            "filters": settings.filters,
            "value_maps": value_maps_for(origin.source_id),
        },
        created_by_id=by.pk if by else None,
    )
