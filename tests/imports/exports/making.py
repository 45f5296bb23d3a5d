"""Exports made by the services and done in this process, their files read back."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from core.files import open_file
from imports.exports.columns import ExportColumn
from imports.exports.plan import Selection
from imports.models import Export
from imports.services.exports import start_export
from imports.services.exports.making import ExportRequest
from imports.services.exports.work import execute_export
from tests.factories.people import People


@dataclass
class Exporter:
    """Exports of one organisation, by its manager."""

    people: People

    def start(self, layout: str = "standard", *, by: Any = "manager", trigger: str = "manual", **wish: Any) -> Export:
        """A queued export."""
        request = ExportRequest(layout=layout, **wish)
        user = getattr(self.people, by) if isinstance(by, str) else by
        return start_export(request, tenant_id=self.people.tenant.pk, by=user, trigger=trigger)

    def done(self, layout: str = "standard", **wish: Any) -> Export:
        """The same, executed."""
        export = self.start(layout, **wish)
        execute_export(export.pk)
        export.refresh_from_db()
        return export


def columns(*sources: str, **headers: str) -> tuple[ExportColumn, ...]:
    """Plain columns; keywords: source=heading."""
    named = tuple(ExportColumn(source=source, header=header) for source, header in headers.items())
    return (*(ExportColumn(source=source, header=source) for source in sources), *named)


def chosen(*ids: Any) -> Selection:
    """These products."""
    return Selection("ids", ids=tuple(map(str, ids)))


def content_of(export: Export) -> bytes:
    """The file."""
    with open_file(export.file_key) as file:
        return bytes(file.read())


def rows_of(export: Export, delimiter: str = ";") -> list[dict[str, str]]:
    """The rows of a CSV file."""
    text = content_of(export).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
