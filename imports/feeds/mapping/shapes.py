"""Targets guessed from values alone, for columns whose name says nothing."""

from collections.abc import Callable

from imports.feeds.mapping.profiles import Profile
from imports.feeds.mapping.why import Why

Guess = tuple[float, Why]
_ENOUGH_FILLED, _ENOUGH_ROWS = 0.3, 5
_EVEN_WITH_HEADER = frozenset({"ean", "image_url"})


def guess_from_values(values: Profile, *, has_names: bool) -> dict[str, Guess]:
    """Target -> confidence and reason.

    In a file with a header a column with a foreign name is only guessed where its values leave no doubt.
    """
    if values.filled < _ENOUGH_FILLED or (has_names and values.filled_rows < _ENOUGH_ROWS):
        return {}
    found = {}
    for target, measure in _MEASURES.items():
        if has_names and target not in _EVEN_WITH_HEADER:
            continue
        confidence = measure(values)
        if confidence > 0:
            found[target] = (confidence, Why(f"values_{target}"))
    return found


def _is_code_column(values: Profile) -> bool:
    return values.valid_codes > 0.7 and values.share("code_shape") > 0.7


def _ean(values: Profile) -> float:
    return (
        0.5 + 0.45 * values.valid_codes * min(values.distinct * 1.2, 1)
        if _is_code_column(values) and values.distinct > 0.5
        else 0
    )


def _image(values: Profile) -> float:
    return 0.7 * values.share("image") if values.share("url") > 0.6 and values.share("image") > 0.6 else 0


def _url(values: Profile) -> float:
    return 0.6 if values.share("url") > 0.8 and values.share("image") < 0.3 else 0


def _title(values: Profile) -> float:
    if (
        values.share("letters") < 0.9
        or values.share("spaces") < 0.5
        or values.share("html") > 0.1
        or values.share("path") > 0.5
    ):
        return 0
    if not 6 <= values.mean_length <= 150 or values.share("url") > 0.1 or values.share("date") > 0.3:
        return 0
    return 0.35 + 0.35 * min(values.distinct * 1.5, 1) if values.distinct > 0.15 else 0


def _description(values: Profile) -> float:
    if values.share("letters") < 0.9 or values.share("url") > 0.1 or values.mean_length < 60:
        return 0
    return 0.45 + 0.2 * min(values.mean_length / 200, 1)


def _price(values: Profile) -> float:
    if values.share("number") < 0.9 or values.share("decimals") < 0.5 or values.share("negative") > 0.05:
        return 0
    return 0.5 + 0.25 * min(values.distinct * 1.5, 1) + 0.15 * values.share("money")


def _sku(values: Profile) -> float:
    if (
        values.share("spaces") > 0.1
        or values.share("decimals") > 0.3
        or values.share("url") > 0
        or values.share("date") > 0
    ):
        return 0
    if (
        not 3 <= values.mean_length <= 25
        or values.distinct < 0.8
        or values.share("number") - values.share("integer") > 0.9 > values.valid_codes
    ):
        return 0
    return 0.45 + 0.2 * values.distinct - 0.1 * values.valid_codes


def _category(values: Profile) -> float:
    if (
        values.share("letters") < 0.8
        or values.share("url") > 0.1
        or values.share("html") > 0.1
        or values.mean_length > 150
    ):
        return 0
    if values.share("path") > 0.6:
        return 0.65
    return 0


def _stock(values: Profile) -> float:
    if values.share("integer") < 0.95 or values.max_length > 5 or values.distinct_values < 3:
        return 0.6 * values.stock_words if values.stock_words > 0.8 else 0
    return 0.5 if values.share("leading_zero") < 0.2 else 0


def _currency(values: Profile) -> float:
    return 0.7 if values.currencies > 0.95 and values.mean_length <= 3.5 else 0


_MEASURES: dict[str, Callable[[Profile], float]] = {
    "ean": _ean,
    "image_url": _image,
    "url": _url,
    "title": _title,
    "description": _description,
    "price": _price,
    "supplier_sku": _sku,
    "category": _category,
    "stock": _stock,
    "currency": _currency,
}
