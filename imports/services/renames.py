"""Filters follow columns that were renamed: what a person accepts for the mapping counts for them too."""

from collections.abc import Collection
from typing import Any

from imports.feeds import journal
from imports.feeds.filtering import on_columns, unfit, watched, watching
from imports.feeds.layout import data_columns
from imports.feeds.mapping.model import Mapping
from imports.models import ImportRun
from suppliers.selectors import source_settings
from suppliers.services import set_policies


def follow_renames(run: ImportRun, mapping: Mapping, *, other_columns: Collection[str] = ()) -> None:
    """Give the run filters that fit its file, and keep with its source those that follow an accepted rename.

    Nothing happens while the filters of the run fit. `other_columns`: old names of renames that are none. Raises
    InvalidInput for a filter of the source on a column that this file does not have.
    """
    columns = data_columns(run.recognition["columns"])
    if set(watched(run.policies.get("filters", ()))) <= set(columns):
        return
    filters = source_settings(run.source_id).filters
    lost = [name for name in watched(filters) if name not in columns]
    names = {old: new for old, new in accepted(run, mapping).items() if old in lost and old not in other_columns}
    for name in lost:
        if name not in names:
            raise unfit(watching(filters, name)[0], name)
    run.policies = {**run.policies, "filters": on_columns(filters, names)}
    if names:
        set_policies(by=None, source_id=run.source_id, values={"filters": run.policies["filters"]})
        journal.note(run, "filters_follow", renames=", ".join(f"{old} → {new}" for old, new in names.items()))


def accepted(run: ImportRun, mapping: Mapping) -> dict[str, str]:
    """Old name -> new name of what is renamed according to this mapping.

    A column that fields were filled from is what fills them now (a corrected guess is followed, a refused one is not);
    one that only filters look at is what was proposed.
    """
    fields: dict[str, Any] = run.mapping.get("fields") or {}
    found: dict[str, str] = {}
    for rename in run.drift.get("renames", ()):
        filled = [name for name, entry in fields.items() if entry.get("column") == rename["new"]]
        taken = [mapping.fields[name].column for name in filled if name in mapping.fields]
        new = next((column for column in taken if column), None) if filled else rename["new"]
        if new:
            found[rename["old"]] = new
    return found
