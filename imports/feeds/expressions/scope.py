"""The names an expression may use: the columns of the frame, and the value of the cell at hand."""

import re
from collections.abc import Iterable, Mapping

import polars as pl
from django.utils.translation import gettext as _

from imports.feeds.expressions.nodes import Name
from imports.feeds.expressions.problems import closest, problem, with_suggestion
from imports.feeds.expressions.types import Type, Typed, bounded
from imports.feeds.mapping.fields import FieldKind, target_of

VALUE = "value"
_BLANKS = re.compile(r"\s+")
_NUMBERS = (FieldKind.MONEY, FieldKind.NUMBER, FieldKind.STOCK, FieldKind.WEIGHT)


class Scope:
    """Finds columns by their names, without regard to case and runs of blanks, and remembers which were used."""

    def __init__(self, columns: Iterable[str], kinds: Mapping[str, Type | str], *, value: bool) -> None:
        self.names = tuple(columns)
        self.kinds = {name: Type(kind) for name, kind in kinds.items()}
        self.has_value = value
        self.used: dict[str, None] = {}
        self._folded: dict[str, list[str]] = {}
        for name in self.names:
            self._folded.setdefault(_folded(name), []).append(name)

    def find(self, node: Name, text: str) -> Typed:
        """The column a name stands for; raises ExpressionError for none, or several."""
        name = self.name_of(node, text)
        if name == VALUE and self.has_value:
            return Typed(_cell(VALUE_COLUMN), Type.CELL)
        self.used[name] = None
        kind = self.kinds.get(name, Type.CELL)
        if kind is Type.NUMBER:
            return Typed(bounded(pl.col(name)), kind)
        return Typed(pl.col(name) if kind is Type.BOOLEAN else _cell(name), kind)

    def name_of(self, node: Name, text: str) -> str:
        """The column's exact name; raises ExpressionError."""
        if self.has_value and node.name.lower() == VALUE:
            return VALUE
        if node.name in self.names:
            return node.name
        found = self._folded.get(_folded(node.name), [])
        if len(found) == 1:
            return found[0]
        if found:
            reason = _("“%(name)s” may be %(columns)s: write it as the file does.")
            columns = " / ".join(f"[{name}]" for name in found)
            raise problem(text, node.at, reason % {"name": node.name, "columns": columns}, found=node.name)
        suggestion = closest(node.name, (*self.names, *([VALUE] if self.has_value else [])))
        reason = _("there is no column “%(name)s”.") % {"name": node.name}
        sentence = with_suggestion(reason, suggestion)
        raise problem(text, node.at, sentence, found=node.name, expected=list(self.names[:50]), suggestion=suggestion)


# The cell of a transformation step, under a name that no file has.
VALUE_COLUMN = "\x00value"


def kinds_of(fields: Iterable[str]) -> dict[str, Type]:
    """The types of mapped fields, for expressions over canonical rows."""
    kinds = {}
    for name in fields:
        target = target_of(name)
        kinds[name] = Type.NUMBER if target and target.kind in _NUMBERS else Type.CELL
    return kinds


def _cell(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().replace("", None)


def _folded(name: str) -> str:
    return _BLANKS.sub(" ", name).strip().casefold()
