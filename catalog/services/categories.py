"""The organisation's own tree of categories: adding, renaming, moving, merging, deleting, attributes.

A category that gets another path is found under its former one as well: feeds go on sending what they know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.errors import CategoryCircle, CategoryInUse, CategoryNotFound, CategoryTaken, UnfitValue
from catalog.folding import path_key
from catalog.models import Category, CategoryAlias, Offer, Regrouping
from catalog.services.families import Member, set_members, told_members
from catalog.services.locks import lock_tree
from catalog.services.regrouping import Plan, begin, concerned_products, refuse_at_work, run
from catalog.services.regrouping.categories import (
    Row,
    former,
    hand_over,
    lead,
    moved,
    place,
    remove_categories,
    saved_rows,
)
from core import audit
from core.access import require
from core.databases import atomic
from core.tenancy import tenant_scope

WRITE, DELETE = "write:products", "delete:products"
LONGEST_NAME, LONGEST_PATH, DEEPEST = 200, 500, 20
SEPARATOR = " > "
FIELDS = ("description", "position", "is_active")
Act = Regrouping.Act


def add_category(name: str, *, tenant_id: UUID, user: Any, parent_id: UUID | None = None) -> UUID:
    """Add a category below the parent (None: at the top); returns its id.

    Raises PermissionRefused, CategoryNotFound, CategoryTaken, UnfitValue.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        lock_tree(tenant_id)
        parent = held(parent_id) if parent_id else None
        spot = spot_of(_fitting(name), parent)
        _require_free(spot)
        CategoryAlias.objects.filter(key=spot["key"]).delete()
        made = Category.objects.create(tenant_id=tenant_id, **spot)
        audit.record("category.created", app="catalog", tenant_id=tenant_id, subject=made)
    return made.pk


def change_category(category_id: UUID, values: Mapping[str, Any], *, tenant_id: UUID, user: Any) -> None:
    """Change `name`, `parent_id` (None: the top) and any of FIELDS; the branch moves with the category.

    Raises PermissionRefused, CategoryNotFound, CategoryTaken, CategoryCircle, UnfitValue.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        lock_tree(tenant_id)
        category = held(category_id)
        before = {name: getattr(category, name) for name in FIELDS}
        changed = {name: values[name] for name in FIELDS if name in values and values[name] != before[name]}
        if changed:
            Category.objects.filter(pk=category_id).update(**changed)
            told = {"before": {name: before[name] for name in changed}, "after": changed}
            audit.record("category.changed", app="catalog", tenant_id=tenant_id, subject=category, **told)
        if "name" in values or "parent_id" in values:
            _move(category, values)


def merge_category(category_id: UUID, *, into: UUID, tenant_id: UUID, user: Any) -> Regrouping:
    """Make the category one with `into`: its products, its branch and its paths go there; returns the job.

    Branches of the same name become one as well. Raises PermissionRefused, CategoryNotFound, CategoryCircle,
    RegroupingAtWork.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        with atomic("catalog"):
            lock_tree(tenant_id)
            source, target = held(category_id), held(into)
            if target.key == source.key or target.key.startswith(f"{source.key}>"):
                raise CategoryCircle
            moves, placed = _merged(source, target)
            label = _("%(source)s into %(target)s") % {"source": source.path, "target": target.path}
            job = _begin(Plan(Act.MERGE_CATEGORY, label, moves), placed, branch_of(source), user=user)
            audit.record("category.merged", app="catalog", tenant_id=tenant_id, subject=target, source=source.path)
        return run(job)


