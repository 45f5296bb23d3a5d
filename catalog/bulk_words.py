"""Bulk edits in words: what an act does, why a product is left out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.fields import BY_NAME, SAID_STATUSES
from catalog.models import BulkEdit, Category, Product
from core.configuration.formats import written_number
from suppliers.selectors import suppliers_by_id

Act = BulkEdit.Act
SENTENCES: dict[str, Any] = {
    Act.PRICE: gettext_lazy("Set a price, raise or lower it"),
    Act.STOCK: gettext_lazy("Set the stock, add or take away"),
    Act.STATUS: gettext_lazy("Give another status"),
    Act.CATEGORY: gettext_lazy("Add, replace or remove a category"),
    Act.TAGS: gettext_lazy("Add, replace or remove tags"),
    Act.BRAND: gettext_lazy("Set or clear the brand"),
    Act.SUPPLIER: gettext_lazy("Add or remove a supplier"),
    Act.TRASH: gettext_lazy("Move to the trash"),
    Act.RESTORE: gettext_lazy("Take out of the trash, with the status from before"),
}
REASONS: dict[str, Any] = {
    "locked": gettext_lazy("The field is locked"),
    "no_right": gettext_lazy("You may not change this product"),
    "no_value": gettext_lazy("There is no value to change"),
    "below_zero": gettext_lazy("It would fall below zero"),
    "too_large": gettext_lazy("It would become too large"),
    "in_trash": gettext_lazy("It is in the trash"),
    "not_in_trash": gettext_lazy("It is not in the trash"),
    "key_taken": gettext_lazy("The supplier has another product under this number"),
    "needed": gettext_lazy("A bundle or a variant needs it"),
}
PRICE_WAYS: dict[str, Any] = {
    "set": gettext_lazy("%(field)s: %(amount)s"),
    "percent": gettext_lazy("%(field)s: %(amount)s%%"),
    "amount": gettext_lazy("%(field)s: by %(amount)s"),
}
LIST_WAYS: dict[str, Any] = {
    "add": gettext_lazy("add %(what)s"),
    "replace": gettext_lazy("replace by %(what)s"),
    "remove": gettext_lazy("remove %(what)s"),
}


def act_words(act: str, options: Mapping[str, Any]) -> str:
    """The act with its options in words: “price: +5%”."""
    if act == Act.PRICE:
        field = str(BY_NAME[options.get("field") or "price"].label)
        return str(PRICE_WAYS[options["how"]]) % {"field": field, "amount": _signed(options["amount"], options["how"])}
    if act == Act.STOCK:
        return _("stock: %(amount)s") % {"amount": _signed(options["quantity"], options["how"])}
    if act == Act.STATUS and options.get("status") in SAID_STATUSES:
        return _("status: %(status)s") % {"status": Product.Status(options["status"]).label}
    if act == Act.BRAND:
        return _("brand: %(brand)s") % {"brand": options.get("brand") or "–"}
    if act in (Act.CATEGORY, Act.TAGS, Act.SUPPLIER):
        words = str(LIST_WAYS[options["how"]]) % {"what": _named(act, options)}
        return f"{Act(act).label}: {words}"
    return str(Act(act).label)


def _named(act: str, options: Mapping[str, Any]) -> str:
    if act == Act.TAGS:
        tags = options.get("tags") or "–"
        return tags if isinstance(tags, str) else ", ".join(tags)
    if act == Act.CATEGORY:
        path = Category.objects.filter(pk=options["category_id"]).values_list("path", flat=True).first()
        return path or "–"
    found = suppliers_by_id([options["supplier_id"]])
    return next((each.name for each in found.values()), "–")


def _signed(amount: Any, how: str) -> str:
    value = Decimal(str(amount)).normalize()
    text = written_number(value, None)
    return f"+{text}" if how != "set" and value > 0 else text
