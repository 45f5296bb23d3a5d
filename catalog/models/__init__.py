"""Models of db_catalog."""

from catalog.models.amounts import Price, Stock
from catalog.models.attribute import (
    Attribute,
    AttributeAlias,
    AttributeFamily,
    AttributeOption,
    AttributeValue,
    CategoryAttribute,
    FamilyAttribute,
)
from catalog.models.batch import MergeBatch
from catalog.models.brand import Brand, BrandAlias
from catalog.models.bulk import BulkEdit, BulkMark
from catalog.models.bundle import BundleItem
from catalog.models.category import Category, CategoryMapping, Taxonomy
from catalog.models.change import Change, ChangeKind, OfferChange, UndoKept
from catalog.models.events import OutboxEvent
from catalog.models.offer import Offer
from catalog.models.product import Product
from catalog.models.resource import CatalogResource

__all__ = [
    "Attribute",
    "AttributeAlias",
    "AttributeFamily",
    "AttributeOption",
    "AttributeValue",
    "Brand",
    "BrandAlias",
    "BulkEdit",
    "BulkMark",
    "BundleItem",
    "CatalogResource",
    "Category",
    "CategoryAttribute",
    "CategoryMapping",
    "Change",
    "ChangeKind",
    "FamilyAttribute",
    "MergeBatch",
    "Offer",
    "OfferChange",
    "OutboxEvent",
    "Price",
    "Product",
    "Stock",
    "Taxonomy",
    "UndoKept",
]
