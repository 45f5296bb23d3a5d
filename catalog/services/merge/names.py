"""Brands and categories: from the names in a feed to ids, and what is missing made."""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.attributes.names import is_attribute
from catalog.bulk import copy_out, execute
from catalog.ids import new_ids
from catalog.services import attribute_values
from catalog.services.merge.rows import tidy_name
from core.databases import atomic

_BRANDS = """
SELECT alias.key, alias.brand_id FROM catalog_brandalias AS alias
 WHERE alias.tenant_id = %(tenant_id)s AND alias.key = ANY(%(keys)s)
"""
_CATEGORIES = """
SELECT key, id FROM catalog_category
 WHERE tenant_id = %(tenant_id)s AND taxonomy_id IS NULL AND key = ANY(%(keys)s)
"""
_BRAND_NAMES = "SELECT id, name FROM catalog_brand WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s::uuid[])"
# A name that the catalogue does not know stands for itself: it equals no id.
UNKNOWN = "new:"
# The spelling is claimed first: of two transactions with the same new brand one makes it, the other finds it.
_MAKE_BRANDS = """
WITH given AS (SELECT * FROM unnest(%(keys)s::text[], %(names)s::text[], %(ids)s::uuid[]) AS g (key, name, id)),
claimed AS (
  INSERT INTO catalog_brandalias (id, tenant_id, key, name, brand_id)
  SELECT gen_random_uuid(), %(tenant_id)s, key, name, id FROM given ORDER BY key
  ON CONFLICT (tenant_id, key) DO NOTHING RETURNING brand_id)
INSERT INTO catalog_brand (id, tenant_id, name, created_at, updated_at)
SELECT id, %(tenant_id)s, name, now(), now() FROM given WHERE id IN (SELECT brand_id FROM claimed)
"""
_MAKE_CATEGORIES = """
INSERT INTO catalog_category (id, tenant_id, parent_id, name, path, key, depth, created_at, updated_at)
SELECT gen_random_uuid(), %(tenant_id)s, parent.id, given.name, given.path, given.key, %(depth)s, now(), now()
  FROM unnest(%(keys)s::text[], %(parents)s::text[], %(names)s::text[], %(paths)s::text[])
       AS given (key, parent_key, name, path)
  LEFT JOIN catalog_category AS parent
    ON parent.tenant_id = %(tenant_id)s AND parent.taxonomy_id IS NULL AND parent.key = given.parent_key
 ORDER BY given.key
    ON CONFLICT (tenant_id, taxonomy_id, key) DO NOTHING
"""


