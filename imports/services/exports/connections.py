"""Use cases of destinations: made, changed, tried, removed; their secrets stay here."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.encryption import MASK
from core.errors import Conflict, InvalidInput, NotFound, ProductsManagerError
from core.models import User
from imports.exports.destinations import MODULES, way_of
from imports.models import ExportDestination
from suppliers.fetchers.base import Connection
from suppliers.fetchers.checking import checked_answers, destination

MANAGE = "manage:exports"
HOST_KEY = "host_key"


def create_destination(
    *,
    tenant_id: UUID,
    by: User | None,
    name: str,
    kind: str,
    connection: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> ExportDestination:
    """Add one. Raises PermissionRefused without `manage:exports`, InvalidInput naming each field, Conflict."""
    _allow(by, tenant_id)
    found = _checked(kind, connection or {}, secrets or {})
    row = ExportDestination(tenant_id=tenant_id, name=name.strip(), kind=kind, connection=dict(found.values))
    row.secrets = packed(found.secrets)
    _save(row)
    return row


def change_destination(
    destination_id: UUID,
    *,
    by: User | None,
    name: str | None = None,
    is_active: bool | None = None,
    connection: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> ExportDestination:
    """Change a destination; a secret that is absent or the mask stays, unless the server is another one then.

    Raises NotFound, PermissionRefused, InvalidInput naming each field, Conflict.
    """
    row = find_destination(destination_id)
    _allow(by, row.tenant_id)
    before = _shown(row)
    if connection is not None or secrets:
        found = proposed(row, connection, secrets or {})
        row.connection, row.secrets = dict(found.values), packed(found.secrets)
        row.tested_at, row.test_error = None, ""
    row.name = row.name if name is None else name.strip()
    row.is_active = row.is_active if is_active is None else is_active
    _save(row, before=before)
    return row


def delete_destination(destination_id: UUID, *, by: User | None) -> None:
    """Remove a destination with its secrets. Raises NotFound, PermissionRefused, Conflict while a schedule uses it."""
    row = find_destination(destination_id)
    _allow(by, row.tenant_id)
    try:
        with atomic("imports"):
            audit.record("destination.deleted", app="imports", subject=row, before=_shown(row))
            row.delete()
    except ProtectedError as error:
        message = _("A schedule sends its files to “%(name)s”: change or remove the schedule first.")
        raise Conflict(message % {"name": row.name}, code="EXPORT_DESTINATION_USED") from error


def try_destination(
    *,
    by: User | None,
    tenant_id: UUID,
    kind: str,
    destination_id: UUID | None = None,
    connection: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> str:
    """See whether files would arrive, with the given answers or those that are kept; returns one sentence.

    Raises NotFound, PermissionRefused, InvalidInput, and the errors of the way as InvalidInput (EXPORT_TEST_FAILED).
    """
    _allow(by, tenant_id)
    row = find_destination(destination_id) if destination_id else None
    if row is not None:
        found = proposed(row, connection, secrets or {}) if connection is not None or secrets else connection_of(row)
    else:
        found = _checked(kind, connection or {}, secrets or {})
    try:
        sentence = way_of(row.kind if row else kind).try_out(found)
    except ProductsManagerError as error:
        _remember(row, str(error), unchanged=connection is None and not secrets)
        raise InvalidInput(str(error), code="EXPORT_TEST_FAILED") from error
    _remember(row, "", unchanged=connection is None and not secrets)
    if row is not None:
        remember_server(row, found)
    return sentence


def find_destination(destination_id: UUID) -> ExportDestination:
    """The destination; raises NotFound."""
    row = ExportDestination.objects.filter(pk=destination_id).first()
    if row is None:
        raise NotFound(_("There is no such destination."), code="EXPORT_DESTINATION_NOT_FOUND")
    return row


def connection_of(row: ExportDestination) -> Connection:
    """Answers and secrets as the way takes them."""
    return Connection(row.connection, unpacked(row.secrets))


def shown_connection(row: ExportDestination) -> dict[str, Any]:
    """The answers, with masks for the secrets."""
    return {**row.connection, **dict.fromkeys(unpacked(row.secrets), MASK)}


def remember_server(row: ExportDestination, connection: Connection) -> None:
    """Keep the key by which a server is known from its first contact on."""
    key = connection.learned.get(HOST_KEY)
    if key and not row.connection.get(HOST_KEY):
        changed = {**row.connection, HOST_KEY: key}
        ExportDestination.objects.filter(pk=row.pk, connection=row.connection).update(connection=changed)


def proposed(row: ExportDestination, connection: Mapping[str, Any] | None, secrets: Mapping[str, str]) -> Connection:
    """The connection as it would be with these answers; raises InvalidInput."""
    answers = dict(row.connection if connection is None else connection)
    same = destination(row.kind, {**row.connection, **answers}) == destination(row.kind, row.connection)
    if same and HOST_KEY in row.connection:
        answers = {HOST_KEY: row.connection[HOST_KEY], **answers}
    elif not same and answers.get(HOST_KEY) == row.connection.get(HOST_KEY):
        answers.pop(HOST_KEY, None)
    return _checked(row.kind, answers, secrets, kept=connection_of(row))


def packed(secrets: Mapping[str, str]) -> str:
    """Secrets as the row keeps them; encrypted by the field."""
    return json.dumps(dict(sorted(secrets.items()))) if secrets else ""


def unpacked(text: str) -> dict[str, str]:
    """The secrets behind `packed`."""
    return json.loads(text) if text else {}


def _checked(
    kind: str, answers: Mapping[str, Any], secrets: Mapping[str, str], *, kept: Connection | None = None
) -> Connection:
    if kind not in MODULES:
        message = _("“%(kind)s” is no kind of destination: use one of %(allowed)s.")
        words = {"kind": kind, "allowed": ", ".join(MODULES)}
        raise InvalidInput(message % words, fields={"kind": [message % words]})
    return checked_answers(way_of(kind), kind, answers, secrets, kept=kept, was=kind)


def _save(row: ExportDestination, *, before: Mapping[str, Any] | None = None) -> None:
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
        with atomic("imports"):
            row.save()
            old, new = audit.changes(before or {}, _shown(row))
            code = "destination.created" if before is None else "destination.changed"
            audit.record(code, app="imports", subject=row, before=old, after=new)
    except ValidationError as error:
        fields = {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
        raise InvalidInput(" ".join(texts[0] for texts in fields.values()), fields=fields) from error
    except IntegrityError as error:
        message = _("There is a destination “%(name)s” already: choose another name.")
        raise Conflict(message % {"name": row.name}, code="EXPORT_NAME_TAKEN") from error


def _shown(row: ExportDestination) -> dict[str, Any]:
    return {"name": row.name, "is_active": row.is_active, "connection": shown_connection(row)}


def _remember(row: ExportDestination | None, error: str, *, unchanged: bool) -> None:
    if row is not None and unchanged:
        ExportDestination.objects.filter(pk=row.pk).update(tested_at=timezone.now(), test_error=error)


def _allow(by: User | None, tenant_id: UUID) -> None:
    if by is not None:
        require(by, MANAGE, tenant_id=tenant_id)
