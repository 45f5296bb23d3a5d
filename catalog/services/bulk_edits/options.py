"""What a bulk edit is told to do: the options of each act, read from forms, the API and the row of the job."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.fields import SAID_STATUSES
from catalog.models import BulkEdit, Category
from core.errors import InvalidInput
from suppliers.selectors import suppliers_by_id

Act = BulkEdit.Act
Given = Mapping[str, Any]
# Acts that people choose; the others are made by their own buttons.
CHOSEN = (Act.PRICE, Act.STOCK, Act.STATUS, Act.CATEGORY, Act.TAGS, Act.BRAND, Act.SUPPLIER, Act.TRASH, Act.RESTORE)
PRICE_FIELDS = ("price", "price_promo", "price_list", "cost")
PRICE_WAYS = ("set", "percent", "amount")
STOCK_WAYS = ("set", "add")
LIST_WAYS = ("add", "replace", "remove")
SUPPLIER_WAYS = ("add", "remove")
# Rounding: name -> SQL of the rounded {x}. Endings go up to the next one.
ROUNDINGS: dict[str, str] = {
    "cent": "round({x}, 2)",
    "none": "round({x}, 4)",
    "0.05": "round({x} / 0.05) * 0.05",
    "0.10": "round({x}, 1)",
    "1": "round({x})",
    "0.90": "CASE WHEN {x} > 0 THEN ceil({x} - 0.90) + 0.90 ELSE {x} END",
    "0.95": "CASE WHEN {x} > 0 THEN ceil({x} - 0.95) + 0.95 ELSE {x} END",
    "0.99": "CASE WHEN {x} > 0 THEN ceil({x} - 0.99) + 0.99 ELSE {x} END",
}
MOST_AMOUNT, MOST_PIECES, MOST_TAGS, LONGEST_NAME = Decimal(10) ** 12, 10**9, 50, 200


def options_of(act: str, given: Given) -> dict[str, Any]:
    """The options of the act as the job keeps them; raises InvalidInput naming the field that cannot be."""
    if act not in CHOSEN:
        raise _refused("act", act, ", ".join(CHOSEN))
    reader = _READERS.get(Act(act))
    return reader(given) if reader else {}


def _price(given: Given) -> dict[str, Any]:
    how = _one_of(given, "how", PRICE_WAYS)
    amount = _decimal(given, "amount")
    if how == "set" and amount < 0:
        raise _refused("amount", str(amount), _("a price from 0"))
    if how == "percent" and not -100 <= amount <= 1000:
        raise _refused("amount", str(amount), _("a percentage from -100 to 1000"))
    return {
        "field": _one_of(given, "field", PRICE_FIELDS, default="price"),
        "how": how,
        "amount": str(amount),
        "rounding": _one_of(given, "rounding", tuple(ROUNDINGS), default="cent"),
    }


def _stock(given: Given) -> dict[str, Any]:
    quantity = _decimal(given, "quantity")
    if quantity != quantity.to_integral_value() or abs(quantity) > MOST_PIECES:
        raise _refused("quantity", str(quantity), _("a whole number of pieces"))
    return {"how": _one_of(given, "how", STOCK_WAYS), "quantity": int(quantity)}


def _status(given: Given) -> dict[str, Any]:
    return {"status": _one_of(given, "status", SAID_STATUSES)}


def _category(given: Given) -> dict[str, Any]:
    category_id = _id(given, "category_id")
    if not Category.objects.filter(pk=category_id, taxonomy__isnull=True).exists():
        raise _refused("category_id", str(category_id), _("a category of your own tree"))
    return {"how": _one_of(given, "how", LIST_WAYS), "category_id": str(category_id)}


def _tags(given: Given) -> dict[str, Any]:
    texts = given.get("tags") or ()
    if isinstance(texts, str):
        texts = texts.replace("\r", "").replace(",", "\n").split("\n")
    named = list(dict.fromkeys(tag for tag in (str(text).replace("\0", "").strip() for text in texts) if tag))
    how = _one_of(given, "how", LIST_WAYS)
    fits = all(len(tag) <= LONGEST_NAME and "\n" not in tag for tag in named)
    if len(named) > MOST_TAGS or not fits or (not named and how != "replace"):
        raise _refused("tags", ", ".join(named)[:80], _("1 to 50 tags of at most 200 characters"))
    return {"how": how, "tags": named}


def _brand(given: Given) -> dict[str, Any]:
    name = " ".join(str(given.get("brand") or "").replace("\0", "").split())
    if len(name) > LONGEST_NAME:
        raise _refused("brand", name[:80], _("a name of at most 200 characters, or nothing to clear it"))
    return {"brand": name}


def _supplier(given: Given) -> dict[str, Any]:
    supplier_id = _id(given, "supplier_id")
    if supplier_id not in suppliers_by_id([supplier_id]):
        raise _refused("supplier_id", str(supplier_id), _("a supplier of your organisation"))
    return {"how": _one_of(given, "how", SUPPLIER_WAYS), "supplier_id": str(supplier_id)}


_READERS: dict[str, Callable[[Given], dict[str, Any]]] = {
    Act.PRICE: _price,
    Act.STOCK: _stock,
    Act.STATUS: _status,
    Act.CATEGORY: _category,
    Act.TAGS: _tags,
    Act.BRAND: _brand,
    Act.SUPPLIER: _supplier,
}


def _one_of(given: Given, name: str, allowed: tuple[str, ...], *, default: str = "") -> str:
    value = str(given.get(name) or default)
    if value not in allowed:
        raise _refused(name, value, ", ".join(allowed))
    return value


def _decimal(given: Given, name: str) -> Decimal:
    text = str(given.get(name) if given.get(name) is not None else "").strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise _refused(name, text[:40], _("a number")) from None
    if not value.is_finite() or abs(value) > MOST_AMOUNT or value != round(value, 4):
        raise _refused(name, text[:40], _("a number with at most four decimals"))
    return value


def _id(given: Given, name: str) -> UUID:
    try:
        return UUID(str(given.get(name) or ""))
    except ValueError:
        raise _refused(name, str(given.get(name) or "")[:40], _("an id")) from None


def _refused(name: str, value: str, allowed: str) -> InvalidInput:
    sentence = _("“%(value)s” does not fit here: %(allowed)s is allowed.") % {"value": value, "allowed": allowed}
    return InvalidInput(sentence, field=name, fields={name: [sentence]})
