"""What a regrouping does to products and offers, as SQL: one entry for brands, categories, tags each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog.models import Regrouping
from catalog.services.bulk_edits.judging import Judgement

Act = Regrouping.Act
_OLD, _MOVES = "%(old)s", "%(moves)s::jsonb"


@dataclass(frozen=True)
class Move:
    """`concerned` and `offered` are conditions on the product `p` and the offer `o`; `sets` is as in `Judgement`.

    `offer_value`: what the column of the offer gets.
    """

    concerned: str
    sets: Mapping[str, str]
    offered: str
    offer_column: str
    offer_value: str

    def judgement(self, parameters: Mapping[str, Any]) -> Judgement:
        """How it changes products."""
        return Judgement(self.sets, {}, parameters)


_ONE = f"coalesce({_MOVES} ->> p.{{column}}::text, p.{{column}}::text)"
_BRAND = Move(
    concerned=f"p.brand_id = ANY({_OLD}::uuid[])",
    sets={"brand": _ONE.format(column="brand_id")},
    offered=f"o.brand_id = ANY({_OLD}::uuid[])",
    offer_column="brand_id",
    offer_value=f"({_MOVES} ->> o.brand_id::text)::uuid",
)
_MAIN = _ONE.format(column="category_id")
# Each category once, in the order they had, none that is the main one.
_FURTHER = f"""nullif((
    SELECT string_agg(moved.id, E'\\n' ORDER BY moved.place)
      FROM (SELECT coalesce({_MOVES} ->> f.id::text, f.id::text) AS id, min(f.place) AS place
              FROM unnest(p.further_categories) WITH ORDINALITY AS f (id, place) GROUP BY 1) AS moved
     WHERE moved.id IS DISTINCT FROM {_MAIN}), '')"""
_CATEGORY = Move(
    concerned=f"(p.category_id = ANY({_OLD}::uuid[]) OR NOT (p.further_categories = '{{}}') "
    f"AND p.further_categories && {_OLD}::uuid[])",
    sets={"category": _MAIN, "further_categories": _FURTHER},
    offered=f"o.category_id = ANY({_OLD}::uuid[])",
    offer_column="category_id",
    offer_value=f"({_MOVES} ->> o.category_id::text)::uuid",
)
_TAGS_OF = f"""(
    SELECT array_agg(moved.tag ORDER BY moved.place)
      FROM (SELECT coalesce({_MOVES} ->> t.tag, t.tag) AS tag, min(t.place) AS place
              FROM unnest({{table}}.tags) WITH ORDINALITY AS t (tag, place) GROUP BY 1) AS moved
     WHERE moved.tag <> '')"""
_TAGS = Move(
    concerned=f"p.tags IS NOT NULL AND p.tags && {_OLD}::text[]",
    sets={"tags": f"array_to_string({_TAGS_OF.format(table='p')}, E'\\n')"},
    offered=f"o.tags && {_OLD}::text[]",
    offer_column="tags",
    offer_value=_TAGS_OF.format(table="o"),
)
MOVES: dict[str, Move] = {
    Act.MERGE_BRANDS: _BRAND,
    Act.MERGE_CATEGORY: _CATEGORY,
    Act.DELETE_CATEGORY: _CATEGORY,
    Act.CHANGE_TAGS: _TAGS,
    Act.DELETE_TAGS: _TAGS,
}


def parameters_of(moves: Mapping[str, str], *, tenant_id: UUID) -> dict[str, Any]:
    """The values of a move's SQL."""
    return {"tenant_id": tenant_id, "old": list(moves), "moves": json.dumps(dict(moves))}
