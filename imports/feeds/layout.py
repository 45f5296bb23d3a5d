"""The layout of a file's columns: its fingerprint, the mapping remembered or proposed for it, what a mapping needs."""

import hashlib
import json
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from core.tabular import Recognition
from imports.errors import MappingIncomplete
from imports.feeds.mapping.applying import apply_mapping
from imports.feeds.mapping.model import FieldMapping, Mapping
from imports.feeds.mapping.proposal import Proposal, propose
from imports.feeds.transformations.registry import Surroundings, compile_chain
from imports.feeds.validation import propose_identity, validate
from imports.models import ImportRun
from suppliers.selectors import SourceSettings, confirmed_columns, latest_mapping, mapping_for

# Columns of our own download of held rows: they are no data of the supplier.
HELD_ROW_ID = "held_row_id"
HELD_COLUMNS = (HELD_ROW_ID, "held_row_number", "held_reason")
DISTINCT_ENOUGH = 0.98
IDENTIFYING = ("supplier_sku", "ean", "url")

Origin = ImportRun.MappingOrigin
Stage = ImportRun.Stage


@dataclass(frozen=True)
class CheckedMapping:
    """A mapping whose columns exist and that can identify rows."""

    mapping: Mapping
    identity: tuple[str, ...]


def fingerprint_of(columns: Sequence[str]) -> str:
    """The same for files whose columns have the same names in the same order."""
    return hashlib.sha256(json.dumps(list(data_columns(columns))).encode()).hexdigest()


def data_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """The supplier's columns, without those of our own download of held rows."""
    return tuple(column for column in columns if column not in HELD_COLUMNS)


def prepare_mapping(recognition: Recognition, sample: pl.DataFrame, *, source: SourceSettings) -> dict[str, Any]:
    """The fields of a run that follow from its layout: remembered mapping, else the last one adapted, else proposed."""
    columns = data_columns(recognition.columns)
    fingerprint = fingerprint_of(columns)
    proposal = propose(
        sample.select(columns), decimal=recognition.decimal, synonyms=confirmed_columns(source.tenant_id)
    )
    saved = mapping_for(source.id, fingerprint)
    latest = None if saved else latest_mapping(source.id)
    found: tuple[Mapping, str, str] = (proposal.mapping, Origin.PROPOSED, Stage.MAPPING)
    if saved:
        found = (Mapping.from_json(saved), Origin.SAVED, Stage.READY)
    elif latest and _overlaps(Mapping.from_json(latest), columns):
        found = (_adapted(Mapping.from_json(latest), proposal, columns), Origin.ADAPTED, Stage.MAPPING)
    mapping, origin, stage = found
    return {
        "fingerprint": fingerprint,
        "mapping": _complete(mapping, columns).to_json(),
        "mapping_origin": origin,
        "stage": stage,
        "evidence": {name: evidence.to_json() for name, evidence in proposal.evidence.items()},
        "identity": identity_of(mapping, sample, source=source),
        "policies": _policies(source, recognition),
    }


def identity_of(mapping: Mapping, sample: pl.DataFrame, *, source: SourceSettings) -> list[str]:
    """The fields that make the key: the source's, once it has imported; before, what tells the sample's rows apart.

    Empty is the automatic choice (supplier SKU, else EAN, else page, else brand and reference); it is left only when
    the sample shows that it takes different products for one, such as a shared SKU.
    """
    decided = latest_mapping(source.id) is not None or bool(source.identity)
    if decided and set(source.identity) <= set(mapping.fields):
        return list(source.identity)
    rows = validate(apply_mapping(mapping, sample)).frame
    keys = rows["key"]
    if keys.n_unique() >= DISTINCT_ENOUGH * keys.len():
        return []
    return list(propose_identity(rows).fields)


