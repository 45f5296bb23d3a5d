"""A sheet goes out to be edited, and comes back."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from core import audit, files, jobs
from core.access import require, require_all
from core.databases import atomic
from core.errors import InvalidInput
from core.models import User
from imports.errors import FileTooLarge
from imports.exports.columns import ExportColumn
from imports.exports.plan import Plan, Selection
from imports.models import Export, Sheet
from imports.services.exports.making import ExportRequest, prepared
from imports.services.exports.telling import note_act

WRITE = "write:products"
USUAL = ("title", "brand", "category", "price", "price_promo", "cost", "stock", "status", "ean")
ENDINGS = (".xlsx", ".xlsm", ".ods", ".csv")


def export_sheet(
    *, tenant_id: UUID, by: User, selection: Selection, columns: Sequence[str] = (), name: str = ""
) -> Export:
    """Make a workbook of these products whose cells can be edited and brought back.

    Raises PermissionRefused without `write:products` and `write:exports`, NotFound, InvalidInput.
    """
    require(by, WRITE, tenant_id=tenant_id)
    require(by, "write:exports", tenant_id=tenant_id)
    chosen = tuple(ExportColumn(source=column) for column in columns or USUAL if column not in ("id", "version"))
    request = ExportRequest(selection=selection, columns=chosen, format="xlsx", name=name or _("Sheet to edit"))
    export = prepared(request, tenant_id=tenant_id, by=by, trigger=Export.Trigger.SHEET)
    plan = replace(Plan.of(export.plan), is_sheet=True, preset="", file_name="sheet_{datetime}")
    export.plan, export.layout, export.layout_name = plan.to_json(), "", ""
    with atomic("imports"):
        export.save(force_insert=True)
        jobs.start_once(export)
        note_act("export.started", export)
    return export


def upload_sheet(name: str, content: IO[bytes], *, size: int, tenant_id: UUID, by: User) -> Sheet:
    """Take an edited sheet and queue its comparison; nothing is changed by that.

    Raises PermissionRefused without `write:products` and `read:products` (it is shown beside what the catalogue says),
    InvalidInput for another kind of file, FileTooLarge.
    """
    require_all(by, (WRITE, "read:products"), tenant_id=tenant_id)
    if Path(name).suffix.lower() not in ENDINGS:
        message = _("“%(name)s” is no sheet: bring the workbook back as it was exported (.xlsx).") % {"name": name}
        raise InvalidInput(message, code="SHEET_UNREADABLE", fields={"file": [message]})
    if size > settings.IMPORT_MAX_FILE_BYTES:
        raise FileTooLarge(_("The file passes the limit of this installation."))
    stored = files.store("sheets", name, content)
    sheet = Sheet(
        tenant_id=tenant_id,
        file_name=name[-255:],
        file_key=stored.key,
        file_size=stored.size,
        created_by_id=by.pk,
    )
    with atomic("imports"):
        sheet.save(force_insert=True)
        jobs.start_once(sheet)
        audit.record("sheet.uploaded", app="imports", subject=sheet)
    return sheet
