"""What merging and deleting categories does to the tree: branches move, old paths lead on, emptied ones go."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from catalog.bulk import execute
from catalog.models import Category, Regrouping
from catalog.services.locks import lock_tree
from catalog.services.regrouping.kept import bring_back, kept

# Rows that hang on a category, by the column that names it.
_HANGING = {
    "catalog_categoryattribute": "category_id",
    "catalog_categorymapping": "category_id",
    "catalog_categoryalias": "category_id",
}
_PLACE = """
UPDATE catalog_category AS c
   SET parent_id = r.parent_id, name = r.name, path = r.path, key = r.key, depth = r.depth, updated_at = now()
  FROM jsonb_populate_recordset(NULL::catalog_category, %(rows)s::jsonb) AS r
 WHERE c.id = r.id AND c.tenant_id = %(tenant_id)s
"""
_LEAD = """
INSERT INTO catalog_categoryalias (id, tenant_id, key, path, category_id, former_id)
SELECT gen_random_uuid(), %(tenant_id)s, r.key, r.path, r.category_id, r.former_id
  FROM jsonb_populate_recordset(NULL::catalog_categoryalias, %(rows)s::jsonb) AS r
    ON CONFLICT (tenant_id, key) DO UPDATE SET category_id = EXCLUDED.category_id, former_id = EXCLUDED.former_id
"""
_FOLLOW = """
UPDATE catalog_categoryalias SET category_id = (%(moves)s::jsonb ->> category_id::text)::uuid
 WHERE tenant_id = %(tenant_id)s AND category_id = ANY(%(old)s::uuid[])
"""
_UNLEAD = "DELETE FROM catalog_categoryalias WHERE tenant_id = %(tenant_id)s AND key = ANY(%(keys)s)"
# What the target lacks comes from the category that goes.
_TAKE_OVER = """
UPDATE catalog_{table} AS t SET category_id = (%(moves)s::jsonb ->> t.category_id::text)::uuid
 WHERE t.tenant_id = %(tenant_id)s AND t.category_id = ANY(%(old)s::uuid[])
   AND NOT EXISTS (SELECT FROM catalog_{table} AS o
                    WHERE o.category_id = (%(moves)s::jsonb ->> t.category_id::text)::uuid AND o.{other} = t.{other})
   AND t.id = (SELECT min(s.id::text)::uuid FROM catalog_{table} AS s
                WHERE s.{other} = t.{other} AND s.category_id = ANY(%(old)s::uuid[])
                  AND %(moves)s::jsonb ->> s.category_id::text = %(moves)s::jsonb ->> t.category_id::text)