def resolve(frame: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """The frame with ids in `brand` and `category`; a name that the catalogue does not know becomes "new:<key>"."""
    for column, known in (("brand", _known_brands), ("category", _known_categories)):
        if column in frame.columns:
            frame = _replace(frame, column, *known(frame, tenant_id=tenant_id))
    return frame


def make(frame: pl.DataFrame, *, tenant_id: UUID) -> None:
    """Make the brands, categories and attributes that the rows name and the catalogue lacks.

    Outside of the transaction of the rows, so that merges with the same new names do not wait for one another; a name
    that is left over when the rows are refused does no harm.
    """
    brands, paths = _unknown_brands(frame, tenant_id=tenant_id), _unknown_categories(frame, tenant_id=tenant_id)
    attributes = [name for name in frame.columns if is_attribute(name) and frame[name].null_count() < frame.height]
    if brands.height or paths.height:
        with atomic("catalog"):
            _make_brands(brands, tenant_id=tenant_id)
            _make_categories(paths, tenant_id=tenant_id)
    attribute_values.make_attributes(attributes, tenant_id=tenant_id)


def has_unknown(frame: pl.DataFrame) -> bool:
    """Whether a name of the resolved frame is not known (any more)."""
    return any(
        bool(frame[name].str.starts_with(UNKNOWN).any()) for name in ("brand", "category") if name in frame.columns
    )


def brand_names(ids: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    """`brand` (id) and `brand_name` of these brands."""
    wanted = ids.drop_nulls().unique().to_list()
    if not wanted:
        return pl.DataFrame(schema={"brand": pl.String, "brand_name": pl.String})
    return copy_out(_BRAND_NAMES, {"tenant_id": tenant_id, "ids": wanted}, columns=("brand", "brand_name"))


def _keyed(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The names of a column, each once, with their `key`."""
    names = frame.select(pl.col(column).drop_nulls().unique(maintain_order=True))
    fold = folding.name_key if column == "brand" else folding.path_key
    return names.with_columns(fold(pl.col(column)).alias("key"))


def _known_brands(frame: pl.DataFrame, *, tenant_id: UUID) -> tuple[pl.DataFrame, pl.DataFrame]:
    names = _keyed(frame, "brand")
    return names, _lookup(_BRANDS, names["key"], tenant_id=tenant_id)


def _known_categories(frame: pl.DataFrame, *, tenant_id: UUID) -> tuple[pl.DataFrame, pl.DataFrame]:
    paths = _keyed(frame, "category")
    return paths, _lookup(_CATEGORIES, paths["key"], tenant_id=tenant_id)


def _tidy(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    if column not in frame.columns:
        return pl.DataFrame(schema={column: pl.String})
    distinct = frame.select(pl.col(column).drop_nulls().unique(maintain_order=True))
    return distinct.select(tidy_name(column)).filter(pl.col(column) != "")


def _unknown_brands(frame: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    names, known = _known_brands(_tidy(frame, "brand"), tenant_id=tenant_id)
    return names.join(known, on="key", how="anti").unique("key", keep="first", maintain_order=True)


def _unknown_categories(frame: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """The nodes that are missing on the way to the paths, if any path is."""
    paths, known = _known_categories(_tidy(frame, "category"), tenant_id=tenant_id)
    nodes = _chains(paths.join(known, on="key", how="anti")["category"].to_list())
    return nodes.join(_lookup(_CATEGORIES, nodes["key"], tenant_id=tenant_id), on="key", how="anti")


def _lookup(query: str, keys: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    wanted = keys.drop_nulls().unique().to_list()
    if not wanted:
        return pl.DataFrame(schema={"key": pl.String, "id": pl.String})
    return copy_out(query, {"tenant_id": tenant_id, "keys": wanted}, columns=("key", "id"))


def _replace(frame: pl.DataFrame, column: str, names: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    by_name = names.join(ids, on="key", how="left").select(
        column, pl.coalesce("id", pl.lit(UNKNOWN) + pl.col("key")).alias("id")
    )
    order = frame.columns
    return (
        frame.join(by_name, on=column, how="left", maintain_order="left")
        .drop(column)
        .rename({"id": column})
        .select(order)
    )


def _make_brands(names: pl.DataFrame, *, tenant_id: UUID) -> None:
    if names.height:
        parameters = {"keys": names["key"].to_list(), "names": names["brand"].to_list()}
        execute(_MAKE_BRANDS, {"tenant_id": tenant_id, "ids": new_ids(names.height).to_list(), **parameters})


def _make_categories(nodes: pl.DataFrame, *, tenant_id: UUID) -> None:
    for depth in nodes["depth"].unique().sort().to_list():
        level = nodes.filter(pl.col("depth") == depth)
        columns = {"keys": "key", "parents": "parent_key", "names": "name", "paths": "path"}
        values = {name: level[column].to_list() for name, column in columns.items()}
        execute(_MAKE_CATEGORIES, {"tenant_id": tenant_id, "depth": depth, **values})


def _chains(paths: list[str]) -> pl.DataFrame:
    """Every node on the way to these paths: `key`, `parent_key`, `name`, `path`, `depth`."""
    nodes: dict[str, tuple[str, int]] = {}
    for path in paths:
        parts = [part.strip() for part in path.split(">")]
        for depth in range(1, len(parts) + 1):
            nodes.setdefault(" > ".join(parts[:depth]), (parts[depth - 1], depth))
    frame = pl.DataFrame(
        [(path, name, depth) for path, (name, depth) in nodes.items()],
        schema={"path": pl.String, "name": pl.String, "depth": pl.Int16},
        orient="row",
    )
    keyed = frame.with_columns(folding.path_key(pl.col("path")).alias("key")).unique(
        "key", keep="first", maintain_order=True
    )
    return keyed.with_columns(
        pl.when(pl.col("depth") > 1).then(pl.col("key").str.replace(r">[^>]*$", "")).alias("parent_key")
    )
