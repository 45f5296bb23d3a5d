"""What a bulk edit would do, without doing it: numbers, ten examples, what is left out and why."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from catalog.bulk import fetch
from catalog.selectors.words import Names, label_of
from catalog.services.bulk_edits.judging import Judgement, judgement_of, parameters_of
from catalog.services.bulk_edits.options import options_of
from catalog.services.bulk_edits.selection import Selection
from core.configuration import value
from core.tenancy import tenant_scope

LIMIT, DIRECT = "catalog.bulk_limit", "catalog.bulk_direct"
PART = 5_000
# Of more than so many products a part is looked at. Ids are random, so that the first ones are a fair sample.
MOST_LOOKED_AT = 20_000
EXAMPLES, NAMED = 10, 3
_COUNTED = """
SELECT CASE WHEN reason IS NOT NULL THEN reason WHEN patch <> '{{}}' OR acted THEN '+' ELSE '=' END, count(*)
  FROM ({query}) AS judged GROUP BY 1
"""
_SHOWN = """
SELECT judged.id, p.title, judged.before, judged.patch FROM ({query}) AS judged
  JOIN catalog_product AS p ON p.id = judged.id AND p.tenant_id = %(tenant_id)s
 WHERE judged.reason IS NULL AND (judged.patch <> '{{}}' OR judged.acted) ORDER BY judged.id LIMIT {most}
"""
_LEFT = """
SELECT judged.reason, p.id, p.title FROM ({query}) AS judged
  JOIN catalog_product AS p ON p.id = judged.id AND p.tenant_id = %(tenant_id)s
 WHERE judged.reason IS NOT NULL ORDER BY judged.id LIMIT {most}
"""


@dataclass(frozen=True)
class Example:
    """A product that would change: (field, its label, old, new), values as people read them."""

    id: UUID
    title: str | None
    changes: list[tuple[str, str, Any, Any]]


@dataclass
class BulkPreview:
    """Numbers of products; beyond `limit` none but the total. `left_out` by reason, `named` a few of each."""

    total: int
    limit: int
    runs_directly: bool
    looked_at: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    named: dict[str, list[tuple[UUID, str | None]]] = field(default_factory=dict)

    @property
    def is_sample(self) -> bool:
        """Whether the numbers are worked out from a part of the products."""
        return 0 < self.looked_at < self.total and self.looked_at >= MOST_LOOKED_AT

    @property
    def is_too_many(self) -> bool:
        """Whether it would be refused for its size."""
        return self.total > self.limit


def preview_bulk(selection: Selection, *, act: str, options: dict[str, Any]) -> BulkPreview:
    """What the act would do to the selected products. Raises InvalidInput. The cost grows with their number."""
    with tenant_scope(selection.tenant_id):
        judged = judgement_of(act, options_of(act, options))
        limit = value(LIMIT, tenant_id=selection.tenant_id)
        total, _exact = selection.count(most=limit)
        preview = BulkPreview(total, limit, total <= value(DIRECT, tenant_id=selection.tenant_id))
        if not preview.is_too_many:
            _look(preview, selection, judged)
    return preview


def _look(preview: BulkPreview, selection: Selection, judged: Judgement) -> None:
    counts: Counter[str] = Counter()
    for ids in selection.parts(PART):
        preview.looked_at += len(ids)
        held = selection.writable(ids, judged.permission)
        counts["no_right"] += len(ids) - len(held)
        parameters = parameters_of(judged, held, tenant_id=selection.tenant_id)
        found = dict(fetch(_COUNTED.format(query=judged.query), parameters))
        counts.update(found)
        _add_examples(preview, judged, parameters, reasons=set(found) - {"+", "="})
        if preview.looked_at >= MOST_LOOKED_AT:
            break
    if preview.is_sample:
        counts = Counter({name: round(n * preview.total / preview.looked_at) for name, n in counts.items()})
    preview.changed, preview.unchanged = counts.pop("+", 0), counts.pop("=", 0)
    preview.left_out = {reason: count for reason, count in counts.items() if count}


def _add_examples(preview: BulkPreview, judged: Judgement, parameters: dict[str, Any], *, reasons: set[str]) -> None:
    wanted = EXAMPLES - len(preview.examples)
    if wanted:
        rows = fetch(_SHOWN.format(query=judged.query, most=wanted), parameters)
        new_brand = {judged.parameters.get("brand_id"): judged.parameters.get("brand")}
        preview.examples += _readable([(pk, title, _json(old), _json(new)) for pk, title, old, new in rows], new_brand)
    if reasons - set(preview.named):
        for reason, pk, title in fetch(_LEFT.format(query=judged.query, most=PART), parameters):
            named = preview.named.setdefault(reason, [])
            if len(named) < NAMED:
                named.append((pk, title))


def _readable(
    rows: list[tuple[UUID, str | None, dict[str, Any], dict[str, Any]]], new_brand: dict[Any, Any]
) -> list[Example]:
    names = Names.of([side for _pk, _title, old, new in rows for side in (old, new)])
    names = replace(names, brands={**new_brand, **names.brands})
    return [
        Example(
            pk,
            title,
            [(key, label_of(key), names.readable(key, old.get(key)), names.readable(key, new[key])) for key in new],
        )
        for pk, title, old, new in rows
    ]


def _json(value: Any) -> dict[str, Any]:
    return json.loads(value) if isinstance(value, str) else value
