"""Rules and filters under a person's hands: rows of plain form fields, read from and shown as a form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from imports.feeds.entries import MOST_ENTRIES, Kind, Parameter
from imports.feeds.filtering import TESTS
from imports.feeds.validation.rules import KINDS

RULES, FILTERS = "r", "f"
PREFIXES = (RULES, FILTERS)
FIELD, COLUMN = "field:", "column:"


@dataclass
class Line:
    """One rule or filter as its form fields hold it: texts; `what` is the kind of a rule, the test of a filter."""

    what: str
    name: str = ""
    level: str = "error"
    action: str = "exclude"
    place: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    def parameters(self, prefix: str) -> Sequence[Parameter]:
        """What the line asks for beside its common fields."""
        return KINDS[self.what].parameters if prefix == RULES else TESTS[self.what].parameters

    def entry(self, prefix: str) -> dict[str, Any]:
        """The line as it is stored; what cannot be read stays text, and the check says so."""
        given = {one.name: _typed(one, self.texts.get(one.name, "")) for one in self.parameters(prefix)}
        given = {name: value for name, value in given.items() if value not in ("", [])}
        named = {"name": self.name} if self.name else {}
        if prefix == RULES:
            return {"kind": self.what, **given, "level": self.level, **named}
        return {"action": self.action, "test": self.what, **self._place(), **given, **named}

    def _place(self) -> dict[str, str]:
        if self.what == "expression" or not self.place:
            return {}
        is_column = self.place.startswith(COLUMN)
        return {"column": self.place[len(COLUMN) :]} if is_column else {"field": self.place.removeprefix(FIELD)}


@dataclass
class RulesDraft:
    """Both lists of a source."""

    lines: dict[str, list[Line]]

    @classmethod
    def of(cls, rules: Iterable[Any], filters: Iterable[Any]) -> "RulesDraft":
        """The lines of the stored lists."""
        return cls({RULES: [_rule(entry) for entry in rules], FILTERS: [_filter(entry) for entry in filters]})

    @classmethod
    def read(cls, data: QueryDict) -> "RulesDraft":
        """The lines as a form sends them."""
        return cls({prefix: list(_read_lines(data, prefix)) for prefix in PREFIXES})

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rules as services take them."""
        return [line.entry(RULES) for line in self.lines[RULES]]

    @property
    def filters(self) -> list[dict[str, Any]]:
        """The filters as services take them."""
        return [line.entry(FILTERS) for line in self.lines[FILTERS]]

    def edit(self, what: str) -> None:
        """Do what a button says: `add:r`, `remove:r:0`, `up:f:1`, `down:f:0`."""
        act, prefix, number = (*what.split(":"), "", "")[:3]
        if prefix not in PREFIXES:
            return
        lines, place = self.lines[prefix], int(number) if number.isdecimal() else 0
        if act == "add" and len(lines) < MOST_ENTRIES:
            lines.append(Line("range" if prefix == RULES else "equals"))
        elif act == "remove" and place < len(lines):
            del lines[place]
        elif act == "up" and 0 < place < len(lines):
            lines[place - 1], lines[place] = lines[place], lines[place - 1]
        elif act == "down":
            self.edit(f"up:{prefix}:{place + 1}")


def _rule(entry: Mapping[str, Any]) -> Line:
    line = _common(entry, str(entry.get("kind", "")), KINDS, "range")
    line.texts = {one.name: _text(entry.get(one.name)) for one in line.parameters(RULES)}
    return line


def _filter(entry: Mapping[str, Any]) -> Line:
    line = _common(entry, str(entry.get("test", "")), TESTS, "equals")
    line.place = COLUMN + entry["column"] if "column" in entry else FIELD + entry["field"] if "field" in entry else ""
    line.texts = {one.name: _text(entry.get(one.name)) for one in line.parameters(FILTERS)}
    return line


def _common(entry: Mapping[str, Any], what: str, known: Mapping[str, Any], default: str) -> Line:
    line = Line(what if what in known else default, name=str(entry.get("name", "")))
    line.level = str(entry.get("level", "error"))
    line.action = str(entry.get("action", "exclude"))
    return line


def _read_lines(data: QueryDict, prefix: str) -> Iterable[Line]:
    known = KINDS if prefix == RULES else TESTS
    count = data.get(f"{prefix}-count", "")
    for number in range(min(int(count), MOST_ENTRIES) if count.isdecimal() else 0):
        start = f"{prefix}{number}-"
        what = data.get(f"{start}what", "")
        if what not in known:
            continue
        line = Line(what, data.get(f"{start}name", "").strip()[:200], data.get(f"{start}level", "error"))
        line.action, line.place = data.get(f"{start}action", "exclude"), data.get(f"{start}place", "")
        line.texts = {one.name: data.get(start + one.name, "") for one in line.parameters(prefix)}
        yield line


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return "" if value is None else str(value)


def _typed(parameter: Parameter, text: str) -> Any:
    if parameter.kind is Kind.TEXTS:
        return [line.strip() for line in text.splitlines() if line.strip()]
    if parameter.kind in (Kind.NUMBER, Kind.WHOLE) and text.strip():
        return _number(text.strip())
    return text if parameter.kind is Kind.PATTERN else text.strip()


def _number(text: str) -> Any:
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        return int(plain) if plain.lstrip("-").isdecimal() else float(plain)
    except ValueError:
        return text
