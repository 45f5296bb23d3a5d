"""Nested JSON records as flat columns: `price.amount`, `tags[]`, `variants[].sku`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

SEPARATOR = "\n"
_PICTURE = re.compile(r"^(?:https?:)?//|^\S+\.(?:jpe?g|png|webp|gif|svg|avif|pdf)(?:\?\S*)?$", re.IGNORECASE)
_NUMERIC = re.compile(r"^[-+]?[\d.,\s]+$")


def flat(record: Mapping[str, Any], max_depth: int) -> dict[str, str | None]:
    """Return the values of a record by path; a path that is only ever null or empty has None."""
    found: dict[str, list[str]] = {}
    for path, value in _leaves(record, "", max_depth):
        values = found.setdefault(path, [])
        if value is not None:
            values.append(value)
    return {path: _one(path, values) for path, values in found.items()}


def _one(path: str, values: list[str]) -> str | None:
    if len(values) < 2:
        return values[0] if values else None
    return merged(values, plain=path.endswith("[]"))


def merged(values: list[str], *, plain: bool) -> str:
    """Make one cell of repeated values: links and plain words are a list, of numbers and codes the first counts."""
    if any(_PICTURE.match(value) for value in values):
        return SEPARATOR.join(dict.fromkeys(values))
    if plain and not all(_NUMERIC.match(value) for value in values):
        return SEPARATOR.join(dict.fromkeys(values))
    return values[0]


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, str | None]]:
    if isinstance(value, dict):
        if depth <= 0:
            yield path, orjson.dumps(value).decode()
            return
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, f"{path}[]", depth - 1)
    else:
        yield path, None if value is None or value == "" else scalar_text(value)


def scalar_text(value: Any) -> str:
    """Write a JSON scalar as a person would."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2.0**53:
        return str(int(value))
    return str(value)
