"""A source's rules compiled to the checks of a row: column expressions, nothing runs per row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from catalog.barcodes import normalise_cells
from imports.feeds.conditions import compile_condition
from imports.feeds.mapping.fields import FieldKind, target_of
from imports.feeds.numbers import PLAIN, number_expression
from imports.feeds.validation.model import Check
from imports.feeds.validation.rules import Rule

_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y%m%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")
_SHOWN_VALUES = 10
_CLEANED = (FieldKind.MONEY, FieldKind.NUMBER, FieldKind.STOCK, FieldKind.WEIGHT)


def rule_checks(rules: Iterable[Rule], columns: Sequence[str]) -> list[Check]:
    """The checks of the rules whose fields the file has; `unique` and `level` are seen to elsewhere.

    An empty cell fulfils every rule but `required`; a rule about a field that is not mapped is not asked, but
    `required`, which then fails in every row.
    """
    return [check for rule in rules if (check := _check(rule, columns)) is not None]


def _check(rule: Rule, columns: Sequence[str]) -> Check | None:
    if rule.kind == "required":
        empty = pl.col(rule.field).is_null() if rule.field in columns else pl.lit(value=True)
        nothing = pl.lit(None, dtype=pl.String)
        return Check("required_field_missing", rule.field, rule.level, empty, nothing, _literals(rule=rule.name))
    if rule.kind == "expression":
        return _condition(rule, columns)
    compile_kind = _COMPILERS.get(rule.kind)
    if compile_kind is None or not {rule.field, str(rule.given.get("other", rule.field))} <= set(columns):
        return None
    failing, params = compile_kind(pl.col(rule.field), rule)
    shown = pl.col(rule.field).str.slice(0, 100)
    return Check(f"rule_{rule.kind}", rule.field, rule.level, failing, shown, (*params, *_literals(rule=rule.name)))


def _condition(rule: Rule, columns: Sequence[str]) -> Check | None:
    """The first field that the expression reads stands for the row in lists of findings."""
    compiled = compile_condition(rule.given["expression"], columns)
    if not set(compiled.columns) <= set(columns):
        return None
    name = compiled.columns[0] if compiled.columns else ""
    shown = pl.col(name).str.slice(0, 100) if name else pl.lit(None, dtype=pl.String)
    params = _literals(allowed=rule.given["expression"], rule=rule.name)
    return Check("rule_expression", name, rule.level, ~compiled.expression, shown, params)


def _literals(**values: Any) -> tuple[pl.Expr, ...]:
    return tuple(pl.lit(value).alias(name) for name, value in values.items() if value not in (None, ""))


def _amount(name: str) -> pl.Expr:
    """The cell as a number, null when it holds none; cleaned fields are plain decimal text already."""
    target = target_of(name)
    cell = pl.col(name)
    plain = cell if target and target.kind in _CLEANED else number_expression(cell)
    return plain.cast(pl.Float64, strict=False)


Compiled = tuple[pl.Expr, tuple[pl.Expr, ...]]


def _type(cell: pl.Expr, rule: Rule) -> Compiled:
    return cell.is_not_null() & ~_IS_OF_TYPE[rule.given["type"]](cell), _literals(type=rule.given["type"])


def _range(cell: pl.Expr, rule: Rule) -> Compiled:
    amount = _amount(rule.field)
    return _outside(amount, rule.given), _literals(min=rule.given.get("min"), max=rule.given.get("max"))


def _length(cell: pl.Expr, rule: Rule) -> Compiled:
    length = cell.str.len_chars()
    limits = _literals(min=rule.given.get("min"), max=rule.given.get("max"))
    return _outside(length, rule.given), (length.alias("length"), *limits)


def _outside(amount: pl.Expr, given: Mapping[str, Any]) -> pl.Expr:
    below = [amount < given["min"]] if "min" in given else []
    above = [amount > given["max"]] if "max" in given else []
    return pl.any_horizontal([*below, *above])


def _pattern(cell: pl.Expr, rule: Rule) -> Compiled:
    return ~cell.str.contains(rule.given["pattern"]), _literals(allowed=rule.given["pattern"])


def _allowed(cell: pl.Expr, rule: Rule) -> Compiled:
    values = rule.given["values"]
    shown = ", ".join(values[:_SHOWN_VALUES]) + (", …" if len(values) > _SHOWN_VALUES else "")
    known = cell.str.to_lowercase().is_in([value.strip().lower() for value in values])
    return cell.is_not_null() & ~known, _literals(allowed=shown)


def _compare(cell: pl.Expr, rule: Rule) -> Compiled:
    other, operator = rule.given["other"], rule.given["operator"]
    holds = _HOLDS[operator](_amount(rule.field), _amount(other))
    if operator in ("equal", "different"):
        as_text = _HOLDS[operator](cell, pl.col(other))
        holds = pl.coalesce(holds, as_text)
    params = (pl.col(other).str.slice(0, 100).alias("other_value"), *_literals(other=other, operator=operator))
    return ~holds, params


def _is_date(cell: pl.Expr) -> pl.Expr:
    return pl.any_horizontal([cell.str.to_datetime(form, strict=False).is_not_null() for form in _DATES])


def _is_gtin(cell: pl.Expr) -> pl.Expr:
    return cell.map_batches(lambda cells: normalise_cells(cells)["gtin"].is_not_null(), return_dtype=pl.Boolean)


_IS_OF_TYPE: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "number": lambda cell: cell.str.contains(PLAIN) | number_expression(cell).is_not_null(),
    "whole": lambda cell: cell.str.contains(r"^[+-]?\d+(?:\.0+)?$"),
    "date": _is_date,
    "url": lambda cell: cell.str.contains(r"(?i)^https?://[^\s/]+\.[^\s]+$"),
    "gtin": _is_gtin,
}
_HOLDS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "greater_or_equal": lambda one, other: one >= other,
    "greater": lambda one, other: one > other,
    "less_or_equal": lambda one, other: one <= other,
    "less": lambda one, other: one < other,
    "equal": lambda one, other: one == other,
    "different": lambda one, other: one != other,
}
_COMPILERS: dict[str, Callable[[pl.Expr, Rule], Compiled]] = {
    "type": _type,
    "range": _range,
    "length": _length,
    "pattern": _pattern,
    "allowed": _allowed,
    "compare": _compare,
}
