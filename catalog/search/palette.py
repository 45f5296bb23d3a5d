"""What the search over everything finds here: products, brands, categories, saved views."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.folding import fold
from catalog.models import Brand, BrandAlias, Category
from catalog.rights import READ
from catalog.search.hits import Fit, ProductHit, search_products
from catalog.selectors.finding import brand_key
from core.access import allowed, allowed_somewhere
from core.palette import Command, Found, Hit, Kind, Score, score_of
from core.saved_views.selectors import views_of
from suppliers.folding import fold as plain

PAGE = "products"
KINDS = (
    Kind("product", _("Products"), _("Product"), "package", "catalog.search.palette.find_products"),
    Kind("brand", _("Brands"), _("Brand"), "tag", "catalog.search.palette.find_brands"),
    Kind("category", _("Categories"), _("Category"), "folder-tree", "catalog.search.palette.find_categories"),
    Kind("view", _("Saved views"), _("Saved view"), "list-filter", "catalog.search.palette.find_views"),
)
COMMANDS = (
    Command(_("Products"), "catalog:products", "package", permission=READ, somewhere=True, words=_("catalogue")),
    Command(_("New product"), "catalog:new", "plus", permission="write:products", words=_("add create")),
    Command(_("Bulk edits"), "catalog:bulk-edits", "list-checks", permission=READ, words=_("many at once")),
    Command(_("Trash"), "catalog:trash", "trash-2", permission=READ, words=_("deleted")),
    Command(_("Attributes"), "catalog:attributes", "tag", permission=READ),
    Command(_("Families"), "catalog:families", "layers", permission=READ),
    Command(_("Brands"), "catalog:brands", "tag", permission=READ),
    Command(_("Categories"), "catalog:categories", "folder-tree", permission=READ),
    Command(_("Tags"), "catalog:tags", "tag", permission="read:tags"),
    Command(_("Completeness"), "catalog:completeness", "list-checks", permission=READ, words=_("missing quality")),
    Command(_("Duplicates"), "catalog:duplicate-queue", "copy", permission=READ, words=_("double merge")),
    Command(_("Groups of variants"), "catalog:variant-groups", "layers", permission="write:products"),
    Command(_("Priorities of suppliers"), "catalog:priorities", "chevrons-up-down", permission="read:suppliers"),
)
SCORES = {
    Fit.CODE: Score.CODE,
    Fit.TITLE: Score.NAME,
    Fit.BEGINNING: Score.BEGINNING,
    Fit.IN_A_ROW: Score.WORDS,
    Fit.WHOLE_WORDS: Score.WORDS,
    Fit.BEGINNINGS: Score.WORDS,
    Fit.CORRECTED: Score.CORRECTED,
}
# A single letter begins too many names to be of use.
SHORTEST_NAME = 2


def find_products(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """Products the person may see, the best first."""
    if not allowed_somewhere(user, READ, tenant_id=tenant_id):
        return Found()
    found = search_products(text, tenant_id=tenant_id, seen_by=user, limit=most)
    return Found([_product(hit) for hit in found.items], found.corrected)


def find_brands(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """Brands by the beginning of any of their spellings; each leads to its products. One query."""
    # The key of a name with letters in it, without the engine that folds whole columns.
    key = (fold(text).replace(" ", "") or brand_key(text)) if len(text) >= SHORTEST_NAME else ""
    if not key or not allowed(user, READ, tenant_id=tenant_id):
        return Found()
    spelled = BrandAlias.objects.filter(key__startswith=key).values("brand_id")
    rows = Brand.objects.filter(pk__in=spelled).order_by("name", "pk").values_list("pk", "name")[:most]
    return _leading_to_products(rows, "brand_id", text)


def find_categories(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """Categories by a part of their path; each leads to its products. One query."""
    if len(text) < SHORTEST_NAME or not allowed(user, READ, tenant_id=tenant_id):
        return Found()
    found = Category.objects.filter(taxonomy__isnull=True, key__contains=plain(text))
    rows = found.order_by("depth", "key", "pk").values_list("pk", "path")[:most]
    return _leading_to_products(rows, "category_id", text)


def find_views(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """The person's own and the shared views of the list of products, by name."""
    if not allowed_somewhere(user, READ, tenant_id=tenant_id):
        return Found()
    address = reverse("catalog:products")
    named = [(view, score_of(view.name, text)) for view in views_of(PAGE, user=user).views]
    hits = [
        Hit(view.name, f"{address}?{urlencode({'view': view.id})}", score=score, id=str(view.id))
        for view, score in named
        if score
    ]
    return Found(sorted(hits, key=lambda hit: -hit.score)[:most])


def _product(hit: ProductHit) -> Hit:
    codes = (hit.brand, hit.sku, hit.gtin.lstrip("0"), hit.asin)
    return Hit(
        hit.title or hit.sku or hit.gtin,
        reverse("catalog:product", args=[hit.id]),
        score=SCORES[hit.fit],
        note=" · ".join(filter(None, codes)),
        id=str(hit.id),
    )


def _leading_to_products(rows: Any, parameter: str, text: str) -> Found:
    address = reverse("catalog:products")
    hits = [
        Hit(
            name,
            f"{address}?{urlencode({parameter: pk})}",
            score=score_of(name.rpartition(">")[2], text) or Score.WORDS,
            id=str(pk),
        )
        for pk, name in rows
    ]
    return Found(sorted(hits, key=lambda hit: -hit.score))
