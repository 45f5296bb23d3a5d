"""Trying a connection: what the server has, and the first rows of the file that would be imported."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from core.access import require
from core.errors import Terminal, Transient
from core.models import User
from core.tabular import Limits, Overrides, Recognition, preview, recognise
from core.tabular.recognition import ROW
from core.tenancy import current_tenant_id
from suppliers.errors import ConnectionFailed, SourceNotFetched
from suppliers.fetchers import fetcher_of
from suppliers.fetchers.base import Connection, Fetcher, RemoteFile, Validators
from suppliers.fetchers.checking import checked_connection
from suppliers.models import Source
from suppliers.services.connections import proposed, remember_server
from suppliers.services.saving import note, source_row, supplier_row

TRIAL_SECONDS = 60
TRIAL_ROWS = 10


@dataclass(frozen=True)
class ConnectionTest:
    """What a trial showed: files (newest first), the one looked into, how it is read, its columns and first rows.

    Without a file that fits, `file` and `recognition` are None. `host_key` is that of the server, where it has one.
    """

    files: list[RemoteFile]
    file: RemoteFile | None = None
    recognition: Recognition | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    host_key: str = ""


def test_connection(
    *,
    by: User | None,
    source_id: UUID | None = None,
    kind: str | None = None,
    connection: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    supplier_id: UUID | None = None,
) -> ConnectionTest:
    """Try the connection of a source, also with answers that are not saved yet, or one of no source at all.

    Nothing is kept but the key of an SFTP server at the first contact of a saved connection. Masked secrets are those
    of the source, as `set_connection` takes them. Raises NotFound, PermissionRefused without `write:suppliers`,
    ConnectionInvalid, SourceNotFetched, ConnectionFailed (with `cause`), UnreadableFile.
    """
    row = source_row(source_id) if source_id else None
    _require(by, row, supplier_id)
    if row is not None:
        found = proposed(row, kind=kind, connection=connection, secrets=secrets)
    else:
        found = checked_connection(kind or "", connection or {}, secrets or {})
    way = replace(found, seconds=TRIAL_SECONDS)
    fetcher = fetcher_of(kind or (row.kind if row else ""))
    if fetcher is None:
        raise SourceNotFetched(_("Files of this feed are sent to us: there is nothing to try."))
    result = _tried(fetcher, way, reading=row.reading if row else {})
    if row is not None:
        note("source.tested", row, row.supplier)
        if connection is None and kind is None:
            remember_server(row, way)
    return result


def _require(by: User | None, row: Source | None, supplier_id: UUID | None) -> None:
    if by is None:
        return
    subject = row or (supplier_row(supplier_id) if supplier_id else None)
    if subject is not None:
        require(by, "write:suppliers", subject)
    else:
        require(by, "write:suppliers", tenant_id=current_tenant_id())


def _tried(fetcher: Fetcher, way: Connection, *, reading: Mapping[str, Any]) -> ConnectionTest:
    try:
        files = fetcher.listing(way)
        result = ConnectionTest(files, host_key=way.learned.get("host_key", ""))
        if not files:
            return result
        with tempfile.NamedTemporaryFile(suffix=".feed") as content:
            fetched = fetcher.fetch(way, files[0], content, known=Validators(), limit=settings.IMPORT_MAX_FILE_BYTES)
            content.flush()
            name = fetched.name if fetched else files[0].name
            shown = replace(result, file=replace(files[0], name=name, size=fetched.size if fetched else None))
            return _first_rows(shown, Path(content.name), reading)
    except (Transient, Terminal) as error:
        raise ConnectionFailed(str(error), cause=error.code) from error


def _first_rows(result: ConnectionTest, path: Path, reading: Mapping[str, Any]) -> ConnectionTest:
    limits = Limits(max_file_bytes=settings.IMPORT_MAX_FILE_BYTES)
    recognition = recognise(path, overrides=Overrides(**reading), limits=limits)
    frame = preview(path, recognition, rows=TRIAL_ROWS, limits=limits).frame.drop(ROW)
    return replace(result, recognition=recognition, columns=tuple(frame.columns), rows=tuple(frame.rows()))
