"""Brands and categories: from the names in a feed to ids, and what is missing made."""

from uuid import UUID

import polars as pl

from catalog import folding
from catalog.attributes.names import is_attribute
from catalog.bulk import copy_out, execute, fetch
from catalog.ids import new_ids
from catalog.services import attribute_values
from catalog.services.locks import lock_tree
from catalog.services.merge.rows import tidy_name
from core.databases import atomic

_BRANDS = """
SELECT alias.key, alias.brand_id FROM catalog_brandalias AS alias
 WHERE alias.tenant_id = %(tenant_id)s AND alias.key = ANY(%(keys)s)
"""
# A path that a category has comes before one that leads to it.
_CATEGORIES = """
SELECT key, id FROM catalog_category
 WHERE tenant_id = %(tenant_id)s AND taxonomy_id IS NULL AND key = ANY(%(keys)s)
 UNION ALL
SELECT a.key, a.category_id FROM catalog_categoryalias AS a
 WHERE a.tenant_id = %(tenant_id)s AND a.key = ANY(%(keys)s)
   AND NOT EXISTS (SELECT FROM catalog_category AS c
                    WHERE c.tenant_id = a.tenant_id AND c.taxonomy_id IS NULL AND c.key = a.key)
"""
_TAGS = "SELECT name, target FROM catalog_tagalias WHERE tenant_id = %(tenant_id)s"
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
# Where the parent is found under a former path, the category is made below it, and its own asked path leads to it.
_PLACED = """
SELECT given.*, parent.id AS parent_id, coalesce(parent.path || ' > ' || given.name, given.path) AS its_path,
       coalesce(parent.key || '>' || given.name_key, given.key) AS its_key, coalesce(parent.depth, 0) + 1 AS its_depth
  FROM unnest(%(keys)s::text[], %(parents)s::text[], %(names)s::text[], %(paths)s::text[], %(name_keys)s::text[])
       AS given (key, parent_key, name, path, name_key)
  LEFT JOIN LATERAL (
       SELECT c.id, c.path, c.key, c.depth, 1 AS place FROM catalog_category AS c
        WHERE c.tenant_id = %(tenant_id)s AND c.taxonomy_id IS NULL AND c.key = given.parent_key
        UNION ALL
       SELECT c.id, c.path, c.key, c.depth, 2 FROM catalog_categoryalias AS a
         JOIN catalog_category AS c ON c.id = a.category_id
        WHERE a.tenant_id = %(tenant_id)s AND a.key = given.parent_key
        ORDER BY place LIMIT 1) AS parent ON true
"""
_MAKE_CATEGORIES = f"""
INSERT INTO catalog_category (id, tenant_id, parent_id, name, path, key, depth, created_at, updated_at)
SELECT gen_random_uuid(), %(tenant_id)s, parent_id, name, its_path, its_key, its_depth, now(), now()
  FROM ({_PLACED}) AS placed ORDER BY its_key
    ON CONFLICT (tenant_id, taxonomy_id, key) DO NOTHING
"""
_LEAD_TO_CATEGORIES = f"""
INSERT INTO catalog_categoryalias (id, tenant_id, key, path, category_id)
SELECT gen_random_uuid(), %(tenant_id)s, placed.key, placed.path, c.id
  FROM ({_PLACED}) AS placed JOIN catalog_category AS c
    ON c.tenant_id = %(tenant_id)s AND c.taxonomy_id IS NULL AND c.key = placed.its_key
 WHERE placed.key <> placed.its_key
    ON CONFLICT (tenant_id, key) DO NOTHING
"""


def resolve(frame: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    """The frame with ids in `brand` and `category`; a name that the catalogue does not know becomes "new:<key>".

    Tags that were renamed, merged or deleted come as what they mean by now.
    """
    for column, known in (("brand", _known_brands), ("category", _known_categories)):
        if column in frame.columns:
            frame = _replace(frame, column, *known(frame, tenant_id=tenant_id))
    return _with_present_tags(frame, tenant_id=tenant_id)


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
            if paths.height:
                lock_tree(tenant_id)
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
    nodes = chains(paths.join(known, on="key", how="anti")["category"].to_list())
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


def _with_present_tags(frame: pl.DataFrame, *, tenant_id: UUID) -> pl.DataFrame:
    if "tags" not in frame.columns or frame["tags"].null_count() == frame.height:
        return frame
    meant = dict(fetch(_TAGS, {"tenant_id": tenant_id}))
    if not meant:
        return frame
    each = pl.element().replace(meant)
    tags = pl.col("tags").str.split("\n").list.eval(each.filter(each != "").unique(maintain_order=True))
    return frame.with_columns(pl.when(tags.list.len() > 0).then(tags.list.join("\n")).alias("tags"))


def _make_brands(names: pl.DataFrame, *, tenant_id: UUID) -> None:
    if names.height:
        parameters = {"keys": names["key"].to_list(), "names": names["brand"].to_list()}
        execute(_MAKE_BRANDS, {"tenant_id": tenant_id, "ids": new_ids(names.height).to_list(), **parameters})


def _make_categories(nodes: pl.DataFrame, *, tenant_id: UUID) -> None:
    for depth in nodes["depth"].unique().sort().to_list():
        level = nodes.filter(pl.col("depth") == depth)
        columns = {"keys": "key", "parents": "parent_key", "names": "name", "paths": "path", "name_keys": "name_key"}
        values = {name: level[column].to_list() for name, column in columns.items()}
        for statement in (_MAKE_CATEGORIES, _LEAD_TO_CATEGORIES):
            execute(statement, {"tenant_id": tenant_id, **values})


def chains(paths: list[str]) -> pl.DataFrame:
    """Every node on the way to these paths: `key`, `parent_key`, `name_key`, `name`, `path`, `depth`."""
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
        pl.when(pl.col("depth") > 1).then(pl.col("key").str.replace(r">[^>]*$", "")).alias("parent_key"),
        pl.col("key").str.extract(r"([^>]*)$").alias("name_key"),
    )
