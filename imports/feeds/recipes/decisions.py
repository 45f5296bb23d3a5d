"""What a recipe decides about rows, tried on a few of them by the engine's own steps."""

import json
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import polars as pl

from imports.feeds.mapping.fields import FieldKind, target_of
from imports.feeds.mapping.memory import columns_of
from imports.feeds.mapping.model import Mapping
from imports.feeds.plan import Plan, Policies
from imports.feeds.rowcheck import CheckedRows, check_rows, context_of
from suppliers.folding import value_key

IMPORTED, HELD, FILTERED = "imported", "held", "filtered"
_NOBODY = UUID(int=0)
_NUMERIC = (FieldKind.MONEY, FieldKind.NUMBER, FieldKind.STOCK, FieldKind.WEIGHT)
_NOT_FIELDS = frozenset({"row", "raw", "key"})

Row = Table[str, str]


@dataclass(frozen=True)
class Outcome:
    """What becomes of a row: its state, the fields of an imported one, the causes of a held one."""

    state: str
    fields: dict[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decisions:
    """Mapping, identity, rules and filters of a recipe, and the columns of its layout."""

    mapping: Mapping
    columns: Sequence[str] = ()
    identity: tuple[str, ...] = ()
    rules: Sequence[dict[str, Any]] = ()
    filters: Sequence[dict[str, Any]] = ()
    value_maps: Table[str, Table[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Table[str, Any]) -> "Decisions":
        """The decisions among the values of a template; raises InvalidInput for a mapping nobody understands."""
        return cls(
            mapping=Mapping.from_json(content["mapping"]),
            columns=content.get("columns") or (),
            identity=tuple(content.get("identity") or ()),
            rules=content.get("rules") or [],
            filters=content.get("filters") or [],
            value_maps=content.get("value_maps") or {},
        )

    def outcomes(self, rows: Sequence[Row]) -> list[Outcome]:
        """What becomes of each row; raises InvalidInput for decisions that cannot run."""
        if not rows:
            return []
        checked = check_rows(self._frame(rows), self._plan(), context=context_of(self._plan()))
        imported = {row["row"]: _fields(row) for row in checked.valid.iter_rows(named=True)}
        held = _reasons(checked)
        return [_outcome(number, imported, held) for number in range(1, len(rows) + 1)]

    def _frame(self, rows: Sequence[Row]) -> pl.DataFrame:
        """The rows as the engine reads them; a cell that is not given is empty."""
        names = dict.fromkeys([*self.columns, *columns_of(self.mapping), *(name for row in rows for name in row)])
        cells = [pl.Series(name, [row.get(name) or None for row in rows], pl.String) for name in names]
        return pl.DataFrame([pl.Series("_row", range(1, len(rows) + 1), pl.UInt32), *cells])

    def _plan(self) -> Plan:
        maps = self.value_maps.items()
        return Plan(
            run_id=_NOBODY,
            tenant_id=_NOBODY,
            supplier_id=_NOBODY,
            source_id=_NOBODY,
            is_partial=True,
            label="",
            mapping=self.mapping,
            identity=self.identity,
            policies=Policies(
                rules=list(self.rules),
                filters=list(self.filters),
                value_maps={name: {value_key(word): here for word, here in of.items()} for name, of in maps},
            ),
            settings={},
        )


def with_decimal_marks(mapping: Table[str, Any], decimal: str | None) -> dict[str, Any]:
    """A stored mapping whose numeric fields name the decimal mark of the file they were confirmed for."""
    fields = {
        name: {**entry, "decimal": decimal} if decimal and _lacks_mark(name, entry) else dict(entry)
        for name, entry in mapping["fields"].items()
    }
    return {**mapping, "fields": fields}


def _lacks_mark(name: str, entry: Table[str, Any]) -> bool:
    target = target_of(name)
    return bool(entry.get("column")) and not entry.get("decimal") and target is not None and target.kind in _NUMERIC


def _fields(row: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if name not in _NOT_FIELDS and value is not None}


def _reasons(checked: CheckedRows) -> dict[int, tuple[str, ...]]:
    found = checked.held.select("row", "reasons").iter_rows()
    return {row: tuple(sorted({_cause(each) for each in json.loads(reasons)})) for row, reasons in found}


def _cause(reason: dict[str, Any]) -> str:
    name = reason.get("field") or ""
    return f"{reason['code']}:{name}" if name else str(reason["code"])


def _outcome(number: int, imported: dict[int, dict[str, str]], held: dict[int, tuple[str, ...]]) -> Outcome:
    if number in imported:
        return Outcome(IMPORTED, fields=imported[number])
    return Outcome(HELD, reasons=held[number]) if number in held else Outcome(FILTERED)
