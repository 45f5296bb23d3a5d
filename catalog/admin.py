"""The back office of the catalogue: looking things up; products are changed on their own pages, by the services."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin, TabularInline

from catalog.models import Attribute, Brand, BrandAlias, Category, Change, MergeBatch, Offer, Product
from catalog.rights import visible_products
from core.backoffice import guarded

LONGEST_COUNT = 10_000


class CappedPaginator(Paginator):
    """Counts no further than a person pages."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most LONGEST_COUNT."""
        return int(self.object_list.order_by()[:LONGEST_COUNT].count())  # type: ignore[attr-defined]


class LookUp(guarded.LookUp, ModelAdmin):
    """A big table to look at: no full count, nothing to add, change or delete."""

    resource = "products"
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 25
    list_select_related: Any = False


@admin.register(Product)
class ProductAdmin(LookUp):
    """Golden records."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return visible_products(self.model._default_manager.get_queryset(), request.user)

    list_display = ("title", "gtin", "brand", "price", "currency", "stock", "status", "updated_at")
    list_filter = ("status",)
    list_select_related = ("brand",)
    search_fields = ("gtin__startswith", "sku__startswith", "search_text__startswith")
    ordering = ("-updated_at",)


@admin.register(Offer)
class OfferAdmin(LookUp):
    """Suppliers' rows."""

    list_display = ("key", "supplier_id", "title", "price", "stock", "changed_at")
    search_fields = ("key__exact", "gtin__exact")
    ordering = ("pk",)


@admin.register(Change)
class ChangeAdmin(LookUp):
    """The change log."""

    list_display = ("seq", "kind", "product_id", "actor_kind", "actor_label", "run_id", "at")
    search_fields = ("product_id__exact", "run_id__exact")
    ordering = ("-seq",)


@admin.register(MergeBatch)
class MergeBatchAdmin(LookUp):
    """The ledger of batches."""

    list_display = ("run_id", "number", "at")
    search_fields = ("run_id__exact",)
    ordering = ("-id",)


class BrandAliasInline(guarded.LookUp, TabularInline):
    """The spellings of a brand."""

    resource = "products"
    model = BrandAlias
    extra = 0
    fields = ("key",)
    readonly_fields = ("key",)


@admin.register(Brand)
class BrandAdmin(LookUp):
    """Brands with their spellings."""

    list_display = ("name", "updated_at")
    search_fields = ("name",)
    inlines = (BrandAliasInline,)


@admin.register(Category)
class CategoryAdmin(LookUp):
    """The category tree."""

    list_display = ("path", "depth")
    search_fields = ("path",)
    list_select_related = ("parent",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).order_by("path")


@admin.register(Attribute)
class AttributeAdmin(LookUp):
    """The attributes feeds have named."""

    list_display = ("name", "key")
    search_fields = ("name",)
