"""Brands and categories that were merged after the run that is undone: what goes back goes to what they are by now."""

from catalog.bulk import execute
from catalog.services.undo.scope import Undo

# reference -> the table it leads to, and the table that knows what became of a row that is gone.
_REFERENCES = {"brand": "catalog_brandalias", "category": "catalog_categoryalias"}
_FIELDS = """
UPDATE undone AS u
   SET {side} = (SELECT to_jsonb(a.{name}_id::text) FROM {heirs} AS a
               WHERE a.former_id = (u.{side} #>> '{{}}')::uuid AND a.tenant_id = %(tenant_id)s LIMIT 1)
  FROM (SELECT DISTINCT v.{side} AS value FROM undone AS v
         WHERE v.field = '{name}' AND v.{side} IS NOT NULL
           AND NOT EXISTS (SELECT FROM catalog_{name} AS t WHERE t.id::text = v.{side} #>> '{{}}')) AS gone
 WHERE u.field = '{name}' AND u.{side} = gone.value
"""
_ROWS = """
UPDATE {table} AS t
   SET {name}_id = (SELECT a.{name}_id FROM {heirs} AS a
                     WHERE a.former_id = t.{name}_id AND a.tenant_id = t.tenant_id LIMIT 1)
  FROM {staged} AS s
 WHERE s.{key} = t.id AND t.tenant_id = %(tenant_id)s AND t.{name}_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM catalog_{name} AS r WHERE r.id = t.{name}_id)
"""
# Further categories: each that is gone is its heir by now, or is left out.
_HEIRS = """
SELECT coalesce(c.id, a.category_id) AS id, min(f.place) AS place
  FROM unnest({ids}) WITH ORDINALITY AS f (id, place)
  LEFT JOIN catalog_category AS c ON c.id = f.id AND c.tenant_id = %(tenant_id)s
  LEFT JOIN LATERAL (SELECT category_id FROM catalog_categoryalias
                      WHERE former_id = f.id AND tenant_id = %(tenant_id)s LIMIT 1) AS a ON c.id IS NULL
 WHERE coalesce(c.id, a.category_id) IS NOT NULL GROUP BY 1
"""
_IDS_OF_FIELD = "string_to_array(u.{side} #>> '{{}}', E'\\n')::uuid[]"
_FURTHER_FIELDS = f"""
UPDATE undone AS u
   SET {{side}} = (SELECT to_jsonb(string_agg(h.id::text, E'\\n' ORDER BY h.place))
                   FROM ({_HEIRS.format(ids=_IDS_OF_FIELD)}) AS h)
 WHERE u.field = 'further_categories' AND u.{{side}} IS NOT NULL
"""
_FURTHER_ROWS = f"""
UPDATE catalog_product AS t
   SET further_categories = coalesce((SELECT array_agg(h.id ORDER BY h.place)
                                        FROM ({_HEIRS.format(ids="t.further_categories")}) AS h), '{{}}')
  FROM judged AS s WHERE s.product_id = t.id AND t.tenant_id = %(tenant_id)s AND t.further_categories <> '{{}}'
"""


def follow_in_fields(undo: Undo) -> None:
    """The values in `undone`: what products go back to, and what the run had given them."""
    for name, heirs in _REFERENCES.items():
        for side in ("old", "new"):
            execute(_FIELDS.format(name=name, heirs=heirs, side=side), undo.parameters)
    for side in ("old", "new"):
        execute(_FURTHER_FIELDS.format(side=side), undo.parameters)


def follow_in_offers(undo: Undo) -> None:
    """The offers of `undone` that have their rows from before again."""
    _follow(undo, table="catalog_offer", staged="undone", key="offer_id")


def follow_in_products(undo: Undo) -> None:
    """The products of `judged` that came back."""
    _follow(undo, table="catalog_product", staged="judged", key="product_id")
    execute(_FURTHER_ROWS, undo.parameters)


def _follow(undo: Undo, **names: str) -> None:
    for name, heirs in _REFERENCES.items():
        execute(_ROWS.format(name=name, heirs=heirs, **names), undo.parameters)
