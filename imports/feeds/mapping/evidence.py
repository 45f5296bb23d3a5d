"""How well the values of a column fit a target: 0 forbids it, 1 is what one expects."""

from collections.abc import Callable

from imports.feeds.mapping.profiles import Profile

_ENOUGH_ROWS = 5
Fit = Callable[[Profile], float]
NEUTRAL = 0.8
"""Fit of an empty column: the name alone has to decide."""


def fit_of(target: str, profile: Profile) -> float:
    """The fit of a profile for `target`, `NEUTRAL` for an empty column."""
    return NEUTRAL if profile.is_empty else _FITS[target](profile)


def _ean(values: Profile) -> float:
    if values.share("code_shape") < 0.3 or values.share("date") > 0.5:
        return 0.0
    if values.share("scientific") > 0.2:
        return 0.8
    return 0.4 + 0.6 * values.valid_codes


def _code(values: Profile) -> float:
    if values.share("url") > 0.3 or values.mean_length > 60 or values.share("html") > 0.2:
        return 0.0
    if _looks_like_money(values) or values.currencies > 0.9 or values.booleans > 0.9:
        return 0.3
    fit = 1.0 if values.distinct > 0.9 else 0.55 + 0.4 * values.distinct
    fit -= 0.3 if values.is_constant else 0.0
    return max(fit - 0.3 * values.share("spaces"), 0.1)


def _title(values: Profile) -> float:
    if values.share("letters") < 0.5 or values.share("url") > 0.3 or values.currencies > 0.9:
        return 0.0
    fit = 0.6 + 0.35 * min(values.distinct * 1.5, 1.0) if values.filled_rows > 3 else 0.9
    fit += 0.05 * values.share("spaces")
    fit -= 0.25 if values.mean_length > 200 or values.share("html") > 0.3 else 0.0
    fit -= 0.4 if values.is_constant and values.filled_rows > 5 else 0.0
    return fit - (0.2 if values.mean_length < 4 else 0.0)


def _brand(values: Profile) -> float:
    if values.share("letters") < 0.5 or values.share("url") > 0.3 or values.mean_length > 80:
        return 0.0
    if values.booleans > 0.9 or values.share("html") > 0.2:
        return 0.0
    return 1.0 if values.distinct < 0.8 or values.filled_rows < 20 else 0.8


def _category(values: Profile) -> float:
    if (
        values.share("url") > 0.3
        or values.share("image") > 0.3
        or values.share("html") > 0.2
        or values.mean_length > 400
    ):
        return 0.0
    if values.product_kinds > 0.6:
        return 0.0
    if values.booleans > 0.9 or values.share("date") > 0.5 or values.share("decimals") > 0.5:
        return 0.2
    fit = 0.8 + 0.2 * values.share("letters") + 0.2 * values.share("path")
    if values.filled_rows >= 20 and values.distinct > 0.9:
        fit -= 0.4
    return min(fit, 1.0)


def _description(values: Profile) -> float:
    if values.share("letters") < 0.5 or values.share("url") > 0.5 or values.share("json") > 0.5:
        return 0.0
    if values.mean_length < 12 and values.distinct < 0.3:
        return 0.3
    return min(0.7 + values.mean_length / 300 + 0.2 * values.share("html"), 1.0)


def _short_text(values: Profile) -> float:
    return 0.0 if values.share("letters") < 0.5 or values.share("url") > 0.5 else 0.9


def _looks_like_money(values: Profile) -> bool:
    return values.share("number") > 0.8 and (values.share("decimals") > 0.7 or values.share("money") > 0.5)


def _price(values: Profile) -> float:
    if values.share("number") < 0.5 or values.share("date") > 0.3 or values.share("weight") > 0.5:
        return 0.0
    fit = 0.75 + 0.15 * values.share("decimals") + 0.2 * values.share("money")
    fit -= 0.4 * values.share("negative")
    fit -= 0.3 if values.is_constant and values.share("zero") == 1 else 0.0
    if values.share("code_shape") > 0.5 and values.share("decimals") < 0.2:
        fit = 0.2
    return min(fit, 1.0)


def _stock(values: Profile) -> float:
    if values.share("date") > 0.3 or values.share("url") > 0.3:
        return 0.0
    fit = max(0.9 * values.stock_words, values.share("integer"))
    if values.booleans + values.stock_words > 0.9 and values.stock_words < 0.5:
        return 0.6
    if values.share("code_shape") > 0.5:
        return 0.2
    return 0.0 if fit < 0.5 else fit


def _weight(values: Profile) -> float:
    if values.share("weight") > 0.3:
        return 1.0
    if values.share("number") < 0.6 or values.share("money") > 0.5 or values.share("code_shape") > 0.8:
        return 0.0
    return 0.85


def _currency(values: Profile) -> float:
    return 1.0 if values.currencies > 0.8 else 0.0


def _image(values: Profile) -> float:
    if values.share("image") > 0.3:
        return 1.0
    return 0.85 if values.share("url") > 0.5 else 0.0


def _url(values: Profile) -> float:
    if values.share("url") < 0.5:
        return 0.0
    return 0.3 if values.share("image") > 0.5 else 1.0


def _rate(values: Profile) -> float:
    return 0.9 if values.max_length <= 60 and values.distinct_values <= 20 else 0.0


def _parent(values: Profile) -> float:
    if values.filled_rows >= _ENOUGH_ROWS and values.distinct > 0.97 and values.filled > 0.98:
        return 0.0
    return 0.0 if values.share("url") > 0.5 or values.mean_length > 100 else 0.9


def _status(values: Profile) -> float:
    return 0.0 if values.status_words + values.booleans < 0.5 else 0.8 + 0.2 * values.status_words


_FITS: dict[str, Fit] = {
    "ean": _ean,
    "supplier_sku": _code,
    "mpn": _code,
    "asin": _code,
    "parent_ref": _parent,
    "title": _title,
    "brand": _brand,
    "category": _category,
    "description": _description,
    "short_description": _short_text,
    "tags": _short_text,
    "price": _price,
    "price_promo": _price,
    "price_list": _price,
    "cost": _price,
    "stock": _stock,
    "weight": _weight,
    "currency": _currency,
    "vat_rate": _rate,
    "image_url": _image,
    "url": _url,
    "status": _status,
}
