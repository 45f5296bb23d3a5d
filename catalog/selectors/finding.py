"""Brands and categories by what people type: a name in any spelling, a path or its end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Q

from catalog.folding import name_key, path_key
from catalog.models import BrandAlias, Category, Product


def filters_by_name(*, brand: str, category: str) -> dict[str, Any]:
    """Filters of `product_list` for a brand and a category as people write them; an unknown one matches nothing."""
    brand_id = brand_named(brand) if brand else None
    category_id = category_at(category) if category else None
    is_unknown = (brand and not brand_id) or (category and not category_id)
    return {"brand_id": brand_id, "category_id": category_id, "ids": () if is_unknown else None}


def product_exists(product_id: UUID) -> bool:
    """Whether the current tenant has this product. One query."""
    return Product.objects.filter(pk=product_id).exists()


def brand_named(name: str) -> UUID | None:
    """The brand of the current tenant that is written like this, in any known spelling. One query."""
    key = _folded(name, name_key)
    return BrandAlias.objects.filter(key=key).values_list("brand_id", flat=True).first() if key else None


def category_at(path: str) -> UUID | None:
    """The category at this path ("A > B"), else the highest whose path ends with it. One query."""
    key = _folded(path, path_key)
    if not key:
        return None
    found = (
        Category.objects.filter(taxonomy__isnull=True)
        .filter(Q(key=key) | Q(key__endswith=f">{key}"))
        .order_by("depth", "key")
    )
    return found.values_list("pk", flat=True).first()


def _folded(text: str, fold: Callable[[pl.Expr], pl.Expr]) -> str:
    return str(pl.select(fold(pl.lit(text.strip()))).item() or "")
