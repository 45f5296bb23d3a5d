"""How products look: status, money, thumbnails, values, where a value comes from."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalog.display import short_amount, short_gtin
from catalog.fields import SAID_STATUSES
from catalog.models import Product
from catalog.selectors import Badge, ChangeFacts, FieldChange
from core.templatetags.formats import number
from core.templatetags.tables import PAGE_PARAMETERS, address
from core.templatetags.ui import badge, diff, icon, or_blank

register = template.Library()
register.filter("short_gtin", short_gtin)

STATUS_TONES = {
    Product.Status.DRAFT: "info",
    Product.Status.ACTIVE: "success",
    Product.Status.INACTIVE: "neutral",
    Product.Status.ARCHIVED: "warning",
    Product.Status.TRASH: "danger",
}
MONEY = ("price", "price_promo", "price_list", "cost")
CODES = ("gtin", "sku", "asin", "mpn", "parent_ref")
ADDRESSES = ("url", "image_urls")


@register.simple_tag
def product_status(status: str) -> SafeString:
    """The status of a product as a pill."""
    return badge(Product.Status(status).label, STATUS_TONES[Product.Status(status)], dot=True)


@register.filter
def status_label(status: str) -> str:
    """The status in words."""
    return str(Product.Status(status).label) if status in Product.Status.values else status


@register.simple_tag
def said_statuses() -> list[tuple[str, str]]:
    """What a source can say a product is, with the words for it."""
    return [(status, status_label(status)) for status in SAID_STATUSES]


@register.simple_tag(takes_context=True)
def kept_inputs(context: Context, *names: str) -> SafeString:
    """Hidden inputs that carry these parameters of the address through a form sent by GET."""
    given = context["request"].GET
    pairs = ((name, given[name]) for name in names if name in given)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag(takes_context=True)
def page_size_address(context: Context, size: int) -> str:
    """This list with another page size, from its first page."""
    return address(context["request"], drop=PAGE_PARAMETERS, per_page=size)


@register.simple_tag
def money(amount: Decimal | None, currency: str | None) -> str:
    """An amount in its currency, as the user's language writes it: 129,90 € or €129.90."""
    if amount is None:
        return "–"
    short = short_amount(amount)
    if not currency:
        return number(short)
    return format_currency(short, currency, locale=get_language() or "en", decimal_quantization=False)


@register.simple_tag
def thumb(address: str | None, css: str = "") -> SafeString:
    """A small picture from its address, loaded when it comes into sight; an icon where there is none."""
    picture = ""
    if address and address.startswith("https://"):
        picture = format_html(
            '<img src="{}" alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer">', address
        )
    return format_html('<span class="thumb {}">{}{}</span>', css, icon("image"), picture)


@register.simple_tag
def product_value(name: str, value: Any, currency: str | None = None) -> Any:
    """A value of a product's field for reading: money, codes, lists, addresses."""
    if value in (None, "", []):
        return or_blank(None)
    if name in MONEY and isinstance(value, Decimal):
        return money(value, currency)
    if name.startswith("price:"):
        return money(Decimal(value), name.partition(":")[2].partition("/")[0])
    if name == "gtin":
        value = short_gtin(value)
    if isinstance(value, list):
        return _lines(value, linked=name in ADDRESSES)
    if isinstance(value, Decimal | int):
        return number(short_amount(value, places=0) if isinstance(value, Decimal) else value)
    if name == "status":
        return status_label(value)
    if name in ADDRESSES:
        return _address(str(value))
    return format_html('<span class="{}">{}</span>', "mono" if name in CODES else "as-typed", value)


def _lines(values: Iterable[Any], *, linked: bool) -> SafeString:
    shown = [_address(str(value)) if linked else value for value in values]
    return format_html(
        '<ul class="value-list">{}</ul>', format_html_join("", "<li>{}</li>", ((each,) for each in shown))
    )


def _address(value: str) -> Any:
    if not value.startswith(("https://", "http://")):
        return value
    return format_html('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>', value, value)


@register.simple_tag
def product_diff(change: FieldChange) -> SafeString:
    """Old and new value of a changed field, both for reading."""
    old, new = (
        None if value in (None, "", []) else product_value(change.name, value) for value in (change.old, change.new)
    )
    return diff(old, new)


AUTHORS = {
    "import": gettext_lazy("import of %(label)s"),
    "undo": gettext_lazy("undoing of %(label)s"),
    "order": gettext_lazy("another order of suppliers"),
    "user": "%(label)s",
    "rule": gettext_lazy("the rule %(label)s"),
    "ai": gettext_lazy("AI %(label)s"),
    "channel": gettext_lazy("the channel %(label)s"),
}


@register.simple_tag
def change_author(change: ChangeFacts) -> str:
    """Who or what made a change."""
    words = str(AUTHORS.get(change.actor_kind, "%(label)s"))
    return words % {"label": change.actor_label or change.actor_kind}


ORIGINS = {
    "offer": ("accent", "truck"),
    "manual": ("warning", "hand"),
    "rule": ("info", "settings"),
    "ai": ("info", "wand-sparkles"),
    "kept": ("neutral", "history"),
    "model": ("info", "layers"),
}


@register.simple_tag
def origin(mark: Badge) -> SafeString:
    """Where a value comes from, as a pill: the supplier, the person, a rule."""
    if mark.kind == "none":
        return SafeString()
    tone, name = ORIGINS.get(mark.kind, ("neutral", ""))
    return badge(origin_words(mark), tone, icon_name=name)


@register.filter
def origin_words(mark: Badge) -> str:
    """Where a value comes from, in a word or two."""
    words = {
        "offer": mark.supplier_name or _("a removed supplier"),
        "manual": mark.label or _("by hand"),
        "rule": mark.label or _("a rule"),
        "ai": mark.label or _("AI"),
        "kept": _("kept"),
        "model": _("from the model"),
    }
    return words.get(mark.kind, mark.label or mark.kind)
