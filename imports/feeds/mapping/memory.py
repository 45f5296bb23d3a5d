"""A remembered mapping meets a new file: what is still there, what was renamed, what is gone, what is new."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from imports.feeds.expressions import names_in
from imports.feeds.expressions import renamed as in_expression
from imports.feeds.mapping.assignment import assign
from imports.feeds.mapping.footprints import Footprint, Likeness, footprint, likeness
from imports.feeds.mapping.matching import match_name
from imports.feeds.mapping.model import FieldMapping, Inherit, Mapping
from imports.feeds.mapping.proposal import Proposal
from imports.feeds.transformations import ParameterType, get_transformation

_PROPOSED, _SURE = 0.5, 0.75
_NAME_HELPS, _NAME_CONTRADICTS = 0.6, 0.55
_CLEAR_NAME = 0.8
_STILL_ITSELF = 0.4


@dataclass(frozen=True)
class Remembered:
    """A confirmed mapping, the columns of the layout it was confirmed for, and what its columns looked like.

    `watched` are columns that are read besides, by filters: they may be renamed like those of the mapping.
    """

    mapping: Mapping
    columns: tuple[str, ...]
    footprints: Table[str, Footprint] = field(default_factory=dict)
    watched: Sequence[str] = ()


@dataclass(frozen=True)
class Rename:
    """A column that has another name now; `told` is what the reason is made of."""

    old: str
    new: str
    confidence: float
    told: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The form kept with the run."""
        return {"old": self.old, "new": self.new, "confidence": self.confidence, **self.told}


@dataclass(frozen=True)
class Healed:
    """The remembered mapping on the new columns; a guess as long as something was renamed or is missing.

    `missing`: fields without any column now; `gone`: other columns that no longer come; `new`: columns never seen
    before that nobody takes; `is_moved`: the known columns stand in another order; `is_other`: so little is left that
    this is another kind of file.
    """

    mapping: Mapping
    renames: tuple[Rename, ...]
    missing: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    is_moved: bool
    is_other: bool

    @property
    def is_harmless(self) -> bool:
        """Whether the remembered mapping may be used without asking."""
        return not self.renames and not self.missing and not self.is_other

    def to_json(self) -> dict[str, Any]:
        """The form kept with the run."""
        return {
            "renames": [rename.to_json() for rename in self.renames],
            "missing": list(self.missing),
            "gone": list(self.gone),
            "new": list(self.new),
            "moved": self.is_moved,
        }


def heal(remembered: Remembered, sample: pl.DataFrame, *, proposal: Proposal) -> Healed:
    """Lay a remembered mapping over the columns of a new file (`sample`: its first rows, data columns only).

    A column keeps its field by its name. One that lost its name is looked for among the columns never seen before, by
    its values first and by its name second; what is found is a proposal: a person has to say yes.
    """
    columns = tuple(sample.columns)
    used = columns_of(remembered.mapping)
    read = list(dict.fromkeys([*used, *remembered.watched]))
    kept = {name for name in read if name in columns and _is_itself(name, remembered, sample)}
    lost = [name for name in read if name not in kept]
    unknown = [name for name in columns if name not in kept and _is_new(name, remembered)]
    renames = _renames(lost, unknown, remembered, sample, proposal)
    names = {rename.old: rename.new for rename in renames}
    mapping = renamed(remembered.mapping, names, kept=kept)
    strong = sum(rename.old in used and rename.told.get("values", 0) >= 100 * _SURE for rename in renames)
    both = [name for name in remembered.columns if name in columns]
    return Healed(
        mapping=mapping,
        renames=renames,
        missing=tuple(name for name in remembered.mapping.fields if name not in mapping.fields),
        gone=tuple(name for name in remembered.columns if name not in columns and name not in names),
        new=tuple(name for name in unknown if name not in names.values()),
        is_moved=both != [name for name in columns if name in set(remembered.columns)],
        is_other=2 * (len(kept & set(used)) + strong) < len(used),
    )


def columns_of(mapping: Mapping) -> list[str]:
    """Every column the mapping reads: of its fields, of their transformations, of inherited texts."""
    names = [field.column for field in mapping.fields.values()]
    names += [name for field in mapping.fields.values() for name in helpers_of(field)]
    names += [mapping.inherit.by] if mapping.inherit else []
    return list(dict.fromkeys(name for name in names if name))


def helpers_of(mapped: FieldMapping) -> list[str]:
    """Other columns that the transformations of a field read, such as the one with the unit, and its expressions."""
    steps = mapped.transformations
    named = [
        given[name] for step, given in steps for name in _parameters(step, ParameterType.COLUMN) if given.get(name)
    ]
    texts = [given.get(name) for step, given in steps for name in _parameters(step, ParameterType.EXPRESSION)]
    return named + [name for text in (mapped.expression, *texts) if text for name in names_in(text)]


