"""Nested JSON records as flat columns: `price.amount`, `tags[]`, `variants[].sku`."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

SEPARATOR = "\n"
PICTURE = r"(?i)^(?:https?:)?//|^\S+\.(?:jpe?g|png|webp|gif|svg|avif|pdf)(?:\?\S*)?$"
NUMERIC = r"^[-+]?[\d.,\s]+$"
_PICTURE = re.compile(PICTURE)
_NUMERIC = re.compile(NUMERIC)


def flat(record: Mapping[str, Any], max_depth: int) -> dict[str, str | None]:
    """Return the values of a record by path; a path that is only ever null or empty has None."""
    row: dict[str, str | None] = {}
    repeated: dict[str, list[str]] = {}
    _put(row, repeated, record, "", max_depth)
    for path, values in repeated.items():
        row[path] = values[0] if len(values) == 1 else merged(values, plain=path.endswith("[]")) if values else None
    return row


def _put(
    row: dict[str, str | None], repeated: dict[str, list[str]], record: Mapping[str, Any], at: str, depth: int
) -> None:
    for key, value in record.items():
        kind = type(value)
        if kind is str:
            row[at + key] = value or None
        elif kind is dict and depth > 0 and value:
            _put(row, repeated, value, f"{at}{key}.", depth - 1)
        elif kind is list and value:
            for item in value:
                _put_item(repeated, item, f"{at}{key}[]", depth - 1)
        else:
            row[at + key] = scalar_text(value)


def _put_item(repeated: dict[str, list[str]], item: Any, path: str, depth: int) -> None:
    """Collect what one element of a list holds, under the path of the list."""
    if isinstance(item, dict) and depth > 0:
        for key, value in item.items():
            _put_item(repeated, value, f"{path}.{key}", depth - 1)
    elif isinstance(item, list) and depth > 0:
        for value in item:
            _put_item(repeated, value, f"{path}[]", depth - 1)
    else:
        values = repeated.setdefault(path, [])
        if (text := scalar_text(item)) is not None:
            values.append(text)


def merged(values: list[str], *, plain: bool) -> str:
    """Make one cell of repeated values: links and plain words are a list, of numbers and codes the first counts."""
    if any(_PICTURE.match(value) for value in values):
        return SEPARATOR.join(dict.fromkeys(values))
    if plain and not all(_NUMERIC.match(value) for value in values):
        return SEPARATOR.join(dict.fromkeys(values))
    return values[0]


def scalar_text(value: Any) -> str | None:
    """Write a JSON scalar as a person would; an empty or over-deep structure as JSON."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2.0**53:
        return str(int(value))
    if isinstance(value, dict | list):
        return orjson.dumps(value).decode() if value else None
    return str(value)