def check_mapping(mapping: Mapping, recognition: Table[str, Any], *, identity: Sequence[str]) -> CheckedMapping:
    """The mapping with every other column noted as ignored.

    Raises InvalidInput for an unknown column or a malformed transformation, MappingIncomplete without identification.
    """
    columns = data_columns(recognition["columns"])
    surroundings = Surroundings(columns=columns)
    for name, field in mapping.fields.items():
        if field.column is not None and field.column not in columns:
            message = _("“%(field)s” is mapped to the column “%(column)s”, which the file does not have.")
            raise InvalidInput(message % {"field": name, "column": field.column}, code="mapping_invalid", field=name)
        compile_chain(pl.col(field.column or columns[0]), field.transformations, surroundings)
    _refuse_unidentified(mapping, identity)
    return CheckedMapping(_complete(mapping, columns), tuple(identity))


def column_names_of(mapping: Mapping) -> dict[str, str]:
    """Column name -> field, of the columns that have a name."""
    columns = {field.column: name for name, field in mapping.fields.items() if field.column}
    return {column: name for column, name in columns.items() if not column.startswith("#")}


def _refuse_unidentified(mapping: Mapping, identity: Sequence[str]) -> None:
    mapped = set(mapping.fields)
    missing = [name for name in identity if name not in mapped]
    if identity and not missing:
        return
    if not identity and (mapped & set(IDENTIFYING) or {"brand", "mpn"} <= mapped):
        return
    wanted = ", ".join(missing) or _("supplier SKU, EAN, product page, or brand and manufacturer part number")
    message = _("No row can be identified: map a column to %(wanted)s.")
    raise MappingIncomplete(message % {"wanted": wanted}, missing=missing or list(IDENTIFYING))


def _complete(mapping: Mapping, columns: Sequence[str]) -> Mapping:
    """No column is dropped silently: those without a field are listed as ignored."""
    used = {field.column for field in mapping.fields.values()}
    return replace(mapping, ignored=tuple(column for column in columns if column not in used))


def _overlaps(mapping: Mapping, columns: Sequence[str]) -> bool:
    """Whether the layout is a changed one of this source rather than another kind of file."""
    known = {field.column for field in mapping.fields.values() if field.column}
    return bool(known) and 2 * len(known & set(columns)) >= len(known)


def _adapted(latest: Mapping, proposal: Proposal, columns: Sequence[str]) -> Mapping:
    """The last mapping on the new columns: what kept its name stays, what lost its column is found by its values."""
    kept = {name: field for name, field in latest.fields.items() if field.column is None or field.column in columns}
    taken = {field.column for field in kept.values()}
    free = {name: field for name, field in proposal.mapping.fields.items() if field.column not in taken}
    lost = {name: field for name, field in latest.fields.items() if name not in kept}
    moved = {name: _moved(field, free[name]) for name, field in lost.items() if name in free}
    known = {field.column for field in latest.fields.values()} | set(latest.ignored)
    taken |= {field.column for field in moved.values()}
    new = {
        name: field for name, field in free.items() if name not in latest.fields and field.column not in known | taken
    }
    inherit = latest.inherit if latest.inherit and latest.inherit.by in columns else None
    return Mapping(fields={**kept, **moved, **new}, inherit=inherit)


def _moved(former: FieldMapping, found: FieldMapping) -> FieldMapping:
    return replace(former, column=found.column, decimal=found.decimal or former.decimal)


def _policies(source: SourceSettings, recognition: Recognition) -> dict[str, Any]:
    return {
        "existing_products": source.existing_products,
        "duplicates": source.duplicates,
        "error_policy": source.error_policy,
        "error_limit_percent": source.error_limit_percent,
        "missing_rows": source.missing_rows,
        "completeness_percent": source.completeness_percent,
        "rules": source.rules,
        "filters": source.filters,
        "brake": {**source.brake, "enabled": source.brake_enabled},
        "approval": source.approval,
        "currency": source.currency,
        "country": source.country,
        "decimal": recognition.decimal,
        "label": source.supplier_name,
    }
