"""The mapping under a person's hands: one line per column (or fixed value) and field, read from and shown as a form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from imports.feeds.expressions import names_in
from imports.feeds.mapping.fields import TARGETS
from imports.feeds.mapping.model import MODES
from imports.feeds.transformations import Parameter, ParameterType, Transformation, get_transformation

Step = tuple[str, dict[str, Any]]
ATTRIBUTE, PRICE, STOCK = "attribute:", "price:", "stock:"
FAMILIES = (ATTRIBUTE, PRICE, STOCK)
MAX_LINES = 3_000


@dataclass
class Line:
    """What a column, a fixed value or a formula (`column` None) is used for; without `target` it is not imported."""

    column: str | None
    target: str = ""
    name: str = ""
    default: str = ""
    mode: str = "always"
    decimal: str = ""
    steps: list[Step] = field(default_factory=list)
    is_open: bool = False
    # Text of a formula; None for a line that is none.
    expression: str | None = None

    @property
    def has_origin(self) -> bool:
        """Whether there is anything its field could be filled from."""
        return bool(self.column or self.default or self.expression)

    @property
    def field(self) -> str:
        """The mapping's name of the field: `title`, or `attribute:Colour`; empty when nothing is imported."""
        if self.target not in FAMILIES:
            return self.target
        return f"{self.target}{self.name.strip()}" if self.name.strip() else ""

    @property
    def helpers(self) -> set[str]:
        """Other columns that its steps read, such as the one with the unit."""
        found = set(names_in(self.expression or ""))
        for name, given in self.steps:
            for parameter in get_transformation(name).parameters:
                value = given.get(parameter.name)
                if parameter.type is ParameterType.COLUMN and value:
                    found.add(value)
                elif parameter.type is ParameterType.EXPRESSION and isinstance(value, str):
                    found |= set(names_in(value))
        return found

    def entry(self) -> dict[str, Any]:
        """The line as an entry of a stored mapping."""
        entry: dict[str, Any] = {
            "column": self.column,
            "transformations": [{"name": name, **given} for name, given in self.steps],
            "default": self.default or None,
            "mode": self.mode,
        }
        given = {"decimal": self.decimal, "expression": None if self.column else self.expression}
        return entry | {name: value for name, value in given.items() if value}


@dataclass
class Draft:
    """All lines, in the order of the file's columns; `inherit` is carried along as it was."""

    lines: list[Line]
    inherit: Any = None
    identity: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, mapping: Mapping[str, Any], columns: Iterable[str], *, identity: Sequence[str] = ()) -> "Draft":
        """The lines of a stored mapping on the file's columns."""
        entries = mapping.get("fields") or {}
        lines: list[Line] = []
        for column in columns:
            used = [_line(name, entry) for name, entry in entries.items() if entry.get("column") == column]
            lines += used or [Line(column)]
        fixed = [_line(name, entry) for name, entry in entries.items() if entry.get("column") is None]
        return cls([*lines, *fixed], inherit=mapping.get("inherit"), identity=list(identity))

    @classmethod
    def read(cls, data: QueryDict, *, columns: Sequence[str], inherit: Any) -> "Draft":
        """The lines as a form sends them; names that the file does not have are left out."""
        count = min(_whole(data.get("lines")), MAX_LINES)
        known = set(columns)
        lines = [_read_line(data, f"l{number}") for number in range(count)]
        lines = [line for line in lines if line.column is None or line.column in known]
        return cls(lines, inherit=inherit, identity=[name for name in data.get("identity", "").split("+") if name])

    def to_json(self) -> dict[str, Any]:
        """The mapping as services take it; of two lines for one field the later counts (see `doubled`)."""
        fields = {line.field: line.entry() for line in self.lines if line.field and line.has_origin}
        return {"version": 1, "fields": fields, "inherit": self.inherit}

    @property
    def fields(self) -> set[str]:
        """The fields that some line fills."""
        return set(self.to_json()["fields"])

    @property
    def doubled(self) -> set[str]:
        """Fields that more than one line fills."""
        seen = [line.field for line in self.lines if line.field]
        return {name for name in seen if seen.count(name) > 1}

    @property
    def helping(self) -> set[str]:
        """Columns that are read for the sake of another one."""
        return set().union(*(line.helpers for line in self.lines if line.field))

    @property
    def unused(self) -> list[str]:
        """Columns of which nothing is imported."""
        used = {line.column for line in self.lines if line.field} | self.helping
        return [line.column for line in self.lines if line.column and line.column not in used]

    def claim(self, number: int) -> None:
        """A field has one origin: the line gets its field, another one that had it loses it."""
        if not 0 <= number < len(self.lines) or not self.lines[number].field:
            return
        wanted = self.lines[number].field
        for place, line in enumerate(self.lines):
            if place != number and line.field == wanted:
                self.lines[place] = replace(line, target="", name="")

    def edit(self, what: str, data: QueryDict) -> None:
        """Do what a button says: `add:3`, `remove:3:0`, `up:3:1`, `also:3`, `drop:3`, `clear:3`, `fixed`, `formula`."""
        name, *places = what.split(":")
        numbers = [_whole(place) for place in places]
        acts = {"add": self._add, "remove": self._remove, "up": self._up, "down": self._down}
        if name == "fixed":
            self.lines.append(Line(None, is_open=True))
        elif name == "formula":
            self.lines.append(Line(None, expression=""))
        elif numbers and numbers[0] < len(self.lines):
            if name in acts:
                acts[name](self.lines[numbers[0]], numbers[1] if len(numbers) > 1 else 0, data)
            elif name == "also":
                self.lines.insert(numbers[0] + 1, Line(self.lines[numbers[0]].column))
            elif name == "drop":
                self._drop(numbers[0])
            elif name == "clear":
                self.lines[numbers[0]] = replace(self.lines[numbers[0]], target="", name="")

    def _add(self, line: Line, place: int, data: QueryDict) -> None:
        chosen = data.get(f"l{self.lines.index(line)}-add", "")
        if chosen:
            transformation = get_transformation(chosen)
            line.steps.append((chosen, {p.name: p.default for p in transformation.parameters if p.default is not None}))

    def _remove(self, line: Line, place: int, data: QueryDict) -> None:
        if place < len(line.steps):
            del line.steps[place]

    def _up(self, line: Line, place: int, data: QueryDict) -> None:
        if 0 < place < len(line.steps):
            line.steps[place - 1], line.steps[place] = line.steps[place], line.steps[place - 1]

    def _down(self, line: Line, place: int, data: QueryDict) -> None:
        self._up(line, place + 1, data)

    def _drop(self, number: int) -> None:
        column = self.lines[number].column
        alone = column is not None and sum(line.column == column for line in self.lines) == 1
        if alone:
            self.lines[number] = Line(column)
        else:
            del self.lines[number]