def renamed(mapping: Mapping, names: Table[str, str], *, kept: set[str]) -> Mapping:
    """The mapping with other column names; fields whose columns are neither kept nor renamed are left out."""
    there = {**{name: name for name in kept}, **names}
    fields = {
        name: _on_columns(mapped, there)
        for name, mapped in mapping.fields.items()
        if all(column in there for column in (mapped.column, *helpers_of(mapped)) if column)
    }
    return Mapping(fields, (), _inherit(mapping.inherit, there))


def _inherit(rule: Inherit | None, there: Table[str, str]) -> Inherit | None:
    if rule is None or rule.by is None:
        return rule
    return replace(rule, by=there[rule.by]) if rule.by in there else None


def _on_columns(mapped: FieldMapping, there: Table[str, str]) -> FieldMapping:
    return replace(
        mapped,
        column=there[mapped.column] if mapped.column else None,
        expression=in_expression(mapped.expression, there) if mapped.expression else None,
        transformations=tuple((step, _given_on_columns(step, given, there)) for step, given in mapped.transformations),
    )


def _given_on_columns(step: str, given: dict[str, Any], there: Table[str, str]) -> dict[str, Any]:
    columns = {name: there[given[name]] for name in _parameters(step, ParameterType.COLUMN) if given.get(name)}
    formulas = _parameters(step, ParameterType.EXPRESSION)
    texts = {name: in_expression(given[name], there) for name in formulas if given.get(name)}
    return {**given, **columns, **texts}


def _parameters(step: str, kind: ParameterType) -> set[str]:
    return {one.name for one in get_transformation(step).parameters if one.type is kind}


def _is_positional(name: str) -> bool:
    return name.startswith("#") and name[1:].isdecimal()


def _is_new(name: str, remembered: Remembered) -> bool:
    return name not in remembered.columns or _is_positional(name)


def _is_itself(name: str, remembered: Remembered, sample: pl.DataFrame) -> bool:
    """A name is enough; a number of a file without a header row is none, there the values have to fit too."""
    before = remembered.footprints.get(name)
    if not _is_positional(name) or before is None or len(sample.columns) == len(remembered.columns):
        return True
    return likeness(before, footprint(sample[name])).score >= _STILL_ITSELF


def _renames(
    lost: Sequence[str], unknown: Sequence[str], remembered: Remembered, sample: pl.DataFrame, proposal: Proposal
) -> tuple[Rename, ...]:
    if not lost or not unknown:
        return ()
    prints = {name: footprint(sample[name]) for name in unknown}
    found = {
        old: {
            new: rename
            for new in unknown
            if (rename := _rename(old, new, prints[new], remembered, proposal)).confidence >= _PROPOSED
        }
        for old in lost
    }
    chosen = assign({old: {new: rename.confidence for new, rename in of.items()} for old, of in found.items()})
    return tuple(found[old][chosen[old]] for old in lost if old in chosen)


def _rename(old: str, new: str, seen: Footprint, remembered: Remembered, proposal: Proposal) -> Rename:
    """How likely `new` is what `old` was: values and name each speak for it, a name may speak against it."""
    before = remembered.footprints.get(old)
    values = likeness(before, seen) if before else None
    fields = [name for name, mapped in remembered.mapping.fields.items() if mapped.column == old]
    by_name = max((_proposed(name, new, proposal) for name in fields), default=0.0)
    if not fields:
        fields, by_name = _same_meaning(old, new)
    score = values.score if values else 0.0
    score = 1 - (1 - score) * (1 - _NAME_HELPS * by_name) if values else by_name
    if not by_name and _means_something_else(new, fields):
        score *= _NAME_CONTRADICTS
    return Rename(old, new, round(min(score, 0.99), 2), _told(values, by_name))


def _told(values: Likeness | None, by_name: float) -> dict[str, Any]:
    told = {"values": round(values.score * 100), **values.to_json()} if values else {}
    return {**told, "name": round(by_name * 100)}


def _proposed(name: str, column: str, proposal: Proposal) -> float:
    evidence = proposal.evidence.get(name)
    return evidence.confidence if evidence and evidence.source == column else 0.0


def _same_meaning(old: str, new: str) -> tuple[list[str], float]:
    """What the name of a column without a field speaks for, and how clearly the new name speaks for the same."""
    before, after = match_name(old, confirmed={}), match_name(new, confirmed={})
    shared = (min(match.score, after[name].score) for name, match in before.items() if name in after)
    return list(before), max(shared, default=0.0)


def _means_something_else(column: str, fields: Sequence[str]) -> bool:
    """Whether the column's name clearly speaks for another field."""
    matches = match_name(column, confirmed={})
    best = max(matches.values(), key=lambda match: match.score, default=None)
    return best is not None and best.score >= _CLEAR_NAME and not set(fields) & set(matches)
