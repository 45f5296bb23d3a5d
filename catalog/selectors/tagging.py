"""Tags as their page and the API read them."""

from dataclasses import dataclass
from uuid import UUID

import polars as pl
from django.core.cache import cache
from django.db import OperationalError

from catalog.bulk import execute, fetch
from catalog.folding import fold, words
from catalog.models import TagAlias
from core.cutting import ListPage
from core.databases import atomic
from core.tenancy import tenant_scope

CACHED_SECONDS, LONGEST_MS, MOST_TAGS = 10, 10_000, 20_000
SORTS = ("name", "-name", "products", "-products")
_COUNTS = """
SELECT t.tag, count(*) FROM catalog_product AS p CROSS JOIN unnest(p.tags) AS t (tag)
 WHERE p.tenant_id = %(tenant_id)s AND p.tags IS NOT NULL AND p.status <> 'trash'
 GROUP BY t.tag ORDER BY count(*) DESC, t.tag LIMIT %(most)s
"""


@dataclass(frozen=True)
class TagFacts:
    """A tag, and how many products have it, not counting the trash."""

    name: str
    products: int
    folded: str = ""


@dataclass(frozen=True)
class TagAliasFacts:
    """What a tag that feeds send means; empty: nothing."""

    name: str
    target: str


def tag_list(
    *, tenant_id: UUID, search: str = "", sort: str = "-products", page: int = 1, per_page: int = 50
) -> ListPage[TagFacts] | None:
    """The tags of all products, at most CACHED_SECONDS old; None when counting takes too long. One query."""
    found = _counted(tenant_id)
    if found is None:
        return None
    if search:
        wanted = fold(search)
        found = [each for each in found if wanted in each.folded] if wanted else []
    column = sort.lstrip("-")
    by_name = sorted(found, key=lambda each: (each.name.casefold(), each.name))
    if column == "name":
        ordered = by_name[::-1] if sort.startswith("-") else by_name
    else:
        ordered = sorted(by_name, key=lambda each: each.products, reverse=sort.startswith("-"))
    first = (page - 1) * per_page
    return ListPage(ordered[first : first + per_page], len(ordered), page, per_page)


def tag_aliases(*, tenant_id: UUID) -> list[TagAliasFacts]:
    """Tags that mean another one when feeds send them, by name. One query."""
    with tenant_scope(tenant_id):
        rows = TagAlias.objects.order_by("name").values_list("name", "target")
        return [TagAliasFacts(name, target) for name, target in rows]


def forget_counts(tenant_id: UUID) -> None:
    """Count again at the next look: tags have changed."""
    cache.delete(_key(tenant_id))


def _counted(tenant_id: UUID) -> list[TagFacts] | None:
    found: list[TagFacts] | None = cache.get(_key(tenant_id))
    if found is None:
        try:
            with atomic("catalog"):
                execute(f"SET LOCAL statement_timeout = {LONGEST_MS}")
                rows = fetch(_COUNTS, {"tenant_id": tenant_id, "most": MOST_TAGS})
        except OperationalError:
            return None
        names = pl.DataFrame({"tag": [tag for tag, _count in rows]}, schema={"tag": pl.String})
        folded = names.select(words(pl.col("tag")))["tag"].to_list()
        found = [TagFacts(tag, count, text) for (tag, count), text in zip(rows, folded, strict=True)]
        cache.set(_key(tenant_id), found, CACHED_SECONDS)
    return found


def _key(tenant_id: UUID) -> str:
    return f"catalog.tags:{tenant_id}"
