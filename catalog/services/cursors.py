"""Reading the change log from where the last look ended: nothing is missed, nothing is worked off twice."""

from uuid import UUID

from catalog.bulk import execute, fetch

_MAKE = """
INSERT INTO catalog_logcursor (id, tenant_id, reader, seq) VALUES (gen_random_uuid(), %(tenant_id)s, %(reader)s, 0)
    ON CONFLICT (tenant_id, reader) DO NOTHING
"""
_HOLD = "SELECT seq FROM catalog_logcursor WHERE tenant_id = %(tenant_id)s AND reader = %(reader)s FOR NO KEY UPDATE"
_MOVE = "UPDATE catalog_logcursor SET seq = %(seq)s WHERE tenant_id = %(tenant_id)s AND reader = %(reader)s"
_LAST = "SELECT coalesce(max(seq), 0) FROM catalog_change WHERE tenant_id = %(tenant_id)s"


def hold(reader: str, *, tenant_id: UUID) -> int:
    """The last entry that the reader has worked off; its row is held to the end of the transaction."""
    parameters = {"tenant_id": tenant_id, "reader": reader}
    if rows := fetch(_HOLD, parameters):
        return int(rows[0][0])
    execute(_MAKE, parameters)
    return int(fetch(_HOLD, parameters)[0][0])


def move(reader: str, seq: int, *, tenant_id: UUID) -> None:
    """Note that everything up to `seq` is worked off; in the transaction that holds the cursor."""
    execute(_MOVE, {"tenant_id": tenant_id, "reader": reader, "seq": seq})


def last_entry(tenant_id: UUID) -> int:
    """The number of the last entry of the log, 0 when there is none."""
    return int(fetch(_LAST, {"tenant_id": tenant_id})[0][0])
