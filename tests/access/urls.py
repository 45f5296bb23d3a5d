"""Every address of the product, as the URL configuration knows it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Route(NamedTuple):
    """An address with its parameters (`products/<uuid:product_id>/`), and the view behind it."""

    address: str
    view: Any
    parameters: tuple[str, ...]


def routes() -> list[Route]:
    """All of them; of the back office the ones that are not about one model."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and not _of_one_model(address):
            yield Route(address, pattern.callback, tuple(pattern.pattern.converters))


def _of_one_model(address: str) -> bool:
    """`admin/APP/MODEL/...`: the lists among them come from the registry of the back office."""
    return address.startswith("admin/") and address.count("/") > 2
