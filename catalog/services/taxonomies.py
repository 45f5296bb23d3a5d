"""Taxonomies: other people's trees of categories, loaded from a file or an address."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.bulk import execute, fetch, stage
from catalog.errors import TaxonomyNotFound, TaxonomyTaken, TaxonomyUnreadable, UnfitValue
from catalog.folding import path_key
from catalog.models import Category, Taxonomy
from catalog.services.categories import WRITE
from catalog.services.merge import names
from catalog.taxonomy_files import MOST_BYTES, Node, read_tree
from core import audit, http
from core.access import require
from core.databases import atomic
from core.errors import ProductsManagerError
from core.tenancy import tenant_scope

FIELDS = ("code", "name", "kind", "sync_url")
DELETE = "delete:products"
LONGEST_SECONDS = 60
# A category that has another path by now keeps its row, its mappings with it: first it leaves its old place.
_LEAVE = """
UPDATE catalog_category AS c SET key = '~' || c.id
  FROM staged_nodes AS s
 WHERE c.tenant_id = %(tenant_id)s AND c.taxonomy_id = %(taxonomy_id)s AND s.external_id <> ''
   AND c.external_id = s.external_id AND c.key <> s.key
"""
_ARRIVE = """
UPDATE catalog_category AS c
   SET key = s.key, path = s.path, name = s.name, depth = s.depth::int, is_active = true, updated_at = now()
  FROM staged_nodes AS s
 WHERE c.tenant_id = %(tenant_id)s AND c.taxonomy_id = %(taxonomy_id)s AND c.key = '~' || c.id
   AND c.external_id = s.external_id
   AND NOT EXISTS (SELECT FROM catalog_category AS o
                    WHERE o.tenant_id = %(tenant_id)s AND o.taxonomy_id = %(taxonomy_id)s AND o.key = s.key)
"""
_PUT = """
INSERT INTO catalog_category
       (id, tenant_id, taxonomy_id, name, path, key, depth, external_id, created_at, updated_at)
SELECT gen_random_uuid(), %(tenant_id)s, %(taxonomy_id)s, name, path, key, depth::int, coalesce(external_id, ''), now(),
       now()
  FROM staged_nodes
    ON CONFLICT (tenant_id, taxonomy_id, key) DO UPDATE
   SET name = EXCLUDED.name, path = EXCLUDED.path, is_active = true,
       external_id = coalesce(nullif(EXCLUDED.external_id, ''), catalog_category.external_id)
"""
_PARENTS = """
UPDATE catalog_category AS c SET parent_id = p.id
  FROM staged_nodes AS s
  LEFT JOIN catalog_category AS p
    ON p.tenant_id = %(tenant_id)s AND p.taxonomy_id = %(taxonomy_id)s AND p.key = s.parent_key
 WHERE c.tenant_id = %(tenant_id)s AND c.taxonomy_id = %(taxonomy_id)s AND c.key = s.key
   AND c.parent_id IS DISTINCT FROM p.id
"""
_GONE = """
UPDATE catalog_category AS c SET is_active = false
 WHERE c.tenant_id = %(tenant_id)s AND c.taxonomy_id = %(taxonomy_id)s AND c.is_active
   AND NOT EXISTS (SELECT FROM staged_nodes AS s WHERE s.key = c.key)