"""
_OTHERS = {"categoryattribute": "attribute_id", "categorymapping": "taxonomy_id"}
_DELETE = "DELETE FROM {table} WHERE tenant_id = %(tenant_id)s AND {column} = ANY(%(ids)s::uuid[])"
Row = dict[str, Any]


def place(rows: list[Row], *, tenant_id: UUID) -> None:
    """Put categories at the places that these rows name (`id`, `parent_id`, `name`, `path`, `key`, `depth`)."""
    if rows:
        execute(_PLACE, {"tenant_id": tenant_id, "rows": json.dumps(rows, default=str)})


def lead(rows: list[Row], *, tenant_id: UUID) -> None:
    """Let paths (`key`, `path`) lead to the category `category_id`; `former_id` is the one that had the path."""
    if rows:
        execute(_LEAD, {"tenant_id": tenant_id, "rows": json.dumps(rows, default=str)})


def saved_rows(ids: list[UUID], *, tenant_id: UUID) -> dict[str, Any]:
    """The categories that will go, and what hangs on them."""
    hanging = {table: kept(table, column, ids, tenant_id=tenant_id) for table, column in _HANGING.items()}
    return {"catalog_category": kept("catalog_category", "id", ids, tenant_id=tenant_id), **hanging}


def hand_over(moves: Mapping[str, str], *, tenant_id: UUID, with_facts: bool) -> None:
    """Former paths of the categories that go lead to their heirs, who get their mappings and attributes, too."""
    parameters = {"tenant_id": tenant_id, "old": list(moves), "moves": json.dumps(dict(moves))}
    execute(_FOLLOW, parameters)
    for table, other in _OTHERS.items() if with_facts else ():
        execute(_TAKE_OVER.format(table=table, other=other), parameters)


def remove_moved(job: Regrouping) -> None:
    """The categories go, now that neither product nor offer lies in them."""
    remove_categories([UUID(pk) for pk in job.moves], tenant_id=job.tenant_id)


def remove_categories(ids: list[UUID], *, tenant_id: UUID) -> None:
    """Delete these categories and what hangs on them, without asking all products and offers for them."""
    parameters = {"tenant_id": tenant_id, "ids": ids}
    for table, column in (*_HANGING.items(), ("catalog_category", "id")):
        execute(_DELETE.format(table=table, column=column), parameters)


def moved(each: Category, *, top: Category, spot: Row) -> Row:
    """The row of one of the branch when its top stands at the spot."""
    is_top = each.pk == top.pk
    return {
        "id": each.pk,
        "name": spot["name"] if is_top else each.name,
        "parent_id": spot["parent_id"] if is_top else each.parent_id,
        "path": spot["path"] + each.path[len(top.path) :],
        "key": spot["key"] + each.key[len(top.key) :],
        "depth": each.depth - top.depth + spot["depth"],
    }


def former(each: Category, leads_to: UUID, *, is_gone: bool = False) -> Row:
    """The row that lets the path of the category lead to another one, or to itself once it has moved."""
    former_id = each.pk if is_gone else None
    return {"key": each.key, "path": each.path, "category_id": leads_to, "former_id": former_id}


def restore(job: Regrouping) -> None:
    """The categories come back to their places with what hung on them; branches that moved go back."""
    tenant_id, saved = job.tenant_id, job.saved
    lock_tree(tenant_id)
    execute(_UNLEAD, {"tenant_id": tenant_id, "keys": saved["led"]})
    bring_back("catalog_category", saved["catalog_category"], tenant_id=tenant_id)
    tree = {str(each.pk): each for each in Category.objects.filter(taxonomy=None)}
    _place_back(tree, saved, tenant_id=tenant_id)
    there = {str(pk) for pk in Category.objects.values_list("pk", flat=True)}
    for table, column in _HANGING.items():
        rows = [row for row in saved[table] if row[column] in there]
        _take_back(table, rows, tenant_id=tenant_id)


def _place_back(tree: Mapping[str, Category], saved: Mapping[str, Any], *, tenant_id: UUID) -> None:
    """Branches go back with what was made below them since.

    Only from where the act has put them, to below the same parent, and where the old places are free.
    """
    put = {str(row["id"]): row["key"] for row in saved["placed"]}
    rows: dict[UUID, Row] = {}
    led: list[Row] = []
    for spot in saved["before"]:
        top = tree.get(spot["id"])
        parent = tree.get(spot["parent_id"]) if spot["parent_id"] else None
        above = parent.key if parent else ""
        if top is None or top.key != put[spot["id"]] or spot["key"].rpartition(">")[0] != above:
            continue
        branch = [each for each in tree.values() if f"{each.key}>".startswith(f"{top.key}>")]
        back = {each.pk: moved(each, top=top, spot=spot) for each in branch}
        others = {each.key for each in tree.values()} - {each.key for each in branch}
        if others & {row["key"] for row in back.values()}:
            continue
        rows |= back
        led += [former(each, each.pk) for each in branch if str(each.pk) not in put]
        for each in branch:
            each.path, each.key, each.depth = (back[each.pk][name] for name in ("path", "key", "depth"))
    place(list(rows.values()), tenant_id=tenant_id)
    execute(_UNLEAD, {"tenant_id": tenant_id, "keys": [row["key"] for row in rows.values()]})
    lead(led, tenant_id=tenant_id)


def _take_back(table: str, rows: list[Row], *, tenant_id: UUID) -> None:
    """Rows that were handed over or went with their category."""
    if not rows:
        return
    ids = [row["id"] for row in rows]
    execute(_DELETE.format(table=table, column="id"), {"tenant_id": tenant_id, "ids": ids})
    bring_back(table, rows, tenant_id=tenant_id)
