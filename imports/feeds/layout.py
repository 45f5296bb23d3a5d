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
from imports.feeds.choosing import Chosen, choose_mapping
from imports.feeds.filtering import watched
from imports.feeds.mapping.applying import apply_mapping
from imports.feeds.mapping.formulas import check_formulas
from imports.feeds.mapping.memory import columns_of
from imports.feeds.mapping.model import Mapping
from imports.feeds.mapping.proposal import propose
from imports.feeds.transformations.registry import Surroundings, compile_chain
from imports.feeds.validation import propose_identity, validate
from imports.models import ImportRun
from suppliers.selectors import SourceSettings, confirmed_columns, latest_mapping, value_maps_for

# Columns of our own download of held rows: they are no data of the supplier.
HELD_ROW_ID = "held_row_id"
HELD_COLUMNS = (HELD_ROW_ID, "held_row_number", "held_reason")
DISTINCT_ENOUGH = 0.98
IDENTIFYING = ("supplier_sku", "ean", "url")


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
    """The fields of a run that follow from its layout: the mapping it begins with, and what the source decides."""
    columns = data_columns(recognition.columns)
    fingerprint = fingerprint_of(columns)
    rows = sample.select(columns)
    proposal = propose(rows, decimal=recognition.decimal, synonyms=confirmed_columns(source.tenant_id))
    chosen = _awaited(choose_mapping(fingerprint, rows, source=source, proposal=proposal), columns, source)
    return {
        "fingerprint": fingerprint,
        "mapping": _complete(chosen.mapping, columns).to_json(),
        "mapping_origin": chosen.origin,
        "stage": chosen.stage,
        "evidence": chosen.evidence,
        "drift": chosen.drift,
        "identity": identity_of(chosen.mapping, sample, source=source, offered=chosen.identity),
        "policies": _policies(source, recognition),
    }


def _awaited(chosen: Chosen, columns: Sequence[str], source: SourceSettings) -> Chosen:
    """A filter whose column does not come and was not found again: the run waits for a person instead of failing."""
    found = {rename["old"] for rename in chosen.drift.get("renames", ())}
    lost = [name for name in watched(source.filters) if name not in columns and name not in found]
    if not lost:
        return chosen
    return replace(chosen, stage=ImportRun.Stage.MAPPING, drift={**chosen.drift, "unfiltered": lost})


def identity_of(
    mapping: Mapping, sample: pl.DataFrame, *, source: SourceSettings, offered: Sequence[str] = ()
) -> list[str]:
    """The fields that make the key: the source's, once it has imported; before, what a template offers or what tells
    the sample's rows apart.

    Empty is the automatic choice (supplier SKU, else EAN, else page, else brand and reference); it is left only when
    the sample shows that it takes different products for one, such as a shared SKU.
    """
    decided = latest_mapping(source.id) is not None or bool(source.identity)
    if decided and set(source.identity) <= set(mapping.fields):
        return list(source.identity)
    if offered and set(offered) <= set(mapping.fields):
        return list(offered)
    rows = validate(apply_mapping(mapping, sample)).frame
    keys = rows["key"]
    if keys.n_unique() >= DISTINCT_ENOUGH * keys.len():
        return []
    return list(propose_identity(rows).fields)


def check_mapping(mapping: Mapping, recognition: Table[str, Any], *, identity: Sequence[str]) -> CheckedMapping:
    """The mapping with every other column noted as ignored.

    Raises InvalidInput for an unknown column, a malformed transformation or expression, MappingIncomplete without
    identification.
    """
    columns = data_columns(recognition["columns"])
    surroundings = Surroundings(columns=columns)
    mapping = check_formulas(mapping, columns)
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
    used = set(columns_of(mapping))
    return replace(mapping, ignored=tuple(column for column in columns if column not in used))


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
        "value_maps": value_maps_for(source.id),
        "currency": source.currency,
        "country": source.country,
        "decimal": recognition.decimal,
        "label": source.supplier_name,
    }
