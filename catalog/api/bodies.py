"""Products as programs send them: flat bodies with the names of the documented API."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from catalog.models import Product
from core.rest.lists import OneOf

# What may be sent under two names.
ALIASES = {"name": "title", "ean": "gtin", "manufacturer_reference": "mpn", "images": "image_urls"}
MOST_ATTRIBUTES = 500


def _text(**options: Any) -> serializers.CharField:
    return serializers.CharField(required=False, allow_null=True, allow_blank=True, **options)


def _amount() -> serializers.DecimalField:
    return serializers.DecimalField(18, 4, required=False, allow_null=True, min_value=0)


def _texts(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), required=False, max_length=200, **options)


class ProductIn(serializers.Serializer[Any]):
    """Values of a product; null or "" clears one, what is left out stays as it is."""

    samples: ClassVar[dict[str, Any]] = {
        "name": "Perceuse visseuse 18 V",
        "ean": "4059952514475",
        "sku": "GSR-18V-55",
        "price": "129.90",
        "currency": "EUR",
        "attributes": {"Couleur": "bleu"},
    }

    name = _text(max_length=7_500)
    title = _text(max_length=7_500, help_text="Another name of name.")
    ean = _text(max_length=40)
    gtin = _text(max_length=40, help_text="Another name of ean.")
    sku = _text(max_length=255)
    asin = _text(max_length=40)
    mpn = _text(max_length=200)
    manufacturer_reference = _text(max_length=200, help_text="Another name of mpn.")
    description = _text(max_length=200_000)
    short_description = _text(max_length=20_000)
    brand = _text(max_length=200, help_text="By name; an unknown one is made.")
    category = _text(max_length=500, help_text="By path (A > B > C); an unknown one is made.")
    further_categories = _texts(help_text="By path.")
    family = _text(max_length=200, help_text="By name.")
    price = _amount()
    price_promo = _amount()
    price_list = _amount()
    cost = _amount()
    vat_rate = serializers.DecimalField(7, 3, required=False, allow_null=True, min_value=0)
    currency = _text(max_length=3)
    stock = serializers.IntegerField(required=False, allow_null=True, min_value=-(2**31) + 1, max_value=2**31 - 1)
    weight = _amount()
    url = _text(max_length=2_000)
    tags = _texts()
    images = _texts(help_text="Addresses, the main one first.")
    image_urls = _texts(help_text="Another name of images.")
    attributes = serializers.DictField(
        child=serializers.JSONField(allow_null=True),
        required=False,
        help_text="Name -> value; “Name@fr” is the value in a language.",
    )
    status = OneOf(
        tuple(each for each in Product.Status.values if each != Product.Status.TRASH),
        required=False,
        help_text="A new product is a draft unless this says something else.",
    )

    def to_internal_value(self, data: Any) -> Any:
        """A name that nobody would read is refused: a typing error must not go unseen."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            sentence = _("“%(field)s” is no field of a product that can be sent: use one of %(allowed)s.")
            allowed = ", ".join(self.fields)
            raise serializers.ValidationError(
                {name: [sentence % {"field": name, "allowed": allowed}] for name in unknown}
            )
        return super().to_internal_value(data)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for alias, name in ALIASES.items():
            if alias in attrs and name in attrs:
                sentence = _("“%(alias)s” and “%(name)s” are the same field: send one of them.")
                raise serializers.ValidationError({alias: [sentence % {"alias": alias, "name": name}]})
        if len(attrs.get("attributes", {})) > MOST_ATTRIBUTES:
            sentence = _("A request sets %(most)s attributes at most: split it.")
            raise serializers.ValidationError({"attributes": [sentence % {"most": MOST_ATTRIBUTES}]})
        return attrs


def values_in(body: dict[str, Any]) -> dict[str, Any]:
    """The values of a validated ProductIn under the names of the catalogue; without the status."""
    values = {ALIASES.get(name, name): value for name, value in body.items() if name not in ("attributes", "status")}
    for name, value in body.get("attributes", {}).items():
        written, _at, language = name.rpartition("@")
        values[f"attribute@{language}:{written}" if written else f"attribute:{name}"] = value
    return values