def delete_category(category_id: UUID, *, tenant_id: UUID, user: Any, home_id: UUID | None = None) -> Regrouping | None:
    """Remove the category with its branch; products that lie there get `home_id`, and feeds are led there, too.

    Without a home only an empty one goes. Returns the job, None when there was nothing to move. Raises
    PermissionRefused, CategoryNotFound, CategoryInUse, CategoryCircle, RegroupingAtWork.
    """
    require(user, DELETE, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        with atomic("catalog"):
            lock_tree(tenant_id)
            category = held(category_id)
            branch = branch_of(category)
            audit.record("category.deleted", app="catalog", tenant_id=tenant_id, subject=category)
            if home_id is None:
                _remove_empty(category, branch)
                return None
            home = held(home_id)
            if home.pk in {each.pk for each in branch}:
                raise CategoryCircle(_("The new home lies in what you delete: choose another one."))
            label = _("%(source)s, products to %(target)s") % {"source": category.path, "target": home.path}
            moves = {str(each.pk): str(home.pk) for each in branch}
            job = _begin(Plan(Act.DELETE_CATEGORY, label, moves), [], branch, user=user)
        return run(job)


def set_category_attributes(category_id: UUID, members: Sequence[Member], *, tenant_id: UUID, user: Any) -> None:
    """The attributes that products of the category have, in this order, and which of them they need.

    Raises PermissionRefused, CategoryNotFound, AttributeNotFound.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        category = held(category_id)
        set_members(category.attributes, members, tenant_id=tenant_id)
        told: dict[str, Any] = {"attributes": told_members(members)}
        audit.record("category.attributes_changed", app="catalog", tenant_id=tenant_id, subject=category, **told)


def held(category_id: UUID) -> Category:
    """A category of the own tree, held for the transaction; raises CategoryNotFound."""
    found = Category.objects.select_for_update(no_key=True, of=("self",)).filter(pk=category_id, taxonomy=None).first()
    if found is None:
        raise CategoryNotFound
    return found


def branch_of(category: Category) -> list[Category]:
    """The category and all below it, from the top down. One query."""
    below = Q(key=category.key) | Q(key__startswith=f"{category.key}>")
    return list(Category.objects.filter(below, taxonomy=None).order_by("depth", "key"))


def spot_of(name: str, parent: Category | None) -> Row:
    """Where a category of this name stands below the parent; raises UnfitValue when that is too deep."""
    path = f"{parent.path}{SEPARATOR}{name}" if parent else name
    depth = parent.depth + 1 if parent else 1
    if len(path) > LONGEST_PATH or depth > DEEPEST:
        raise _too_deep(path)
    key = str(pl.select(path_key(pl.lit(path))).item())
    return {"name": name, "path": path, "key": key, "depth": depth, "parent_id": parent.pk if parent else None}


def _move(category: Category, values: Mapping[str, Any]) -> None:
    parent_id = values.get("parent_id", category.parent_id)
    parent = held(parent_id) if parent_id else None
    if parent is not None and (parent.key == category.key or parent.key.startswith(f"{category.key}>")):
        raise CategoryCircle
    spot = spot_of(_fitting(values.get("name", category.name)), parent)
    if spot["path"] == category.path:
        return
    if spot["key"] != category.key:
        _require_free(spot)
    branch = branch_of(category)
    placed = [moved(each, top=category, spot=spot) for each in branch]
    _check_fits(placed)
    place(placed, tenant_id=category.tenant_id)
    CategoryAlias.objects.filter(key__in=[row["key"] for row in placed]).delete()
    if spot["key"] != category.key:
        lead([former(each, each.pk) for each in branch], tenant_id=category.tenant_id)
    told = {"former": category.path, "path": spot["path"]}
    audit.record("category.moved", app="catalog", tenant_id=category.tenant_id, subject=category, **told)


def _merged(source: Category, target: Category) -> tuple[dict[str, str], list[Row]]:
    """Which categories of the branch become which of the target's, and the new places of the others."""
    branch = branch_of(source)
    keys = {each.pk: target.key + each.key[len(source.key) :] for each in branch}
    twins = {each.key: each for each in Category.objects.filter(key__in=keys.values(), taxonomy=None)}
    moves: dict[str, str] = {}
    placed: list[Row] = []
    spots: dict[UUID, Row] = {}
    for each in branch:
        twin = twins.get(keys[each.pk])
        if twin is not None:
            moves[str(each.pk)] = str(twin.pk)
            spots[each.pk] = {"id": twin.pk, "path": twin.path, "depth": twin.depth}
            continue
        above = spots[each.parent_id] if each.parent_id else spots[source.pk]
        row = {"id": each.pk, "name": each.name, "parent_id": above["id"], "key": keys[each.pk]}
        row |= {"path": f"{above['path']}{SEPARATOR}{each.name}", "depth": above["depth"] + 1}
        spots[each.pk] = row
        placed.append(row)
    _check_fits(placed)
    return moves, placed


def _begin(plan: Plan, placed: list[Row], branch: list[Category], *, user: Any) -> Regrouping:
    """Move what moves at once, let the old paths lead on, and save the job that moves the products."""
    tenant_id = branch[0].tenant_id
    ids = {each.pk: UUID(plan.moves[str(each.pk)]) for each in branch if str(each.pk) in plan.moves}
    moving = {row["id"] for row in placed}
    names = ("id", "tenant_id", "parent_id", "name", "path", "key", "depth")
    saved = {
        **saved_rows(list(ids), tenant_id=tenant_id),
        "placed": _plain(placed),
        "before": _plain([{name: getattr(each, name) for name in names} for each in branch if each.pk in moving]),
        "led": [each.key for each in branch],
    }
    hand_over(plan.moves, tenant_id=tenant_id, with_facts=plan.act == Act.MERGE_CATEGORY)
    place(placed, tenant_id=tenant_id)
    led = [former(each, ids.get(each.pk, each.pk), is_gone=each.pk in ids) for each in branch]
    lead(led, tenant_id=tenant_id)
    return begin(replace(plan, saved=saved), tenant_id=tenant_id, user=user)


def _plain(rows: list[Row]) -> list[Row]:
    return [{name: str(value) if isinstance(value, UUID) else value for name, value in row.items()} for row in rows]


def _remove_empty(category: Category, branch: list[Category]) -> None:
    ids = [each.pk for each in branch]
    refuse_at_work(ids)
    moves = {str(pk): str(pk) for pk in ids}
    count = concerned_products(Act.DELETE_CATEGORY, moves, tenant_id=category.tenant_id)
    if count:
        message = ngettext(
            "%(count)s product lies in “%(path)s” or below it: choose a new home for it.",
            "%(count)s products lie in “%(path)s” or below it: choose a new home for them.",
            count,
        )
        raise CategoryInUse(message % {"count": count, "path": category.path}, products=count)
    if Offer.objects.filter(category_id__in=ids).exists():
        message = _("A supplier still sends products to “%(path)s”: choose a new home for them.")
        raise CategoryInUse(message % {"path": category.path}, products=0)
    remove_categories(ids, tenant_id=category.tenant_id)


def _require_free(spot: Row) -> None:
    taken = Category.objects.filter(key=spot["key"], taxonomy=None).first()
    if taken is not None:
        message = _("There is a category “%(path)s” already: merge the two, or choose another name.")
        raise CategoryTaken(message % {"path": taken.path}, category_id=str(taken.pk), field="name")


def _check_fits(placed: list[Row]) -> None:
    for row in placed:
        if len(row["path"]) > LONGEST_PATH or row["depth"] > DEEPEST:
            raise _too_deep(row["path"])


def _too_deep(path: str) -> UnfitValue:
    message = _("“%(path)s” lies too deep: at most %(depth)s levels and %(most)s characters are allowed.")
    return UnfitValue(message % {"path": path[:80], "depth": DEEPEST, "most": LONGEST_PATH}, field="name")


def _fitting(text: str) -> str:
    name = " ".join(str(text).replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME or ">" in name:
        message = _("A category needs a name of at most %(most)s characters without “>”.")
        raise UnfitValue(message % {"most": LONGEST_NAME}, field="name")
    return name
