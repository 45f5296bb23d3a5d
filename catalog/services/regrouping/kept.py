"""Rows that an act removes, kept as they are, and brought back when it is undone."""

import json
from typing import Any
from uuid import UUID

from catalog.bulk import execute, fetch

_KEEP = """
SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM {table} AS t
 WHERE t.tenant_id = %(tenant_id)s AND t.{column} = ANY(%(ids)s::uuid[])
"""
_BRING_BACK = """
INSERT INTO {table} SELECT r.* FROM jsonb_populate_recordset(NULL::{table}, %(rows)s::jsonb) AS r
 WHERE r.tenant_id = %(tenant_id)s ON CONFLICT DO NOTHING
"""


def kept(table: str, column: str, ids: list[UUID], *, tenant_id: UUID) -> list[dict[str, Any]]:
    """The whole rows of the table whose column is one of these ids."""
    ((text,),) = fetch(_KEEP.format(table=table, column=column), {"tenant_id": tenant_id, "ids": ids})
    return list(json.loads(text))


def bring_back(table: str, rows: list[dict[str, Any]], *, tenant_id: UUID) -> int:
    """Insert the rows again, but for those whose place is taken; returns how many came back."""
    if not rows:
        return 0
    return execute(_BRING_BACK.format(table=table), {"tenant_id": tenant_id, "rows": json.dumps(rows)})
