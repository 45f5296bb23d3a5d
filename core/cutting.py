"""Ordered lists cut for selectors: numbered pages, and cursors that stay fast and stable at any depth."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import InvalidInput

T = TypeVar("T")
M = TypeVar("M", bound=Model)
LONGEST_CURSOR = 1000


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """One page of a list; `next_cursor` leads to the page behind it, None at the end."""

    items: list[T]
    total: int
    page: int
    per_page: int
    next_cursor: str | None = None


def list_page(
    found: QuerySet[M],
    shape: Callable[[M], T],
    *,
    sort: str,
    page: int = 1,
    per_page: int = 20,
    after: str = "",
    counted: bool = True,
) -> ListPage[T]:
    """The page of `found` in the order of `sort` (a column, "-" downwards) and the key behind it. Two queries.

    `after`, a cursor of the page before, goes on from there instead of counting pages; the column must be indexed and
    never empty. Without `counted` the total is 0 and costs no query. Raises InvalidInput for a cursor that is damaged
    or of another order.
    """
    rows = _behind(found, sort, after) if after else found
    first = 0 if after else (page - 1) * per_page
    direction = "-" if sort.startswith("-") else ""
    cut = list(rows.order_by(sort, f"{direction}pk")[first : first + per_page + 1])
    kept = cut[:per_page]
    cursor = cursor_of(sort, getattr(kept[-1], sort.lstrip("-")), kept[-1].pk) if len(cut) > per_page else None
    return ListPage([shape(row) for row in kept], found.count() if counted else 0, page, per_page, cursor)


def cursor_of(sort: str, value: Any, key: Any) -> str:
    """An opaque text for "behind the row with this value and key in this order"."""
    text = orjson.dumps([sort, value, key], default=str)
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def read_cursor(cursor: str, *, sort: str) -> tuple[Any, str]:
    """Value and key of the row the cursor stands behind; raises InvalidInput unless it was made for this order."""
    try:
        padded = cursor[:LONGEST_CURSOR].encode() + b"=" * (-len(cursor) % 4)
        made_for, value, key = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError) as error:
        raise damaged_cursor() from error
    if not (isinstance(key, (str, int)) and (value is None or isinstance(value, (str, int, float)))):
        raise damaged_cursor()
    if made_for != sort:
        raise InvalidInput(
            _("This cursor belongs to another order of the list: keep sort_by and order, or begin without it."),
            code="BAD_CURSOR",
        )
    return value, str(key)


def damaged_cursor() -> InvalidInput:
    """The refusal of a cursor that is none of ours."""
    return InvalidInput(_("This cursor is damaged: begin again without it."), code="BAD_CURSOR")


def _behind(found: QuerySet[M], sort: str, cursor: str) -> QuerySet[M]:
    value, key = read_cursor(cursor, sort=sort)
    column, beyond = sort.lstrip("-"), "lt" if sort.startswith("-") else "gt"
    try:
        field: Any = found.model._meta.get_field(column)
        value = field.to_python(value)
        key = found.model._meta.pk.to_python(key)
    except (ValidationError, FieldDoesNotExist, ValueError, TypeError, OverflowError) as error:
        raise damaged_cursor() from error
    if value is None:
        raise damaged_cursor()
    # The first condition repeats what the second implies: it is the one an index can begin at.
    return found.filter(**{f"{column}__{beyond}e": value}).filter(
        Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"pk__{beyond}": key})
    )
