"""Looking for pairs: the products come out once, the pairs go in as one set; decided pairs stay as they are."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import polars as pl

from catalog import folding
from catalog.bulk import copy_out, execute, fetch, stage
from catalog.likeness import Goods, judged, pairs_to_look_at
from core.configuration import value

LEAST_SCORE = "duplicates.least_score"
_PRODUCTS = """
SELECT p.id, p.gtin, p.brand_id, p.mpn_key, p.asin, p.sku, p.title, p.parent_id, p.price
  FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND p.status <> 'trash' AND p.title IS NOT NULL
"""
_COLUMNS = ("id", "gtin", "brand", "mpn_key", "asin", "sku", "title", "parent", "price")
_DESIGN = """
SELECT v.product_id, a.standard, string_agg(v.value, ' ' ORDER BY v.language)
  FROM catalog_attributevalue AS v JOIN catalog_attribute AS a ON a.id = v.attribute_id
 WHERE v.tenant_id = %(tenant_id)s AND a.standard IN ('color', 'size') GROUP BY v.product_id, a.standard
"""
# A pair that was decided stays as it was decided, whatever is found.
_WRITE = """
INSERT INTO catalog_duplicatepair AS t
       (id, tenant_id, first_id, second_id, score, evidence, state, created_at, updated_at)
SELECT gen_random_uuid(), %(tenant_id)s, s.first_id, s.second_id, s.score, s.evidence, 'pending', now(), now()
  FROM staged_pairs AS s
    ON CONFLICT (first_id, second_id) DO UPDATE
   SET score = excluded.score, evidence = excluded.evidence, updated_at = now()
 WHERE t.state = 'pending' AND (t.score, t.evidence) IS DISTINCT FROM (excluded.score, excluded.evidence)
"""
_FORGET = """
DELETE FROM catalog_duplicatepair AS t
 WHERE t.tenant_id = %(tenant_id)s AND t.state = 'pending'
   AND NOT EXISTS (SELECT FROM staged_pairs AS s WHERE s.first_id = t.first_id AND s.second_id = t.second_id)
   AND (%(everything)s OR t.first_id = ANY(%(ids)s) OR t.second_id = ANY(%(ids)s))
"""
# What was said to be another product than one that was absorbed is another product than the survivor, too.
_DROP_SAID = """
DELETE FROM staged_pairs AS s USING catalog_duplicatepair AS said, catalog_productmerge AS merge
 WHERE said.tenant_id = %(tenant_id)s AND said.state = 'rejected'
   AND merge.tenant_id = %(tenant_id)s AND merge.undone_at IS NULL
   AND ((merge.absorbed_id = said.first_id AND said.second_id IN (s.first_id, s.second_id)
         AND merge.survivor_id IN (s.first_id, s.second_id))
     OR (merge.absorbed_id = said.second_id AND said.first_id IN (s.first_id, s.second_id)
         AND merge.survivor_id IN (s.first_id, s.second_id)))
"""
_PENDING = "SELECT count(*) FROM catalog_duplicatepair WHERE tenant_id = %(tenant_id)s AND state = 'pending'"
_TYPES = {"first_id": "uuid", "second_id": "uuid", "score": "int", "evidence": "jsonb"}


def find_pairs(
    tenant_id: UUID, *, only: Sequence[str] | None = None, beat: Callable[[], None] | None = None
) -> pl.DataFrame:
    """`first_id`, `second_id`, `score`, `evidence` of the pairs that resemble each other enough.

    `only`: ids of which each pair has to hold one; `beat` is called between the parts of the work. Reads all products
    of the tenant: seconds for 200,000.
    """
    products = _products(tenant_id)
    least = value(LEAST_SCORE, tenant_id=tenant_id)
    goods = _Goods(products)
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for part in pairs_to_look_at(products, only=only):
        if beat is not None:
            beat()
        for a, b, titles in part.iter_rows():
            score, evidence = judged(goods[a], goods[b], similarity=titles)
            if score >= least:
                said = [{"code": each.code, "points": each.points} for each in evidence]
                found[tuple(sorted((goods.ids[a], goods.ids[b])))] = (score, json.dumps(said))
    rows = [(*pair, score, said) for pair, (score, said) in found.items()]
    schema = {"first_id": pl.String, "second_id": pl.String, "score": pl.Int32, "evidence": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("first_id", "second_id")


def write_pairs(pairs: pl.DataFrame, *, tenant_id: UUID, only: Sequence[str] | None = None) -> int:
    """Propose these pairs and no others (of the products in `only`); returns how many wait for a decision.

    Needs an open transaction.
    """
    stage("staged_pairs", pairs, types=_TYPES)
    ids = [UUID(pk) for pk in only or ()]
    parameters: dict[str, Any] = {"tenant_id": tenant_id, "everything": only is None, "ids": ids}
    execute(_DROP_SAID, parameters)
    execute(_FORGET, parameters)
    execute(_WRITE, parameters)
    return int(fetch(_PENDING, parameters)[0][0])


def _products(tenant_id: UUID) -> pl.DataFrame:
    parameters = {"tenant_id": tenant_id}
    products = copy_out(_PRODUCTS, parameters, columns=_COLUMNS)
    design = copy_out(_DESIGN, parameters, columns=("id", "standard", "value"))
    products = products.with_columns(
        folding.words(pl.col("title")).alias("words"), pl.col("price").cast(pl.Float64, strict=False)
    )
    for standard in ("color", "size"):
        said = design.filter(pl.col("standard") == standard)
        named = said.select("id", folding.words(pl.col("value")).alias(standard))
        products = products.join(named, on="id", how="left", maintain_order="left")
    return products.filter(pl.col("words") != "")


class _Goods:
    """Products by row, made when they are looked at: few of them are part of a pair."""

    def __init__(self, products: pl.DataFrame) -> None:
        self.ids: list[str] = products["id"].to_list()
        self._columns = {name: products[name].to_list() for name in products.columns}
        self._made: dict[int, Goods] = {}

    def __getitem__(self, row: int) -> Goods:
        made = self._made.get(row)
        if made is None:
            made = self._made[row] = self._make({name: values[row] for name, values in self._columns.items()})
        return made

    @staticmethod
    def _make(cells: dict[str, Any]) -> Goods:
        codes = (_digits(cells[name]) for name in ("sku", "mpn_key"))
        return Goods(
            gtin=cells["gtin"],
            brand=cells["brand"],
            reference=cells["mpn_key"],
            asin=(cells["asin"] or "").lower() or None,
            words=cells["words"],
            codes=frozenset(code for code in codes if code),
            colour=cells["color"],
            size=cells["size"],
            price=cells["price"],
        )


def _digits(code: str | None) -> str:
    """A code that can be a GTIN, with 14 digits."""
    return code.zfill(14) if code and code.isdecimal() and 8 <= len(code) <= 14 else ""
