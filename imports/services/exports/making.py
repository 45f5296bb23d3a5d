"""Use cases of exports: start, stop, try again, run again, remove."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core import files, jobs
from core.access import refusal, require, within_limits
from core.databases import after_commit, atomic
from core.errors import InvalidInput, NotFound
from core.models import User
from imports.exports import selection as choosing
from imports.exports.columns import ExportColumn, projection
from imports.exports.file_names import checked_name
from imports.exports.plan import FORMATS, Plan, Rules, Selection, checked_options
from imports.feeds.folder import remove_folder
from imports.models import Export, ExportDestination
from imports.selectors.exports import PRODUCTS, find_export
from imports.services.exports.layouts import layout_of
from imports.services.exports.telling import note_act

WRITE, MANAGE = "write:exports", "manage:exports"
Trigger = Export.Trigger


@dataclass(frozen=True)
class ExportRequest:
    """What somebody wants: a layout, and what is to be different from it (None: as the layout says)."""

    layout: str = "standard"
    selection: Selection = field(default_factory=Selection)
    format: str = ""
    columns: tuple[ExportColumn, ...] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    rules: Rules | None = None
    images: str = "urls"
    file_name: str = ""
    language: str = ""
    destination_id: UUID | None = None
    name: str = ""


def start_export(request: ExportRequest, *, tenant_id: UUID, by: User | None, trigger: str = Trigger.MANUAL) -> Export:
    """Make the export and queue it.

    Raises PermissionRefused without `write:exports`, NotFound for layout, view or destination, InvalidInput naming what
    cannot be understood: columns, filters, options, the name of the file.
    """
    if by is not None:
        require(by, WRITE, tenant_id=tenant_id)
    export = prepared(request, tenant_id=tenant_id, by=by, trigger=trigger)
    with atomic("imports"):
        export.save(force_insert=True)
        jobs.start_once(export)
        note_act("export.started", export)
    return export


def prepared(request: ExportRequest, *, tenant_id: UUID, by: User | None, trigger: str) -> Export:
    """The export, checked and not saved. Raises what `start_export` raises."""
    layout = layout_of(request.layout, seen_by=by)
    plan, form = plan_of(request, seen_by=by)
    choosing.filters_of(plan.selection, seen_by=by)
    return Export(
        tenant_id=tenant_id,
        name=(request.name or layout.name)[:120],
        trigger=trigger,
        layout=layout.code,
        layout_name=layout.name[:120],
        format=form,
        plan=plan.to_json(),
        destination=destination_row(request.destination_id),
        created_by_id=by.pk if by else None,
    )


def plan_of(request: ExportRequest, *, seen_by: Any) -> tuple[Plan, str]:
    """The plan and the format of what is wanted. Raises NotFound, InvalidInput, PermissionRefused (a key's limits).

    The work is done later with the rights of the person: what a key may not read is refused here.
    """
    if seen_by is not None and not within_limits(seen_by, PRODUCTS):
        raise refusal(PRODUCTS)
    layout = layout_of(request.layout, seen_by=seen_by)
    form = request.format or layout.format
    if form not in FORMATS:
        message = _("“%(format)s” is no format of exports: use one of %(allowed)s.")
        words = {"format": form, "allowed": ", ".join(FORMATS)}
        raise InvalidInput(message % words, code="EXPORT_FORMAT_UNKNOWN", fields={"format": [message % words]})
    plan = Plan(
        selection=request.selection,
        columns=request.columns or layout.columns,
        rules=request.rules or layout.rules,
        options=checked_options({**layout.options, **request.options}),
        preset=layout.preset,
        images=request.images,
        file_name=checked_name(request.file_name),
        language=request.language,
    )
    projection(plan.columns)
    return plan, form


def destination_row(destination_id: UUID | None) -> ExportDestination | None:
    """The destination; raises NotFound, InvalidInput for one that is switched off."""
    if destination_id is None:
        return None
    row = ExportDestination.objects.filter(pk=destination_id).first()
    if row is None:
        raise NotFound(_("There is no such destination."), code="EXPORT_DESTINATION_NOT_FOUND")
    if not row.is_active:
        message = _("The destination “%(name)s” is switched off: switch it on first.") % {"name": row.name}
        raise InvalidInput(message, code="EXPORT_DESTINATION_OFF", fields={"destination_id": [message]})
    return row


def repeat_export(export_id: UUID, *, by: User) -> Export:
    """Export the same again: the same plan, the products of now. Raises NotFound, PermissionRefused."""
    before = find_export(export_id, seen_by=by)
    require(by, WRITE, before)
    again = Export(
        tenant_id=before.tenant_id,
        name=before.name,
        trigger=Trigger.MANUAL,
        layout=before.layout,
        layout_name=before.layout_name,
        format=before.format,
        plan=before.plan,
        destination=before.destination if before.destination and before.destination.is_active else None,
        created_by_id=by.pk,
    )
    choosing.filters_of(Plan.of(again.plan).selection, seen_by=by)
    with atomic("imports"):
        again.save(force_insert=True)
        jobs.start_once(again)
        note_act("export.started", again)
    return again


def cancel_export(export_id: UUID, *, by: User) -> Export:
    """Stop the export. Raises NotFound, PermissionRefused, Conflict for one that has ended."""
    export = _changeable(export_id, by=by)
    with atomic("imports"):
        jobs.request_cancel(export)
        export.refresh_from_db()
        note_act("export.cancelled", export)
    return export


def retry_export(export_id: UUID, *, by: User) -> Export:
    """Let a failed or cancelled export go on. Raises NotFound, PermissionRefused, Conflict."""
    export = _changeable(export_id, by=by)
    with atomic("imports"):
        jobs.retry(export)
        note_act("export.retried", export)
    return export


def delete_export(export_id: UUID, *, by: User) -> None:
    """Remove the export with its files. Raises NotFound, PermissionRefused, Conflict while it is at work."""
    export = _changeable(export_id, by=by)
    jobs.machine.refuse_unless(export, "delete")
    keys = file_keys(export)
    with atomic("imports"):
        note_act("export.deleted", export)
        export.delete()
        after_commit("imports", lambda: _remove(export.pk, keys))


def note_download(export: Export, *, what: str = "file") -> None:
    """Record that somebody took the file, the images or the list of what was left out."""
    with atomic("imports"):
        note_act("export.downloaded", export, what=what)


def file_keys(export: Export) -> list[str]:
    """Where the files of the export lie."""
    return [key for key in (export.file_key, export.excluded_key, export.images_key) if key]


def _changeable(export_id: UUID, *, by: User) -> Export:
    """One's own export with `write:exports`, that of others with `manage:exports`."""
    export = find_export(export_id, seen_by=by)
    require(by, WRITE if export.created_by_id == by.pk else MANAGE, export)
    return export


def _remove(export_id: UUID, keys: list[str]) -> None:
    remove_folder(export_id)
    for key in keys:
        files.delete(key)
