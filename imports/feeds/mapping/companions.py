"""The column that holds the unit of another one: `weight_unit` beside `weight`, `poids/@unite` of `poids`."""

import re
from collections.abc import Mapping

from imports.feeds.mapping.matching import squash
from imports.feeds.mapping.naming import split_words
from imports.feeds.mapping.profiles import Profile

_UNIT_WORD = re.compile(
    "unit|uom|einheit|unidad|jednostk|jednotk|mjern|eenheid|enhet|enhed|yksikko|birim|единиц|одиниц|単位|单位|단위"
)
_NEARLY_ALL = 0.9
_TELLING_LENGTH = 3
_AMOUNTS = frozenset({"value", "amount", "measurement", "valeur", "wert"})
_PARENT = re.compile(r"^(.+)[/.][^/.]+$")


def weight_unit_column(column: str, profiles: Mapping[str, Profile]) -> str | None:
    """The column whose cells are the weight units of `column`: an attribute or neighbour of it, or named alike."""
    for other, values in profiles.items():
        is_unit = values.weight_units >= _NEARLY_ALL and _UNIT_WORD.search(squash(split_words(other)))
        if other != column and is_unit and _belongs(other, column):
            return other
    return None


def is_amount(column: str) -> bool:
    """Whether the name only says that a number is meant: `Measure/Measurement`, `weight.value`."""
    return _last(column).lower() in _AMOUNTS


def _belongs(unit: str, column: str) -> bool:
    if unit.startswith((f"{column}/@", f"{column}.")):
        return True
    mine, its = _PARENT.match(column), _PARENT.match(unit)
    if its is None:
        return _shares_a_word(unit, _last(column))
    if mine is None or mine[1] != its[1]:
        return False
    return is_amount(column) or _shares_a_word(_last(unit), _last(column))


def _last(path: str) -> str:
    return re.split(r"[/.]", path)[-1]


def _shares_a_word(unit: str, column: str) -> bool:
    """Whether the name of the unit repeats a word of the column, also within a longer word ("Gewichtseinheit")."""
    joined = squash(split_words(unit))
    return any(word in joined for word in split_words(column) if len(word) >= _TELLING_LENGTH)