def _line(name: str, entry: Mapping[str, Any]) -> Line:
    family = next((family for family in FAMILIES if name.startswith(family)), "")
    steps = entry.get("transformations") or []
    return Line(
        column=entry.get("column"),
        target=family or name,
        name=name.removeprefix(family) if family else "",
        default=entry.get("default") or "",
        mode=entry.get("mode") or "always",
        decimal=entry.get("decimal") or "",
        expression=entry.get("expression") or None,
        steps=[(step["name"], {key: value for key, value in step.items() if key != "name"}) for step in steps],
    )


def _read_line(data: QueryDict, prefix: str) -> Line:
    target, mode = data.get(f"{prefix}-target", ""), data.get(f"{prefix}-mode", "always")
    count = min(_whole(data.get(f"{prefix}-steps")), 50)
    return Line(
        column=data.get(f"{prefix}-column") or None,
        target=target if target in TARGETS or target in FAMILIES else "",
        name=data.get(f"{prefix}-name", "")[:100],
        default=data.get(f"{prefix}-default", ""),
        mode=mode if mode in MODES else "always",
        decimal=data.get(f"{prefix}-decimal", ""),
        is_open=f"{prefix}-open" in data,
        expression=data.get(f"{prefix}-expression", "")[:2_000] if f"{prefix}-expression" in data else None,
        steps=[step for place in range(count) for step in _read_step(data, f"{prefix}-s{place}")],
    )


def _read_step(data: QueryDict, prefix: str) -> Iterable[Step]:
    name = data.get(f"{prefix}-step", "")
    if name:
        transformation = get_transformation(name)
        yield name, _read_parameters(data, prefix, transformation)


def _read_parameters(data: QueryDict, prefix: str, transformation: Transformation) -> dict[str, Any]:
    given = {p.name: _typed(p, data.get(f"{prefix}-{p.name}", "")) for p in transformation.parameters}
    return {name: value for name, value in given.items() if value is not None}


def _typed(parameter: Parameter, text: str) -> Any:
    """The text as the parameter's type; what cannot be read stays text, and the check of the chain says so."""
    if parameter.type is ParameterType.FLAG:
        return text == "on"
    if parameter.type is ParameterType.TABLE:
        pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
        return {received.strip(): wanted.strip() for received, _sign, wanted in pairs}
    if text == "":
        return parameter.default
    return _number(text, parameter.type)


def _number(text: str, kind: ParameterType) -> Any:
    try:
        if kind is ParameterType.WHOLE:
            return int(text)
        if kind is ParameterType.NUMBER:
            return float(text.replace(",", "."))
    except ValueError:
        return text
    return text


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
