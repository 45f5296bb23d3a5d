"""Numbered pages of lists that a selector has already cut."""

from collections.abc import Iterator
from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


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

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __getitem__(self, part: Any) -> Any:
        return ()


def page_number(request: HttpRequest) -> int:
    """The page the address asks for; anything strange is the first."""
    given = request.GET.get("page", "1")
    return max(1, min(int(given), 1_000_000)) if given.isdecimal() else 1


def pages_of(cut: Cut, *, total: int | None = None) -> Page[Any]:
    """The page as `{% pages %}` wants it; `total` when fewer rows can be paged through than were found."""
    counted = _Counted(cut.total if total is None else total)
    return Page(cut.items, cut.page, Paginator(counted, cut.per_page))
