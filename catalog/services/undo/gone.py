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


def follow_in_fields(undo: Undo) -> None:
    """The values in `undone`: what products go back to, and what the run had given them."""
    for name, heirs in _REFERENCES.items():
        for side in ("old", "new"):
            execute(_FIELDS.format(name=name, heirs=heirs, side=side), undo.parameters)


def follow_in_offers(undo: Undo) -> None:
    """The offers of `undone` that have their rows from before again."""
    _follow(undo, table="catalog_offer", staged="undone", key="offer_id")


def follow_in_products(undo: Undo) -> None:
    """The products of `judged` that came back."""
    _follow(undo, table="catalog_product", staged="judged", key="product_id")


def _follow(undo: Undo, **names: str) -> None:
    for name, heirs in _REFERENCES.items():
        execute(_ROWS.format(name=name, heirs=heirs, **names), undo.parameters)
