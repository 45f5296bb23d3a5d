"""The columns a flat row can have: their names, labels, kinds, and what the plain ones are in SQL."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.fields import ALL_BY_NAME, BY_NAME, FIELDS, Kind
from catalog.inheritance import MONEY
from catalog.models import Attribute, Price, Stock, Taxonomy

TEXT, NUMBER, BOOLEAN, LIST = "text", "number", "boolean", "list"
MOST_IMAGES = 20
# A variant without a value of its own shows that of its model: what makes it another article is never taken over.
_OWN = ("gtin", "mpn", "asin", "stock", "parent_ref")
_DIMENSION = re.compile(r"^(attribute|price|stock|reserved|min_stock|attribute@[A-Za-z]{2}(?:-[A-Za-z]{2})?):.+$")
_OF_TAXONOMY = re.compile(r"^(category|category_id)@[\w.-]{1,40}$")
_IMAGE = re.compile(r"^image_([1-9]\d?)$")


@dataclass(frozen=True)
class Column:
    """A column that can be asked for; `group` is a heading for choosers."""

    name: str
    label: str
    group: str
    kind: str = TEXT


@dataclass(frozen=True)
class Plain:
    """A column that is one SQL expression over p (the product), m (its model), b, c, f and t."""

    label: Any
    sql: str
    group: Any
    kind: str = TEXT


_PRODUCT, _ORIGIN = gettext_lazy("Product"), gettext_lazy("Origin and dates")
_IMAGES, _SUPPLIERS = gettext_lazy("Images"), gettext_lazy("Suppliers")
_EAN = """CASE WHEN p.gtin IS NULL THEN NULL
  WHEN p.gtin LIKE '000000%%' THEN right(p.gtin, 8) WHEN p.gtin LIKE '0%%' THEN right(p.gtin, 13) ELSE p.gtin END"""
_FURTHER = """(SELECT string_agg(x.path, E'\\n' ORDER BY x.path) FROM catalog_category AS x
  WHERE x.tenant_id = p.tenant_id AND x.id = ANY(p.further_categories))"""
_BUNDLE = """(SELECT string_agg(i.quantity || ' x ' || coalesce(q.sku, q.gtin, q.id::text), E'\\n' ORDER BY q.sku, q.id)
  FROM catalog_bundleitem AS i JOIN catalog_product AS q ON q.id = i.product_id WHERE i.bundle_id = p.id)"""
_AXES = "nullif(array_to_string(coalesce(nullif(m.variant_axes, '{}'), p.variant_axes), E'\\n'), '')"
_AXIS = "(coalesce(nullif(m.variant_axes, '{{}}'), p.variant_axes))[{number}]"
_AXIS_NAME = f"(SELECT a.name FROM catalog_attribute AS a WHERE a.tenant_id = p.tenant_id AND a.key = {_AXIS})"
_AXIS_VALUE = f"""(SELECT v.value FROM catalog_attributevalue AS v JOIN catalog_attribute AS a ON a.id = v.attribute_id
  WHERE v.product_id = p.id AND v.language = '' AND a.key = {_AXIS})"""
_AXIS_VALUES = f"""(SELECT string_agg(DISTINCT v.value, E'\\n' ORDER BY v.value) FROM catalog_product AS q
  JOIN catalog_attributevalue AS v ON v.product_id = q.id AND v.language = ''
  JOIN catalog_attribute AS a ON a.id = v.attribute_id AND a.key = {_AXIS}
 WHERE q.parent_id = p.id AND q.tenant_id = p.tenant_id)"""
_VARIANTS = """(SELECT string_agg(q.id::text, E'\\n' ORDER BY q.sku, q.id) FROM catalog_product AS q
  WHERE q.parent_id = p.id AND q.tenant_id = p.tenant_id)"""
_MOMENT = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
_COMPUTED: dict[str, Plain] = {
    "id": Plain(gettext_lazy("Id"), "p.id::text", _ORIGIN),
    "version": Plain(gettext_lazy("version"), "p.version::text", _ORIGIN, NUMBER),
    "ean": Plain(gettext_lazy("EAN (13 digits)"), _EAN, _PRODUCT),
    "sku": Plain(gettext_lazy("own SKU"), "p.sku", _PRODUCT),
    "reference": Plain(gettext_lazy("own SKU, else EAN"), f"coalesce(p.sku, {_EAN}, p.id::text)", _PRODUCT),
    "status": Plain(gettext_lazy("status"), "p.status", _PRODUCT),
    "kind": Plain(gettext_lazy("kind"), "p.kind", _PRODUCT),
    "family": Plain(gettext_lazy("family"), "f.name", _PRODUCT),
    "category_name": Plain(gettext_lazy("name of the category"), "c.name", _PRODUCT),
    "further_categories": Plain(gettext_lazy("further categories"), _FURTHER, _PRODUCT, LIST),
    "categories": Plain(
        gettext_lazy("all categories"), f"nullif(concat_ws(E'\\n', c.path, {_FURTHER}), '')", _PRODUCT, LIST
    ),
    "parent_id": Plain(gettext_lazy("id of the model"), "p.parent_id::text", _PRODUCT),
    "parent_sku": Plain(
        gettext_lazy("SKU of the model"), "CASE WHEN m.id IS NOT NULL THEN coalesce(m.sku, m.id::text) END", _PRODUCT
    ),
    "parent_title": Plain(gettext_lazy("title of the model"), "m.title", _PRODUCT),
    "variant_axes": Plain(gettext_lazy("axes of its variants"), _AXES, _PRODUCT, LIST),
    **{
        f"axis_{number}_{part}": Plain(label, sql.format(number=number), _PRODUCT, kind)
        for number in (1, 2, 3)
        for part, label, sql, kind in (
            ("name", gettext_lazy("name of an axis"), _AXIS_NAME, TEXT),
            ("value", gettext_lazy("value on an axis"), _AXIS_VALUE, TEXT),
            ("values", gettext_lazy("values of the variants on an axis"), _AXIS_VALUES, LIST),
        )
    },
    "variant_ids": Plain(gettext_lazy("ids of the variants"), _VARIANTS, _ORIGIN, LIST),
    "bundle_items": Plain(gettext_lazy("parts of the bundle"), _BUNDLE, _PRODUCT, LIST),
    "completeness": Plain(gettext_lazy("completeness (%)"), "t.score::text", _ORIGIN, NUMBER),
    "offer_count": Plain(gettext_lazy("offers"), "p.offer_count::text", _SUPPLIERS, NUMBER),
    "image_count": Plain(gettext_lazy("images"), "p.image_count::text", _IMAGES, NUMBER),
    "created_at": Plain(gettext_lazy("created"), _MOMENT.format("p.created_at"), _ORIGIN),
    "updated_at": Plain(gettext_lazy("changed"), _MOMENT.format("p.updated_at"), _ORIGIN),
}
# What is made of the offers and of JSON, in Python.
GATHERED: dict[str, tuple[Any, str]] = {
    "supplier": (gettext_lazy("supplier"), TEXT),
    "supplier_code": (gettext_lazy("code of the supplier"), TEXT),
    "supplier_sku": (gettext_lazy("supplier's SKU"), TEXT),
    "supplier_cost": (gettext_lazy("supplier's purchase price"), NUMBER),
    "supplier_price": (gettext_lazy("supplier's price"), NUMBER),
    "supplier_stock": (gettext_lazy("supplier's stock"), NUMBER),
    "suppliers": (gettext_lazy("all suppliers"), LIST),
    "offers": (gettext_lazy("all offers (JSON)"), TEXT),
}
ATTRIBUTES = "attributes"
_NUMBER_KINDS = ("integer", "decimal", "measure")


def plain_sql(name: str, *, inherit: bool) -> str | None:
    """SQL of a plain column of product p; with `inherit` a blank of a variant is its model's. None for others."""
    if name in _COMPUTED:
        return _COMPUTED[name].sql
    if name == "brand":
        return "b.name"
    if name == "category":
        return "c.path"
    if image := _IMAGE.match(name):
        return f"nullif(split_part({_field_sql('image_urls', inherit=inherit)}, E'\\n', {image[1]}), '')"
    return _field_sql(name, inherit=inherit) if name in BY_NAME else None


