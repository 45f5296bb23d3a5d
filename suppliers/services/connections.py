"""Use cases of connections: sources that fetch their files, what their servers have, what is brought from there."""

import json
from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.encryption import MASK
from core.models import User
from suppliers import events
from suppliers.errors import SourceNameTaken, SourceNotFetched
from suppliers.fetchers import fetcher_of
from suppliers.fetchers.base import Connection, Fetched, Fetcher, RemoteFile, Validators
from suppliers.fetchers.checking import checked_connection, destination
from suppliers.models import Source
from suppliers.services.saving import note, saving, source_row, supplier_row
from suppliers.services.sources import POLICIES, decisions_in, set_policies

HOST_KEY = "host_key"


def create_source(
    *,
    by: User | None,
    supplier_id: UUID,
    name: str,
    kind: str,
    connection: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    **policies: Any,
) -> UUID:
    """Add a source to a supplier; returns its id. `policies` as `set_policies` takes them.

    Raises NotFound, PermissionRefused without `write:suppliers` on the supplier, ConnectionInvalid naming each field,
    InvalidInput for bad policies, SourceNameTaken.
    """
    supplier = supplier_row(supplier_id)
    if by is not None:
        require(by, "write:suppliers", supplier)
    decisions = decisions_in(policies, POLICIES - {"name"})
    row = Source(tenant_id=supplier.tenant_id, supplier=supplier, name=name.strip(), kind=kind, **decisions)
    if kind in Source.Kind.values:
        found = checked_connection(kind, connection or {}, secrets or {})
        row.connection, row.secrets = dict(found.values), packed(found.secrets)
    with saving(row, taken=SourceNameTaken):
        after = {"kind": kind, "connection": row.connection, **_masks(row)}
        note("source.created", row, supplier, after=after)
    return row.pk


def set_connection(
    *,
    by: User | None,
    source_id: UUID,
    kind: str | None = None,
    connection: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> None:
    """Change how the files of a source are fetched; without `connection` its answers stay.

    A secret that is absent or the mask stays, an empty one is removed; one that stays is never taken along to another
    server (decision 0037). Raises NotFound, PermissionRefused without `write:suppliers` on the source,
    ConnectionInvalid naming each field.
    """
    row = source_row(source_id)
    if by is not None:
        require(by, "write:suppliers", row)
    wanted = proposed(row, kind=kind, connection=connection, secrets=secrets)
    new_kind = kind or row.kind
    before = {"kind": row.kind, "connection": row.connection, **_masks(row)}
    replaced = {name for name, value in (secrets or {}).items() if value != MASK}
    row.kind, row.connection, row.secrets = new_kind, dict(wanted.values), packed(wanted.secrets)
    old, new = audit.changes(before, {"kind": new_kind, "connection": row.connection, **_masks(row)})
    if not (new or replaced):
        return
    with atomic("suppliers"):
        Source.objects.filter(pk=row.pk).update(kind=row.kind, connection=row.connection, secrets=row.secrets)
        events.tell_updated(row.supplier, before=old, after=new)
        secrets_given = ", ".join(sorted(replaced))
        note("source.connection_changed", row, row.supplier, before=old, after=new, entered=secrets_given)


def change_source(*, by: User | None, source_id: UUID, values: Mapping[str, Any], way: Mapping[str, Any]) -> None:
    """Change decisions (as `set_policies`) and connection (as `set_connection`) together, or nothing of them."""
    with atomic("suppliers"):
        if values:
            set_policies(by=by, source_id=source_id, values=values)
        if way:
            set_connection(by=by, source_id=source_id, **way)


def delete_source(*, by: User | None, source_id: UUID) -> None:
    """Archive a source: nothing is fetched any more, its connection with all secrets is forgotten, its schedules too.

    The row stays, because runs, files and offers name it (decision 0038). Raises NotFound, PermissionRefused without
    `write:suppliers` on the source.
    """
    row = source_row(source_id)
    if by is not None:
        require(by, "write:suppliers", row)
    with atomic("suppliers"):
        Source.objects.filter(pk=row.pk).update(is_active=False, connection={}, secrets="")
        row.schedules.all().delete()
        events.tell_updated(row.supplier, before={"is_active": row.is_active}, after={"is_active": False})
        note("source.archived", row, row.supplier, before={"is_active": row.is_active, "connection": row.connection})


def list_remote(source_id: UUID) -> list[RemoteFile]:
    """The files that the server of the source has for us, newest first; empty when none fits the pattern.

    Raises NotFound, SourceNotFetched, and the Transient and Terminal errors of the source's fetcher.
    """
    row = source_row(source_id)
    fetcher, connection = _way(row)
    found = fetcher.listing(connection)
    remember_server(row, connection)
    return found


def fetch_remote(
    source_id: UUID, remote: RemoteFile, target: IO[bytes], *, known: Validators, limit: int
) -> Fetched | None:
    """Bring a file of `list_remote` into `target`; None when the server says that it has not changed since `known`.

    Raises what `list_remote` raises, and SourceFileTooLarge beyond `limit` bytes.
    """
    row = source_row(source_id)
    fetcher, connection = _way(row)
    fetched = fetcher.fetch(connection, remote, target, known=known, limit=limit)
    remember_server(row, connection)
    return fetched


def proposed(
    row: Source, *, kind: str | None, connection: Mapping[str, Any] | None, secrets: Mapping[str, str] | None
) -> Connection:
    """The connection of a source as it would be with these answers; raises ConnectionInvalid."""
    new_kind = kind or row.kind
    answers = {**connection} if connection is not None else {**row.connection} if new_kind == row.kind else {}
    kept = Connection(row.connection, unpacked(row.secrets))
    if destination(new_kind, {**row.connection, **answers}) == destination(row.kind, row.connection):
        answers = {HOST_KEY: row.connection[HOST_KEY], **answers} if HOST_KEY in row.connection else answers
    elif answers.get(HOST_KEY) == row.connection.get(HOST_KEY):
        answers.pop(HOST_KEY, None)
    return checked_connection(new_kind, answers, secrets or {}, kept=kept, was=row.kind)


def remember_server(row: Source, connection: Connection) -> None:
    """Keep the key by which a server is known from its first contact on, unless the connection was changed since."""
    key = connection.learned.get(HOST_KEY)
    if not key or row.connection.get(HOST_KEY):
        return
    with atomic("suppliers"):
        changed = {**row.connection, HOST_KEY: key}
        if Source.objects.filter(pk=row.pk, connection=row.connection).update(connection=changed):
            note("source.connection_changed", row, row.supplier, after={"connection": {HOST_KEY: key}})


def packed(secrets: Mapping[str, str]) -> str:
    """Secrets as the source keeps them; encrypted by the field."""
    return json.dumps(dict(sorted(secrets.items()))) if secrets else ""


def unpacked(text: str) -> dict[str, str]:
    """The secrets behind `packed`."""
    return json.loads(text) if text else {}


def _way(row: Source) -> tuple[Fetcher, Connection]:
    fetcher = fetcher_of(row.kind)
    if fetcher is None:
        message = _("“%(source)s” receives its files: there is nothing to fetch.")
        raise SourceNotFetched(message % {"source": row.name})
    return fetcher, Connection(row.connection, unpacked(row.secrets))


def _masks(row: Source) -> dict[str, dict[str, str]]:
    return {"secrets": dict.fromkeys(unpacked(row.secrets), MASK)}
