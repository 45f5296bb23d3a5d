"""Questions about connections: their answers with masked secrets, and what each kind asks for."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core.encryption import MASK
from core.errors import NotFound
from suppliers.fetchers import fetcher_of
from suppliers.fetchers.base import ConnectionField
from suppliers.models import Source


def connection_of(source_id: UUID) -> dict[str, Any]:
    """The answers of a source to the fields of its kind; a secret that is set is the mask. Raises NotFound. One query.

    Fields that are not answered have their default.
    """
    row = Source.objects.filter(pk=source_id).first()
    if row is None:
        raise NotFound(code="SOURCE_NOT_FOUND")
    return shown_connection(row)


def shown_connection(row: Source) -> dict[str, Any]:
    """The same of a row that is there already."""
    kept = json.loads(row.secrets) if row.secrets else {}
    fields = connection_fields(row.kind)
    shown = {field.name: row.connection.get(field.name, field.default) for field in fields if not field.is_secret}
    return shown | {field.name: MASK if kept.get(field.name) else "" for field in fields if field.is_secret}


def connection_fields(kind: str) -> Sequence[ConnectionField]:
    """What a kind of source asks for; nothing for kinds whose files are sent to us."""
    fetcher = fetcher_of(kind)
    return fetcher.fields if fetcher else ()
