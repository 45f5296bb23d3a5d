"""Brands and categories by what people type: a name in any spelling, a path or its end."""

from collections.abc import Callable
from uuid import UUID

import polars as pl
from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.barcodes import parse
from catalog.errors import ProductNotFound, UnfitValue
from catalog.folding import name_key, path_key
from catalog.models import BrandAlias, Category, Product


def require_product(product_id: UUID) -> None:
    """Raise ProductNotFound unless the current tenant has this product. One query."""
    if not product_exists(product_id):
        raise ProductNotFound(product_id=str(product_id))


def product_exists(product_id: UUID) -> bool:
    """Whether the current tenant has this product. One query."""
    return Product.objects.filter(pk=product_id).exists()


def product_with_gtin(text: str) -> UUID:
    """The product of the current tenant with this EAN, UPC or GTIN. Raises InvalidInput, ProductNotFound. One query."""
    gtin = parse(text).gtin14
    if gtin is None:
        message = _("“%(value)s” is no valid EAN: check its digits.")
        raise UnfitValue(message % {"value": text}, field="gtin")
    found = Product.objects.filter(gtin=gtin).values_list("pk", flat=True).first()
    if found is None:
        raise ProductNotFound(gtin=gtin)
    return found


def brand_named(name: str) -> UUID | None:
    """The brand of the current tenant that is written like this, in any known spelling. One query."""
    key = brand_key(name)
    return BrandAlias.objects.filter(key=key).values_list("brand_id", flat=True).first() if key else None


def brand_key(name: str) -> str:
    """The key under which the spelling of a brand is kept."""
    return _folded(name, name_key)


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
