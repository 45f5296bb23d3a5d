"""Numbered pages of lists that a selector has already cut."""

from collections.abc import Iterator
from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

MOST_PAGES = 1_000_000


class Cut(Protocol):
    """A page as selectors return it."""

    @property
    def items(self) -> list[Any]: ...
    @property
    def total(self) -> int: ...
    @property
    def page(self) -> int: ...
    @property
    def per_page(self) -> int: ...


class _Counted:
    """Stands for the whole list where only its length matters."""

    def __init__(self, total: int) -> None:
        self.total = total

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: Any) -> Any:
        return ()

    def __iter__(self) -> Iterator[Any]:
        return iter(())


def page_number(request: HttpRequest) -> int:
    """The page the address asks for; anything strange is the first."""
    given = request.GET.get("page", "1")
    return max(1, min(int(given), MOST_PAGES)) if given.isdecimal() else 1


def page_size(request: HttpRequest, sizes: tuple[int, ...]) -> int:
    """The page size the address asks for, when it is one of `sizes`; else the first of them."""
    given = request.GET.get("per_page", "")
    return int(given) if given.isdecimal() and int(given) in sizes else sizes[0]


def pages_of(cut: Cut, *, total: int | None = None) -> Page[Any]:
    """The page as `{% pages %}` wants it; `total` when fewer rows can be paged through than were found."""
    counted = _Counted(cut.total if total is None else total)
    return Page(cut.items, cut.page, Paginator(counted, cut.per_page))