"""
_COUNT = """
SELECT count(*) FROM catalog_category WHERE tenant_id = %(tenant_id)s AND taxonomy_id = %(taxonomy_id)s
"""


@dataclass(frozen=True)
class Loaded:
    """What loading did: categories that are new, that were there, and that the file no longer names."""

    made: int
    known: int
    gone: int


def make_taxonomy(values: Mapping[str, Any], *, tenant_id: UUID, user: Any) -> UUID:
    """Make a taxonomy (FIELDS); returns its id. Raises PermissionRefused, TaxonomyTaken, UnfitValue."""
    require(user, WRITE, tenant_id=tenant_id)
    fit = _fitting(values)
    try:
        with tenant_scope(tenant_id), atomic("catalog"):
            made = Taxonomy.objects.create(tenant_id=tenant_id, **fit)
            audit.record("taxonomy.created", app="catalog", tenant_id=tenant_id, subject=made, after=fit)
    except IntegrityError as error:
        raise _taken(fit["code"]) from error
    return made.pk


def change_taxonomy(taxonomy_id: UUID, values: Mapping[str, Any], *, tenant_id: UUID, user: Any) -> None:
    """Change some of FIELDS. Raises PermissionRefused, TaxonomyNotFound, TaxonomyTaken, UnfitValue."""
    require(user, WRITE, tenant_id=tenant_id)
    try:
        with tenant_scope(tenant_id), atomic("catalog"):
            taxonomy = _held(taxonomy_id)
            before = {name: getattr(taxonomy, name) for name in FIELDS}
            fit = _fitting({**before, **values})
            for name, value in fit.items():
                setattr(taxonomy, name, value)
            taxonomy.save()
            audit.record(
                "taxonomy.changed", app="catalog", tenant_id=tenant_id, subject=taxonomy, before=before, after=fit
            )
    except IntegrityError as error:
        raise _taken(str(values.get("code"))) from error


def delete_taxonomy(taxonomy_id: UUID, *, tenant_id: UUID, user: Any) -> None:
    """Remove a taxonomy with its categories and mappings. Raises PermissionRefused, TaxonomyNotFound."""
    require(user, DELETE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        taxonomy = _held(taxonomy_id)
        audit.record("taxonomy.deleted", app="catalog", tenant_id=tenant_id, subject=taxonomy)
        parameters = {"tenant_id": tenant_id, "taxonomy_id": taxonomy_id}
        for table in ("catalog_categorymapping", "catalog_category"):
            execute(
                f"DELETE FROM {table} WHERE tenant_id = %(tenant_id)s AND taxonomy_id = %(taxonomy_id)s", parameters
            )
        taxonomy.delete()


def load_taxonomy(taxonomy_id: UUID, content: bytes, *, tenant_id: UUID, user: Any) -> Loaded:
    """Bring the taxonomy to what the file says: what it no longer names becomes inactive, its mappings stay.

    Raises PermissionRefused, TaxonomyNotFound, TaxonomyUnreadable.
    """
    require(user, WRITE, tenant_id=tenant_id)
    nodes = read_tree(content)
    with tenant_scope(tenant_id), atomic("catalog"):
        taxonomy = _held(taxonomy_id)
        parameters = {"tenant_id": tenant_id, "taxonomy_id": taxonomy_id}
        stage("staged_nodes", _frame(nodes))
        before = fetch(_COUNT, parameters)[0][0]
        for statement in (_LEAVE, _ARRIVE, _PUT, _PARENTS):
            execute(statement, parameters)
        gone = execute(_GONE, parameters)
        made = fetch(_COUNT, parameters)[0][0] - before
        taxonomy.synced_at = timezone.now()
        taxonomy.save()
        audit.record("taxonomy.loaded", app="catalog", tenant_id=tenant_id, subject=taxonomy, count=len(nodes))
    return Loaded(made=made, known=len(nodes) - made if len(nodes) > made else 0, gone=gone)


def sync_taxonomy(taxonomy_id: UUID, *, tenant_id: UUID, user: Any) -> Loaded:
    """Load the taxonomy from its address; raises as `load_taxonomy`, UnfitValue, and what `core.http` raises."""
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        address = Taxonomy.objects.filter(pk=taxonomy_id).values_list("sync_url", flat=True).first()
    if address is None:
        raise TaxonomyNotFound
    if not address:
        raise UnfitValue(_("This taxonomy has no address: write one, or upload its file."), field="sync_url")
    return load_taxonomy(taxonomy_id, fetched(address), tenant_id=tenant_id, user=user)


def import_categories(content: bytes, *, tenant_id: UUID, user: Any) -> int:
    """Add the categories of a file to the own tree; returns how many are new. Those that are there stay.

    Raises PermissionRefused, TaxonomyUnreadable.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        own = Category.objects.filter(taxonomy=None)
        known = {
            name.casefold(): tuple(path.split(" > "))
            for name, path in own.order_by("-depth", "-path").values_list("name", "path")
        }
        paths = [node.path for node in read_tree(content, known=known)]
        before = own.count()
        names.make(pl.DataFrame({"category": paths}), tenant_id=tenant_id)
        made = own.count() - before
        with atomic("catalog"):
            audit.record("categories.imported", app="catalog", tenant_id=tenant_id, count=made)
    return made


def fetched(address: str) -> bytes:
    """The file at the address, through the guarded client; raises TaxonomyUnreadable saying what the server said."""
    try:
        with (
            http.client() as session,
            http.Deadline(LONGEST_SECONDS) as deadline,
            tempfile.TemporaryFile() as target,
        ):
            request = session.build_request("GET", str(http.parsed(address)))
            http.download(session, request, target, limit=MOST_BYTES, deadline=deadline)
            target.seek(0)
            return target.read()
    except ProductsManagerError as error:
        raise TaxonomyUnreadable(str(error), field="sync_url") from error


def _frame(nodes: list[Node]) -> pl.DataFrame:
    """Every category on the way to those of the file: `key`, `parent_key`, `name`, `path`, `depth`, `external_id`."""
    chains = names.chains([node.path for node in nodes])
    ids = pl.DataFrame(
        {"path": [node.path for node in nodes], "external_id": [node.external_id for node in nodes]},
        schema={"path": pl.String, "external_id": pl.String},
    ).select(path_key(pl.col("path")).alias("key"), "external_id")
    joined = chains.join(ids.unique("key", keep="first"), on="key", how="left", maintain_order="left")
    return joined.select("key", "parent_key", "name", "path", pl.col("depth").cast(pl.String), "external_id")


def _held(taxonomy_id: UUID) -> Taxonomy:
    found = Taxonomy.objects.select_for_update(no_key=True).filter(pk=taxonomy_id).first()
    if found is None:
        raise TaxonomyNotFound
    return found


def _fitting(values: Mapping[str, Any]) -> dict[str, str]:
    fit = {name: str(values.get(name) or "").strip() for name in FIELDS}
    fit["kind"] = fit["kind"] or Taxonomy.Kind.INTERNAL
    if not fit["code"] or len(fit["code"]) > 40:
        raise UnfitValue(_("A taxonomy needs a code of at most 40 characters."), field="code")
    if not fit["name"] or len(fit["name"]) > 200:
        raise UnfitValue(_("A taxonomy needs a name of at most 200 characters."), field="name")
    if fit["kind"] not in Taxonomy.Kind.values:
        message = _("“%(kind)s” is no kind of taxonomy: use one of %(allowed)s.")
        raise UnfitValue(message % {"kind": fit["kind"], "allowed": ", ".join(Taxonomy.Kind.values)}, field="kind")
    if fit["sync_url"] and not fit["sync_url"].startswith(("https://", "http://")):
        raise UnfitValue(_("An address begins with https:// or http://."), field="sync_url")
    return fit


def _taken(code: str) -> TaxonomyTaken:
    return TaxonomyTaken(_("There is a taxonomy “%(code)s” already: use that one.") % {"code": code}, field="code")
