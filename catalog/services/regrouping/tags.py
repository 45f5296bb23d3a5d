"""What renaming, merging and deleting tags does to later feeds: the old tag means the new one, or nothing."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from catalog.bulk import execute, fetch
from catalog.models import Regrouping, TagAlias

_REMEMBER = """
INSERT INTO catalog_tagalias (id, tenant_id, name, target)
SELECT gen_random_uuid(), %(tenant_id)s, m.key, m.value FROM jsonb_each_text(%(moves)s::jsonb) AS m
    ON CONFLICT (tenant_id, name) DO UPDATE SET target = EXCLUDED.target
"""
_FOLLOW = """
UPDATE catalog_tagalias SET target = %(moves)s::jsonb ->> target
 WHERE tenant_id = %(tenant_id)s AND target = ANY(%(old)s)
"""
_SAVED = """
SELECT name, target FROM catalog_tagalias
 WHERE tenant_id = %(tenant_id)s AND (name = ANY(%(names)s) OR target = ANY(%(names)s) AND target <> '')
"""


def remember(moves: Mapping[str, str], *, tenant_id: UUID) -> dict[str, Any]:
    """Feeds that send the old tags mean the new ones; returns what undoing needs."""
    names = sorted({*moves, *(target for target in moves.values() if target)})
    saved = dict(fetch(_SAVED, {"tenant_id": tenant_id, "names": names}))
    parameters = {"tenant_id": tenant_id, "old": list(moves), "moves": json.dumps(dict(moves))}
    # A tag that is in use again means itself.
    TagAlias.objects.filter(name__in=[target for target in moves.values() if target]).delete()
    execute(_FOLLOW, parameters)
    execute(_REMEMBER, parameters)
    return {"aliases": saved}


def restore(job: Regrouping) -> None:
    """What the tags meant before."""
    names = {*job.moves, *job.moves.values()}
    TagAlias.objects.filter(name__in=names).delete()
    for name, target in job.saved["aliases"].items():
        TagAlias.objects.update_or_create(tenant_id=job.tenant_id, name=name, defaults={"target": target})
