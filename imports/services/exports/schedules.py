"""Use cases of planned exports: made, changed, paused, removed."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.errors import InvalidInput, NotFound
from core.models import User
from core.schedules.planning import find_next
from imports.exports import selection as choosing
from imports.exports.columns import columns_of
from imports.exports.plan import Rules, Selection
from imports.models import Export, ExportSchedule
from imports.services.exports.layouts import layout_of
from imports.services.exports.making import ExportRequest, destination_row, plan_of, start_export

MANAGE = "manage:exports"
WRITTEN = frozenset({"name", "is_active", "frequency", "at", "weekdays", "day_of_month", "cron", "time_zone"})


def create_schedule(*, tenant_id: UUID, by: User, request: ExportRequest, **values: Any) -> ExportSchedule:
    """Plan an export; `values`: see WRITTEN. Its products are those that `by` may read, whenever it runs.

    Raises PermissionRefused without `manage:exports`, NotFound, InvalidInput naming the field, ScheduleInvalid.
    """
    require(by, MANAGE, tenant_id=tenant_id)
    row = ExportSchedule(tenant_id=tenant_id, created_by_id=by.pk, **_known(values))
    _take(row, request, by=by)
    _save(row, code="export_schedule.created", before={})
    return row


def update_schedule(
    schedule_id: UUID, *, by: User, request: ExportRequest | None = None, values: Mapping[str, Any] | None = None
) -> ExportSchedule:
    """Change what is exported, when, or whether at all; who changes what is exported answers for it from then on.

    Raises what `create_schedule` raises.
    """
    row = find_schedule(schedule_id)
    require(by, MANAGE, row)
    before = _shown(row)
    for name, value in _known(values or {}).items():
        setattr(row, name, value)
    if request is not None:
        row.created_by_id = by.pk
        _take(row, request, by=by)
    _save(row, code="export_schedule.changed", before=before)
    return row


def delete_schedule(schedule_id: UUID, *, by: User) -> None:
    """Remove a planned export; what it has made stays. Raises NotFound, PermissionRefused."""
    row = find_schedule(schedule_id)
    require(by, MANAGE, row)
    with atomic("imports"):
        audit.record("export_schedule.deleted", app="imports", subject=row, before=_shown(row))
        row.delete()


def run_schedule(schedule_id: UUID, *, by: User) -> Export:
    """Make the planned export now. Raises NotFound, PermissionRefused."""
    row = find_schedule(schedule_id)
    require(by, MANAGE, row)
    return start_export(request_of(row), tenant_id=row.tenant_id, by=by, trigger=Export.Trigger.MANUAL)


def find_schedule(schedule_id: UUID) -> ExportSchedule:
    """The planned export; raises NotFound."""
    row = ExportSchedule.objects.select_related("destination").filter(pk=schedule_id).first()
    if row is None:
        raise NotFound(_("There is no such planned export."), code="EXPORT_SCHEDULE_NOT_FOUND")
    return row


def request_of(row: ExportSchedule) -> ExportRequest:
    """What the schedule wants each time."""
    plan = row.plan
    return ExportRequest(
        layout=row.layout,
        selection=Selection.of(plan.get("selection") or {}),
        format=str(plan.get("format") or ""),
        columns=tuple(columns_of(plan["columns"])) if plan.get("columns") else None,
        options=plan.get("options") or {},
        rules=Rules.of(plan["rules"]) if plan.get("rules") else None,
        images=str(plan.get("images") or "urls"),
        file_name=str(plan.get("file_name") or ""),
        language=str(plan.get("language") or ""),
        destination_id=row.destination_id,
        name=row.name,
    )


def _take(row: ExportSchedule, request: ExportRequest, *, by: User) -> None:
    plan_of(request, seen_by=by)
    choosing.filters_of(request.selection, seen_by=by)
    row.layout = layout_of(request.layout, seen_by=by).code
    row.destination = destination_row(request.destination_id)
    kept = {each.name: getattr(request, each.name) for each in fields(request)}
    plan = {name: kept[name] for name in ("format", "images", "file_name", "language")}
    plan["options"] = dict(request.options)
    plan["selection"] = asdict(request.selection)
    plan["columns"] = [column.to_json() for column in request.columns or ()]
    plan["rules"] = asdict(request.rules) if request.rules else {}
    row.plan = plan


def _save(row: ExportSchedule, *, code: str, before: Mapping[str, Any]) -> None:
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        found = {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
        raise InvalidInput(" ".join(texts[0] for texts in found.values()), fields=found) from error
    find_next(row)
    old, new = audit.changes(dict(before), _shown(row))
    with atomic("imports"):
        row.save()
        audit.record(code, app="imports", subject=row, before=old, after=new)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    if strange := sorted(set(values) - WRITTEN):
        message = _("“%(name)s” is nothing that a planned export has.") % {"name": strange[0]}
        raise InvalidInput(message, fields={strange[0]: [message]})
    return dict(values)


def _shown(row: ExportSchedule) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in sorted(WRITTEN)}
    return {**shown, "layout": row.layout, "plan": row.plan, "destination": str(row.destination_id or "")}
