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
from catalog.models.attribute_merge import AttributeMerge
from catalog.models.batch import MergeBatch
from catalog.models.brand import Brand, BrandAlias
from catalog.models.bulk import BulkEdit, BulkMark
from catalog.models.bundle import BundleItem
from catalog.models.category import Category, CategoryAlias, CategoryMapping, Taxonomy
from catalog.models.change import Change, ChangeKind, OfferChange, UndoKept
from catalog.models.completeness import CompletenessDay, CompletenessRun, ProductCompleteness
from catalog.models.cursor import LogCursor
from catalog.models.duplicates import DuplicatePair, DuplicateRun, ProductMerge
from catalog.models.events import OutboxEvent
from catalog.models.offer import Offer
from catalog.models.product import Product
from catalog.models.regrouping import Regrouping, TagAlias
from catalog.models.resource import CatalogResource
from catalog.models.search_words import SearchWord

__all__ = [
    "Attribute",
    "AttributeAlias",
    "AttributeFamily",
    "AttributeMerge",
    "AttributeOption",
    "AttributeValue",
    "Brand",
    "BrandAlias",
    "BulkEdit",
    "BulkMark",
    "BundleItem",
    "CatalogResource",
    "Category",
    "CategoryAlias",
    "CategoryAttribute",
    "CategoryMapping",
    "Change",
    "ChangeKind",
    "CompletenessDay",
    "CompletenessRun",
    "DuplicatePair",
    "DuplicateRun",
    "FamilyAttribute",
    "LogCursor",
    "MergeBatch",
    "Offer",
    "OfferChange",
    "OutboxEvent",
    "Price",
    "Product",
    "ProductCompleteness",
    "ProductMerge",
    "Regrouping",
    "SearchWord",
    "Stock",
    "TagAlias",
    "Taxonomy",
    "UndoKept",
]
