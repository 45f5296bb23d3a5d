"""A product by a code that a person types: its own SKU, its EAN in any writing, or its id."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.barcodes import parse
from catalog.errors import UnfitValue
from catalog.models import Product
from catalog.rights import visible_products


def product_coded(code: str, *, seen_by: Any) -> UUID:
    """The product outside the trash that the person may see; needs the tenant's scope. At most three queries.

    Raises UnfitValue when there is none.
    """
    text = code.strip()
    visible = visible_products(Product.objects.exclude(status=Product.Status.TRASH), seen_by)
    for condition in _conditions(text):
        found = visible.filter(**condition).values_list("pk", flat=True).first()
        if found is not None:
            return found
    message = _("No product has the SKU or EAN “%(code)s”: check it, or make the product first.")
    raise UnfitValue(message % {"code": text}, field="code")


def _conditions(text: str) -> list[dict[str, Any]]:
    conditions: list[dict[str, Any]] = [{"sku": text}] if text else []
    if text and (gtin := parse(text).gtin14):
        conditions.append({"gtin": gtin})
    with suppress(ValueError):
        conditions.append({"pk": UUID(text)})
    return conditions
