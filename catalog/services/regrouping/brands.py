"""What merging brands does to the brands themselves: their spellings move at once, they go when no product is left."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from catalog.bulk import execute
from catalog.models import Brand, Regrouping
from catalog.services.regrouping.kept import bring_back, kept

_MOVE = """
UPDATE catalog_brandalias SET brand_id = %(target)s, former_id = brand_id, source = 'merge'
 WHERE tenant_id = %(tenant_id)s AND brand_id = ANY(%(ids)s::uuid[])
"""
# Not through the models, which would ask every product and offer.
_REMOVE = (
    "DELETE FROM catalog_brandalias WHERE tenant_id = %(tenant_id)s AND brand_id = ANY(%(ids)s::uuid[])",
    "DELETE FROM catalog_brand WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s::uuid[])",
)
_BACK = """
UPDATE catalog_brandalias AS a
   SET brand_id = r.brand_id, former_id = r.former_id, source = r.source, name = r.name
  FROM jsonb_populate_recordset(NULL::catalog_brandalias, %(rows)s::jsonb) AS r
 WHERE a.tenant_id = %(tenant_id)s AND a.key = r.key AND a.former_id = r.brand_id
"""


def move_spellings(sources: Sequence[UUID], target: UUID, *, tenant_id: UUID) -> dict[str, Any]:
    """The spellings of the sources mean the target from now on; returns what undoing needs."""
    ids = list(sources)
    saved = {
        "catalog_brand": kept("catalog_brand", "id", ids, tenant_id=tenant_id),
        "catalog_brandalias": kept("catalog_brandalias", "brand_id", ids, tenant_id=tenant_id),
    }
    execute(_MOVE, {"tenant_id": tenant_id, "target": target, "ids": ids})
    return saved


def remove_merged(job: Regrouping) -> None:
    """The merged brands go, now that neither product nor offer has them."""
    parameters = {"tenant_id": job.tenant_id, "ids": list(job.moves)}
    for statement in _REMOVE:
        execute(statement, parameters)


def restore(job: Regrouping) -> None:
    """The merged brands come back with their spellings, but for those that mean a third brand by now."""
    bring_back("catalog_brand", job.saved["catalog_brand"], tenant_id=job.tenant_id)
    aliases = job.saved["catalog_brandalias"]
    execute(_BACK, {"tenant_id": job.tenant_id, "rows": json.dumps(aliases)})
    bring_back("catalog_brandalias", aliases, tenant_id=job.tenant_id)
    confirmed = Brand.objects.filter(pk__in=set(job.moves.values()), state=Brand.State.CONFIRMED)
    confirmed.update(state=job.saved["state"])
