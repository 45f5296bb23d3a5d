"""The content of a recipe's document checked entry by entry."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from core.tabular import Overrides
from imports.feeds.filtering import read_filters
from imports.feeds.mapping.fields import TARGETS, target_of
from imports.feeds.mapping.model import Mapping
from imports.feeds.recipes.decisions import FILTERED, HELD, IMPORTED, Outcome
from imports.feeds.recipes.faults import Place
from imports.feeds.recipes.parsing import Document
from imports.feeds.recipes.samples import LONGEST_CELL, MOST_SAMPLES, Sample
from imports.feeds.transformations import Surroundings, compile_chain
from imports.feeds.validation.rules import read_rules

MOST_COLUMNS, MOST_VALUES, LONGEST_NAME = 2_000, 20_000, 500
_PLAIN = ("column", "expression", "default", "decimal")
_ENTRY = (*_PLAIN, "transformations", "mode")
_READING = tuple(field.name for field in fields(Overrides))


def read_content(document: Document, root: Place) -> dict[str, Any]:
    """The values of a template; raises RecipeInvalid naming the place of the first fault."""
    typed, texts = document.typed, document.texts
    columns = root.at("columns").texts(texts.get("columns"), most=MOST_COLUMNS, longest=LONGEST_NAME)
    mapping = _mapping(document, root, columns)
    return {
        "columns": columns,
        "reading": _reading(typed.get("reading"), root.at("reading")),
        "mapping": mapping.to_json(),
        "identity": _identity(texts.get("identity"), mapping, root.at("identity")),
        "rules": _understood(typed.get("rules"), read_rules, root.at("rules")),
        "filters": _understood(typed.get("filters"), read_filters, root.at("filters")),
        "value_maps": _value_maps(texts.get("value_maps"), root.at("value_maps")),
        "samples": [sample.to_json() for sample in _samples(texts.get("samples"), root.at("samples"))],
    }


def _mapping(document: Document, root: Place, columns: list[str]) -> Mapping:
    place = root.at("mapping")
    typed, texts = place.table(document.typed.get("mapping")), place.table(document.texts.get("mapping"))
    if not typed:
        raise place.fault("", _("at least one field"))
    entries = {
        str(name): _entry(entry, texts.get(str(name)), place.at(str(name)), columns) for name, entry in typed.items()
    }
    with root.at("inherit").names_faults():
        return Mapping.from_json({"fields": entries, "inherit": _inherit(document.texts, root.at("inherit"))})


def _inherit(texts: dict[str, Any], place: Place) -> dict[str, Any] | None:
    rule = place.table(texts.get("inherit"))
    place.refuse_unknown(rule, ("by", "fields"))
    if not rule:
        return None
    by = place.at("by").text(rule.get("by"), longest=LONGEST_NAME)
    return {"by": by or None, "fields": place.at("fields").texts(rule.get("fields"), most=50, longest=200)}


def _entry(typed: Any, texts: Any, place: Place, columns: list[str]) -> dict[str, Any]:
    """One field: column and default are the texts that stand there, the rest has types."""
    name = place.path.partition(".")[2]
    if target_of(name) is None:
        raise place.fault(name, _("one of: %s") % ", ".join([*TARGETS, "attribute:…", "price:…", "stock:…"]))
    typed, texts = place.table(typed), place.table(texts)
    place.refuse_unknown(typed, _ENTRY)
    plain = {key: place.at(key).text(texts[key], longest=LONGEST_CELL) for key in _PLAIN if key in texts}
    entry = {**typed, **{key: value or None for key, value in plain.items()}}
    if columns and entry.get("column") and entry["column"] not in columns:
        raise place.at("column").fault(entry["column"], _("one of the columns: %s") % ", ".join(columns[:30]))
    with place.names_faults():
        mapped = Mapping.from_json({"fields": {name: entry}}).fields[name]
    with place.at("transformations").names_faults():
        compile_chain(pl.col("cell"), mapped.transformations, Surroundings(columns=tuple(columns)))
    return entry


def _reading(value: Any, place: Place) -> dict[str, Any]:
    table = place.table(value)
    place.refuse_unknown(table, _READING)
    for name, entry in table.items():
        if not isinstance(entry, str | int) or len(str(entry)) > LONGEST_NAME:
            raise place.at(name).fault(entry, _("a text or a whole number"))
    return table


def _identity(value: Any, mapping: Mapping, place: Place) -> list[str]:
    names = place.texts(value, most=10, longest=200)
    for number, name in enumerate(names):
        if name not in mapping.fields:
            raise place.at(number).fault(name, _("one of the mapped fields: %s") % ", ".join(mapping.fields))
    return names


def _understood(value: Any, read: Callable[[Any], Any], place: Place) -> list[Any]:
    entries = place.entries(value, most=200)
    with place.names_faults():
        read(entries)
    return entries


def _value_maps(value: Any, place: Place) -> dict[str, dict[str, str]]:
    maps = place.table(value)
    count = 0
    for field, table in maps.items():
        pairs = place.at(field).table(table)
        count += len(pairs)
        if count > MOST_VALUES:
            raise place.fault(count, _("at most %s values") % MOST_VALUES)
        for received, target in pairs.items():
            place.at(field).at(received).text(target, longest=LONGEST_NAME)
    return maps


def _samples(value: Any, place: Place) -> list[Sample]:
    return [_sample(entry, place.at(n)) for n, entry in enumerate(place.entries(value, most=MOST_SAMPLES))]


def _sample(value: Any, place: Place) -> Sample:
    entry = place.table(value)
    place.refuse_unknown(entry, ("row", IMPORTED, HELD, FILTERED))
    row = _texts(entry.get("row"), place.at("row"))
    states = [state for state in (IMPORTED, HELD, FILTERED) if state in entry]
    if not row or len(states) != 1:
        raise place.fault(", ".join(entry), _("“row” and one of: imported, held, filtered"))
    (state,) = states
    if state == IMPORTED:
        return Sample(row, Outcome(state, fields=_texts(entry[state], place.at(state))))
    if state == HELD:
        causes = place.at(state).texts(entry[state], most=50, longest=200)
        return Sample(row, Outcome(state, reasons=tuple(sorted(causes))))
    return Sample(row, Outcome(FILTERED))


def _texts(value: Any, place: Place) -> dict[str, str]:
    table = place.table(value)
    for name, cell in table.items():
        if not isinstance(cell, str) or len(cell) > LONGEST_CELL:
            raise place.at(name).fault(cell, _("a text of at most %s characters") % LONGEST_CELL)
    return {name: cell for name, cell in table.items() if cell}
