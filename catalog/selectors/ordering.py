"""The order of lists of products: sort keys with the id behind them, read from any place in both directions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.functions import Left

from catalog.models import Product
from catalog.models.product import TITLE_SORT_LENGTH
from core.cutting import cursor_of, damaged_cursor, read_cursor
from core.errors import InvalidInput

SORTS = ("title", "price", "stock", "created_at", "updated_at")
# Blanks come last, in both directions.
NULLABLE = ("price", "stock")


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind or before a row (its cursor), or at the n-th."""

    after: str = ""
    before: str = ""
    first: int = 0


@dataclass(frozen=True)
class Order:
    """A sort key with the id behind it, so that equal keys have one order."""

    name: str
    descending: bool

    @classmethod
    def of(cls, sort: str) -> "Order":
        """The order of that name, "-" downwards; raises InvalidInput."""
        name = sort.removeprefix("-")
        if name not in SORTS:
            raise InvalidInput(f"“{sort}” is no sort order: use one of {', '.join(SORTS)}.", code="UNKNOWN_SORT")
        return cls(name, sort.startswith("-"))

    @property
    def sort(self) -> str:
        """Its name as `of` reads it."""
        return f"-{self.name}" if self.descending else self.name

    def ids(self, found: QuerySet[Product], place: Place, *, count: int) -> list[UUID]:
        """So many ids from the place on; before a row they come in the opposite order, the nearest first."""
        if place.after or place.before:
            return self._from_row(found, place, count)
        ids: list[UUID] = []
        skipped = place.first
        for part in self._parts(found):
            ids += self._cut(part, skipped, count - len(ids), self.descending)
            if len(ids) >= count:
                break
            # Only the blanks behind the values can begin in the middle of a page.
            skipped = max(0, skipped - part.count()) if skipped and not ids and self._is_split else 0
        return ids

    def cursor(self, row: Any) -> str:
        """Names the row as a place: of a row of the list."""
        value = row.sort_title if self.name == "title" else getattr(row, self.name)
        return cursor_of(self.sort, None if value is None else str(value), row.id)

    def _from_row(self, found: QuerySet[Product], place: Place, count: int) -> list[UUID]:
        value, pk = self._decoded(place.after or place.before)
        downwards = self.descending != bool(place.before)
        parts = self._parts(found)
        here = int(self._is_split and value is None)
        further = parts[:here][::-1] if place.before else parts[here + 1 :]
        ids: list[UUID] = []
        for part in (self._beyond(parts[here], value, pk, downwards), *further):
            ids += self._cut(part, 0, count - len(ids), downwards)
            if len(ids) >= count:
                break
        return ids

    @property
    def _is_split(self) -> bool:
        return self.name in NULLABLE

    def _parts(self, found: QuerySet[Product]) -> Sequence[QuerySet[Product]]:
        """The list in parts that are each one stretch of the index: those with a value, the blanks."""
        if not self._is_split:
            return (found,)
        empty = f"{self.name}__isnull"
        return (found.filter(**{empty: False}), found.filter(**{empty: True}))

    def _beyond(self, part: QuerySet[Product], value: Any, pk: UUID, downwards: bool) -> QuerySet[Product]:
        if value is None:
            return part.filter(**{"pk__lt" if downwards else "pk__gt": pk})
        column: Any = Product._meta.get_field("search_text" if self.name == "title" else self.name)
        return part.filter(_Beyond.of(self._key(), Value(value, column), pk, "<" if downwards else ">"))

    def _cut(self, part: QuerySet[Product], first: int, count: int, downwards: bool) -> list[UUID]:
        key, pk = self._key(), F("pk")
        ordered = part.order_by(key.desc(), pk.desc()) if downwards else part.order_by(key.asc(), pk.asc())
        return list(ordered.values_list("pk", flat=True)[first : first + count])

    def _decoded(self, cursor: str) -> tuple[Any, UUID]:
        """The value and id the cursor stands behind; raises InvalidInput for one that was tampered with."""
        value, key = read_cursor(cursor, sort=self.sort)
        column: Any = Product._meta.get_field("search_text" if self.name == "title" else self.name)
        try:
            known = None if value is None and self._is_split else column.get_prep_value(column.to_python(value))
            if known is None and not self._is_split:
                raise damaged_cursor()
            return known, UUID(key)
        except (ValidationError, ValueError, TypeError, ArithmeticError) as error:
            raise damaged_cursor() from error

    def _key(self) -> Any:
        return Left("search_text", Value(TITLE_SORT_LENGTH)) if self.name == "title" else F(self.name)


class _Beyond(Func):
    """`(key, id) > (value, pk)`: one stretch of the index, also amid thousands of equal keys."""

    output_field = BooleanField()
    template = "(%(expressions)s)"

    @classmethod
    def of(cls, key: Any, value: Any, pk: UUID, sign: str) -> "_Beyond":
        return cls(_Row(key, F("pk")), _Row(value, Value(pk, Product._meta.pk)), arg_joiner=f" {sign} ")


class _Row(Func):
    """`(a, b)`, to be compared as one."""

    output_field = BooleanField()
    template = "(%(expressions)s)"