def reference_sql(name: str, *, inherit: bool) -> str:
    """SQL of the id behind brand, category or family."""
    column = f"{name}_id"
    return f"coalesce(p.{column}, m.{column})" if inherit else f"p.{column}"


def is_known(name: str) -> bool:
    """Whether a flat row can have a column of this name."""
    return (
        plain_sql(name, inherit=False) is not None
        or name in GATHERED
        or name == ATTRIBUTES
        or bool(_DIMENSION.match(name) or _OF_TAXONOMY.match(name))
    )


def column_kind(name: str) -> str:
    """What the texts of the column are: text, number, boolean, or list (one value a line).

    Attributes are text here: `flat_columns` knows their kinds.
    """
    if name in _COMPUTED:
        return _COMPUTED[name].kind
    if name in GATHERED:
        return GATHERED[name][1]
    if name in BY_NAME:
        return _kind_of_field(name)
    prefix = name.partition(":")[0]
    return NUMBER if ":" in name and prefix in ("price", "stock", "reserved", "min_stock") else TEXT


def label_of_column(name: str) -> str:
    """The column as people read it."""
    if name in _COMPUTED:
        return str(_COMPUTED[name].label)
    if name in GATHERED:
        return str(GATHERED[name][0])
    if name in ALL_BY_NAME:
        return str(ALL_BY_NAME[name].label)
    if image := _IMAGE.match(name):
        return _("image %(number)s") % {"number": image[1]}
    if name == ATTRIBUTES:
        return _("all attributes (JSON)")
    return _label_of_named(name)


