"""Models of db_catalog."""

from catalog.models.attribute import Attribute, AttributeValue, Price, Stock
from catalog.models.batch import MergeBatch
from catalog.models.brand import Brand, BrandAlias
from catalog.models.category import Category
from catalog.models.change import Change, ChangeKind, OfferChange, UndoKept
from catalog.models.events import OutboxEvent
from catalog.models.offer import Offer
from catalog.models.product import Product
from catalog.models.resource import CatalogResource

__all__ = [
    "Attribute",
    "AttributeValue",
    "Brand",
    "BrandAlias",
    "CatalogResource",
    "Category",
    "Change",
    "ChangeKind",
    "MergeBatch",
    "Offer",
    "OfferChange",
    "OutboxEvent",
    "Price",
    "Product",
    "Stock",
    "UndoKept",
]
