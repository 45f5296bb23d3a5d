"""A remembered mapping meets a new file: what is still there, what was renamed, what is gone, what is new."""

import hashlib
import json
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, replace

from imports.feeds.mapping.model import FieldMapping, Mapping
from imports.feeds.mapping.proposal import Evidence, Proposal


@dataclass(frozen=True)
class Match:
    """`mapping` is the remembered one on the new columns; it is only complete when nothing is renamed or missing.

    `renamed`: field -> evidence of the column that took over; `missing`: fields without any column now;
    `moved`: columns whose place changed (harmless, columns are found by name); `new`: columns never seen before.
    """

    mapping: Mapping
    renamed: Table[str, Evidence]
    missing: tuple[str, ...]
    moved: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def is_same_layout(self) -> bool:
        """Whether the remembered mapping may be used without asking."""
        return not self.renamed and not self.missing


def fingerprint(columns: Sequence[str]) -> str:
    """The same for files whose columns have the same names in the same order."""
    return hashlib.sha256(json.dumps(list(columns)).encode()).hexdigest()


def match_saved(saved: Mapping, *, known_columns: Sequence[str], columns: Sequence[str], proposal: Proposal) -> Match:
    """Lay a remembered mapping over the columns of a new file.

    A field that lost its column gets the one the proposal found for it by name and values, as a *proposal*: the run
    waits for a person. `known_columns` are the columns of the layout the mapping was confirmed for.
    """
    present = set(columns)
    kept = {name: field for name, field in saved.fields.items() if field.column is None or field.column in present}
    taken = {field.column for field in kept.values()}
    lost = [name for name in saved.fields if name not in kept]
    renamed = {name: proposal.evidence[name] for name in lost if _is_free(proposal, name, taken)}
    replaced = {name: _on_column(saved.fields[name], proposal.mapping.fields[name]) for name in renamed}
    inherit = saved.inherit if saved.inherit and (saved.inherit.by is None or saved.inherit.by in present) else None
    both = [column for column in known_columns if column in present]
    return Match(
        mapping=Mapping(
            {name: {**kept, **replaced}[name] for name in saved.fields if name in kept or name in replaced}, (), inherit
        ),
        renamed=renamed,
        missing=tuple(name for name in lost if name not in renamed),
        moved=tuple(c for c, d in zip(both, [c for c in columns if c in set(known_columns)], strict=True) if c != d),
        new=tuple(column for column in columns if column not in set(known_columns)),
    )


def _is_free(proposal: Proposal, name: str, taken: set[str | None]) -> bool:
    evidence = proposal.evidence.get(name)
    return evidence is not None and evidence.source is not None and evidence.source not in taken


def _on_column(former: FieldMapping, found: FieldMapping) -> FieldMapping:
    return replace(former, column=found.column, decimal=found.decimal or former.decimal)
