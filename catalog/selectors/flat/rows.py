"""Flat rows of some products: one frame of texts, in the order of their ids."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import polars as pl

from catalog.bulk import copy_out
from catalog.selectors.flat.columns import ATTRIBUTES, GATHERED, is_known, plain_sql, reference_sql
from catalog.selectors.flat.named import named_values, taxonomy_values
from catalog.selectors.flat.offers import offer_values
from core.errors import InvalidInput

ID = "id"
_CHOSEN = "p.tenant_id = %(tenant_id)s AND p.id = ANY(string_to_array(%(ids)s, ',')::uuid[])"
_ALL_ATTRIBUTES = f"""
SELECT p.id, jsonb_object_agg(a.name, v.value ORDER BY a.name)::text
  FROM catalog_product AS p JOIN catalog_attributevalue AS v ON v.product_id = p.id AND v.language = ''
  JOIN catalog_attribute AS a ON a.id = v.attribute_id
 WHERE {_CHOSEN} GROUP BY p.id
"""


def flat_products(
    ids: Sequence[UUID], *, tenant_id: UUID, columns: Sequence[str], language: str = "", inherit: bool = True
) -> pl.DataFrame:
    """The products with these ids, in this order, as text columns: `id` and the ones asked for, null where blank.

    Columns: fields, `attribute:Colour`, `attribute@fr:Name`, `price:EUR/wholesale/10`, `stock:Paris`, offers,
    categories, images (`catalog.selectors.flat_columns`). With `language` attributes take their value of it where they
    have one. With `inherit` a variant's blanks are its model's. At most eight queries. Raises InvalidInput.
    """
    if unknown := [name for name in columns if not is_known(name)]:
        raise InvalidInput(f"There is no column “{unknown[0]}”.", code="UNKNOWN_COLUMN", column=unknown[0])
    parameters = {"tenant_id": tenant_id, "ids": ",".join(map(str, ids))}
    wanted = list(dict.fromkeys([ID, *columns]))
    frame = _plain(wanted, parameters, inherit=inherit)
    for part in _parts(wanted, parameters, language=language, inherit=inherit):
        frame = frame.join(part, on=ID, how="left")
    order = pl.DataFrame({ID: list(map(str, ids))}, schema={ID: pl.String})
    blank = [pl.lit(None, pl.String).alias(name) for name in wanted if name not in frame.columns]
    return order.join(frame, on=ID, how="inner", maintain_order="left").with_columns(blank).select(wanted)


def _plain(wanted: Sequence[str], parameters: dict[str, Any], *, inherit: bool) -> pl.DataFrame:
    expressions = {name: sql for name in wanted if (sql := plain_sql(name, inherit=inherit)) is not None}
    query = f"SELECT {', '.join(expressions.values())} FROM {_joined(expressions, inherit=inherit)} WHERE {_CHOSEN}"
    return copy_out(query, parameters, columns=tuple(expressions))


def _joined(expressions: dict[str, str], *, inherit: bool) -> str:
    text = " ".join(expressions.values())
    tables = ["catalog_product AS p"]
    if inherit or "m." in text:
        tables.append("LEFT JOIN catalog_product AS m ON m.id = p.parent_id AND m.tenant_id = p.tenant_id")
    joins = {
        "b.": ("catalog_brand AS b", reference_sql("brand", inherit=inherit)),
        "c.": ("catalog_category AS c", reference_sql("category", inherit=inherit)),
        "f.": ("catalog_attributefamily AS f", reference_sql("family", inherit=inherit)),
    }
    for alias, (table, key) in joins.items():
        if alias in text:
            tables.append(f"LEFT JOIN {table} ON {alias}id = {key}")
    if "t.score" in text:
        tables.append("LEFT JOIN catalog_productcompleteness AS t ON t.product_id = p.id")
    return " ".join(tables)


def _parts(wanted: Sequence[str], parameters: dict[str, Any], *, language: str, inherit: bool) -> list[pl.DataFrame]:
    """The columns that are rows of other tables, each a frame by product."""
    ways: tuple[tuple[Callable[[str], bool], Callable[[list[str]], pl.DataFrame]], ...] = (
        (lambda name: ":" in name, lambda names: named_values(names, parameters, language=language, inherit=inherit)),
        (
            lambda name: "@" in name and ":" not in name,
            lambda names: taxonomy_values(names, parameters, inherit=inherit),
        ),
        (lambda name: name in GATHERED, lambda names: offer_values(names, parameters)),
        (
            lambda name: name == ATTRIBUTES,
            lambda _names: copy_out(_ALL_ATTRIBUTES, parameters, columns=(ID, ATTRIBUTES)),
        ),
    )
    chosen = ((read, [name for name in wanted if belongs(name)]) for belongs, read in ways)
    return [read(names) for read, names in chosen if names]
