"""The filters of the list of products as its page shows them: chips with their way out, inputs with their values."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from catalog.completeness import label_of_code
from catalog.models import AttributeFamily, Brand, Category
from catalog.rights import READ
from catalog.selectors.facets import Choice
from catalog.selectors.filters import (
    BY_NAME,
    FILTERS,
    SHORT_SEARCH,
    Filter,
    FilterKind,
    ProductFilters,
    readable_filters,
)
from catalog.selectors.narrowing import narrowed, narrowed_further
from catalog.selectors.offering import known_suppliers
from core.access import allowed
from core.configuration.formats import written_number

Named = dict[str, str]
# Parameters of the list that are no filters.
OTHERS = ("sort", "per_page", "layout", "columns", "view", "after", "before", "page")
CURSORS = ("after", "before", "page")


@dataclass(frozen=True)
class Chip:
    """An active filter: its label, its value in words, the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Input:
    """What a form needs of a filter: its present texts, what can be chosen, what is wrong with it."""

    name: str
    label: Any
    help: Any
    texts: list[str]
    choices: tuple[tuple[str, Any], ...] = ()
    error: str = ""

    @property
    def text(self) -> str:
        """The only value, as it was typed."""
        return self.texts[-1] if self.texts else ""


@dataclass
class FilterPanel:
    """The filters that an address names; those that cannot be read do not narrow and say why."""

    params: QueryDict
    user: Any
    filters: ProductFilters = field(init=False)
    refused: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        values, self.refused = readable_filters(self.params)
        self.filters = ProductFilters(**values, seen_by=self.user)

    @property
    def inputs(self) -> dict[str, Input]:
        """What forms show, by name of the filter."""
        return {
            each.name: Input(
                each.name, each.label, each.help, self._texts(each), each.choices, self.refused.get(each.name, "")
            )
            for each in FILTERS
        }

    @property
    def chips(self) -> list[Chip]:
        """The active filters, each value with its own way out."""
        names = self._names
        return [
            Chip(str(each.label), words_of(each, text, names), self._without(each, text))
            for each in FILTERS
            for text in self._texts(each)
            if each.name not in self.refused
        ]

    def chosen(self, name: str) -> list[Choice]:
        """The present values of a filter as choices without a number."""
        each, names = BY_NAME[name], self._names
        return [Choice(text, words_of(each, text, names), None) for text in self._texts(each)]

    def others(self, shown: Container[str]) -> list[tuple[str, str]]:
        """The active filters that are not among those shown, as names and values."""
        return [(each.name, text) for each in FILTERS if each.name not in shown for text in self._texts(each)]

    @property
    def count(self) -> int:
        """How many filters are active, the search not counted."""
        return sum(len(self._texts(each)) for each in FILTERS if each.name != "search")

    @property
    def query(self) -> str:
        """The filters alone, as a query string without anything empty."""
        only = QueryDict(mutable=True)
        for each in FILTERS:
            if texts := self._texts(each):
                only.setlist(each.name, texts)
        return only.urlencode()

    @property
    def address(self) -> str:
        """Filters, order and look of the list, without its page and the view it belongs to: what a view keeps."""
        kept = QueryDict(self.query, mutable=True)
        for name in OTHERS:
            if name not in (*CURSORS, "view", "columns") and self.params.get(name):
                kept[name] = str(self.params[name])
        return kept.urlencode()

    def _texts(self, each: Filter) -> list[str]:
        texts = [text.strip() for text in self.params.getlist(each.name) if text.strip()]
        if each.name == "search" and not texts:
            texts = [text.strip() for text in self.params.getlist(SHORT_SEARCH) if text.strip()]
        return texts if each.many else texts[-1:]

    def _without(self, each: Filter, text: str) -> str:
        kept = self.params.copy()
        for name in CURSORS:
            kept.pop(name, None)
        names = (each.name, SHORT_SEARCH) if each.name == "search" else (each.name,)
        for name in names:
            kept.setlist(name, [value for value in kept.getlist(name) if value.strip() not in (text, "")])
        return f"?{kept.urlencode()}"

    @cached_property
    def _names(self) -> dict[str, Named]:
        """The names of the ids that are filtered by, as far as the person may know them: one query for each kind.

        Addresses and shared views come from others: they name what a reader by grants may have nothing of.
        """
        wanted = {name: getattr(self.filters, BY_NAME[name].attribute) for name in (*_NAMES, "supplier_id")}
        found = {name: _NAMES[name](self._met(name, ids)) for name, ids in wanted.items() if ids and name in _NAMES}
        known = known_suppliers(wanted["supplier_id"], seen_by=self.user) if wanted["supplier_id"] else {}
        return {**found, "supplier_id": {str(pk): each.name for pk, each in known.items()}}

    def _met(self, name: str, ids: Iterable[UUID]) -> Iterable[UUID]:
        """Those of the ids that some product has which the person sees; one query for each to a reader by grants."""
        if allowed(self.user, READ):
            return ids
        seen = narrowed(ProductFilters(seen_by=self.user))
        only: list[tuple[UUID, dict[str, Any]]] = [(pk, {BY_NAME[name].attribute: (pk,)}) for pk in ids]
        return [pk for pk, one in only if narrowed_further(seen, ProductFilters(**one)).exists()]


def words_of(each: Filter, text: str, names: Mapping[str, Named]) -> str:
    """A value of a filter in words."""
    if each.kind is FilterKind.FLAG:
        return _("yes") if text.lower() in ("yes", "true", "1", "on") else _("no")
    if each.kind is FilterKind.CHOICE:
        return str(dict(each.choices).get(text, text))
    if each.kind is FilterKind.ID:
        return names.get(each.name, {}).get(text) or text[:8]
    if each.name == "missing_field":
        return label_of_code(text)
    if each.kind in (FilterKind.SINCE, FilterKind.UNTIL):
        return _day(each, text)
    return text


def _day(each: Filter, text: str) -> str:
    moment = readable_filters({each.name: text})[0].get(each.attribute)
    return date_format(localtime(moment), "SHORT_DATE_FORMAT") if moment else text


def _brand_names(ids: Iterable[UUID]) -> Named:
    return {str(pk): name for pk, name in Brand.objects.filter(pk__in=ids).values_list("pk", "name")}


def _category_paths(ids: Iterable[UUID]) -> Named:
    return {str(pk): path for pk, path in Category.objects.filter(pk__in=ids).values_list("pk", "path")}


def _family_names(ids: Iterable[UUID]) -> Named:
    return {str(pk): name for pk, name in AttributeFamily.objects.filter(pk__in=ids).values_list("pk", "name")}


_NAMES: dict[str, Callable[[Iterable[UUID]], Named]] = {
    "brand_id": _brand_names,
    "category_id": _category_paths,
    "family_id": _family_names,
}


def total_words(total: int, *, exact: bool) -> str:
    """“1,234” or “about 1,234”."""
    number = written_number(total, None)
    return number if exact else _("about %(number)s") % {"number": number}
