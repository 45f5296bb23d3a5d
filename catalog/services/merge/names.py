"""Brands and categories: from the names in a feed to ids, with what is missing created (or, in a dry run, named)."""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.bulk import copy_in, copy_out
from catalog.ids import new_ids

_BRANDS = """
SELECT alias.key, alias.brand_id FROM catalog_brandalias AS alias
 WHERE alias.tenant_id = %(tenant_id)s AND alias.key = ANY(%(keys)s)
"""
_CATEGORIES = """
SELECT key, id FROM catalog_category WHERE tenant_id = %(tenant_id)s AND key = ANY(%(keys)s)
"""
_BRAND_NAMES = "SELECT id, name FROM catalog_brand WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s::uuid[])"
# In a dry run a name that the catalogue does not know stands for itself: it equals no id.
_UNKNOWN = "new:"


def resolve(frame: pl.DataFrame, *, tenant_id: UUID, create: bool) -> pl.DataFrame:
    """The frame with ids in `brand` and `category`; with `create` unknown names get rows, else "new:<key>"."""
    if "brand" in frame.columns:
        frame = _resolve_brands(frame, tenant_id=tenant_id, create=create)
    if "category" in frame.columns:
        frame = _resolve_categories(frame, tenant_id=tenant_id, create=create)
    return frame


def brand_names(ids: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    """`brand` (id) and `brand_name` of these brands."""
    wanted = ids.drop_nulls().unique().to_list()
    if not wanted:
        return pl.DataFrame(schema={"brand": pl.String, "brand_name": pl.String})
    return copy_out(_BRAND_NAMES, {"tenant_id": tenant_id, "ids": wanted}, columns=("brand", "brand_name"))


def _resolve_brands(frame: pl.DataFrame, *, tenant_id: UUID, create: bool) -> pl.DataFrame:
    names = frame.select(pl.col("brand").drop_nulls().unique(maintain_order=True))
    names = names.with_columns(folding.name_key(pl.col("brand")).alias("key"))
    known = _lookup(_BRANDS, names["key"], tenant_id=tenant_id)
    missing = names.join(known, on="key", how="anti").unique("key", keep="first").sort("key")
    return _replace(
        frame, "brand", names, _with_missing(known, missing, create and _insert_brands, tenant_id=tenant_id)
    )


def _resolve_categories(frame: pl.DataFrame, *, tenant_id: UUID, create: bool) -> pl.DataFrame:
    paths = frame.select(pl.col("category").drop_nulls().unique(maintain_order=True))
    paths = paths.with_columns(folding.path_key(pl.col("category")).alias("key"))
    nodes = _chains(paths["category"].to_list())
    known = _lookup(_CATEGORIES, nodes["key"], tenant_id=tenant_id)
    missing = nodes.join(known, on="key", how="anti").sort("depth", "key")
    ids = _with_missing(known, missing, create and _insert_categories, tenant_id=tenant_id)
    return _replace(frame, "category", paths, ids)


def _lookup(query: str, keys: pl.Series, *, tenant_id: UUID) -> pl.DataFrame:
    wanted = keys.drop_nulls().unique().to_list()
    if not wanted:
        return pl.DataFrame(schema={"key": pl.String, "id": pl.String})
    return copy_out(query, {"tenant_id": tenant_id, "keys": wanted}, columns=("key", "id"))


def _with_missing(known: pl.DataFrame, missing: pl.DataFrame, insert: object, *, tenant_id: UUID) -> pl.DataFrame:
    if missing.is_empty():
        return known
    if not callable(insert):
        return pl.concat([known, missing.select("key", id=pl.lit(_UNKNOWN) + pl.col("key"))])
    made = missing.with_columns(new_ids(missing.height), tenant_id=pl.lit(str(tenant_id)))
    insert(made, known)
    return pl.concat([known, made.select("key", "id")])


def _replace(frame: pl.DataFrame, column: str, names: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    by_name = names.join(ids, on="key", how="left").select(column, "id")
    order = frame.columns
    return (
        frame.join(by_name, on=column, how="left", maintain_order="left")
        .drop(column)
        .rename({"id": column})
        .select(order)
    )


def _insert_brands(made: pl.DataFrame, known: pl.DataFrame) -> None:
    stamped = made.with_columns(pl.lit("now").alias("created_at"), pl.lit("now").alias("updated_at"))
    copy_in(
        "catalog_brand", stamped.select("id", "tenant_id", pl.col("brand").alias("name"), "created_at", "updated_at")
    )
    aliases = made.select(new_ids(made.height), "tenant_id", "key", pl.col("id").alias("brand_id"))
    copy_in("catalog_brandalias", aliases)


def _insert_categories(made: pl.DataFrame, known: pl.DataFrame) -> None:
    ids = pl.concat([known, made.select("key", "id")]).rename({"key": "parent_key", "id": "parent_id"})
    rows = made.join(ids, on="parent_key", how="left").sort("depth", "key")
    stamped = rows.with_columns(pl.lit("now").alias("created_at"), pl.lit("now").alias("updated_at"))
    columns = ("id", "tenant_id", "parent_id", "name", "path", "key", "depth", "created_at", "updated_at")
    copy_in("catalog_category", stamped.select(columns))


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