def flat_columns() -> list[Column]:
    """All columns that products of the current tenant can have, with kinds of attributes. Four queries."""
    plain = [Column(field.name, str(field.label), _group(field.name), column_kind(field.name)) for field in FIELDS]
    computed = [Column(name, str(entry.label), str(entry.group), entry.kind) for name, entry in _COMPUTED.items()]
    images = [Column(f"image_{n}", label_of_column(f"image_{n}"), str(_IMAGES)) for n in range(1, 11)]
    gathered = [Column(name, str(label), str(_SUPPLIERS), kind) for name, (label, kind) in GATHERED.items()]
    return [*plain, *computed, *images, *gathered, *_named_columns()]


def _named_columns() -> list[Column]:
    attributes, prices, stocks, trees = _("Attributes"), _("Further prices"), _("Stocks"), _("Other taxonomies")
    found = [Column(ATTRIBUTES, label_of_column(ATTRIBUTES), attributes)]
    for name, kind in Attribute.objects.order_by("name").values_list("name", "kind"):
        found.append(Column(f"attribute:{name}", name, attributes, kind_of_attribute(kind)))
    kinds = Price.objects.order_by("currency", "kind").values_list("currency", "kind").distinct()
    for currency, kind in kinds:
        key = f"price:{currency}" if kind == Price.Kind.SALE else f"price:{currency}/{kind}"
        found.append(Column(key, label_of_column(key), prices, NUMBER))
    for warehouse in Stock.objects.order_by("warehouse").values_list("warehouse", flat=True).distinct():
        keys = [f"{prefix}:{warehouse}" for prefix in ("stock", "reserved", "min_stock")]
        found += [Column(key, label_of_column(key), stocks, NUMBER) for key in keys]
    for code in Taxonomy.objects.order_by("code").values_list("code", flat=True):
        keys = [f"{prefix}@{code}" for prefix in ("category", "category_id")]
        found += [Column(key, label_of_column(key), trees) for key in keys]
    return found


def kind_of_attribute(kind: str) -> str:
    """The kind of a flat column with values of such an attribute."""
    if kind in _NUMBER_KINDS:
        return NUMBER
    return {"boolean": BOOLEAN, "multiselect": LIST}.get(kind, TEXT)


def _field_sql(name: str, *, inherit: bool) -> str:
    own = BY_NAME[name].read_sql("p")
    if not inherit or name in _OWN:
        return own if not BY_NAME[name].kind.is_list else f"nullif({own}, '')"
    given = BY_NAME[name].read_sql("m")
    if name in MONEY:
        given = f"CASE WHEN coalesce(p.currency, m.currency) IS NOT DISTINCT FROM m.currency THEN {given} END"
    return f"coalesce(nullif({own}, ''), {given})"


def _kind_of_field(name: str) -> str:
    kind = BY_NAME[name].kind
    if kind in (Kind.DECIMAL, Kind.INTEGER):
        return NUMBER
    return LIST if kind.is_list or name == "image_urls" else TEXT


def _group(name: str) -> str:
    prices = ("price", "price_promo", "price_list", "cost", "currency", "vat_rate", "stock")
    if name in prices:
        return _("Price and stock")
    return str(_IMAGES) if name == "image_urls" else str(_PRODUCT)


def _label_of_named(name: str) -> str:
    prefix, colon, own = name.partition(":")
    if not colon:
        kind, _at, code = name.partition("@")
        words = {"category": _("category in %s"), "category_id": _("id of the category in %s")}
        return words[kind] % code if kind in words else name
    if prefix.startswith("attribute"):
        language = prefix.partition("@")[2]
        return f"{own} ({language})" if language else own
    words = {
        "price": _("price in %s"),
        "stock": _("stock in %s"),
        "reserved": _("reserved in %s"),
        "min_stock": _("low-stock threshold in %s"),
    }
    return words[prefix] % own if prefix in words else name
