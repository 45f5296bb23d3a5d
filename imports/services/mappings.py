"""The mapping of a run: confirmed, corrected, remembered for the next file of the same layout."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from core.access import require
from core.databases import atomic
from core.errors import Conflict
from core.jobs import JobStatus
from core.models import User
from imports.errors import RunHeld
from imports.feeds import journal
from imports.feeds.filtering import watched
from imports.feeds.layout import check_mapping, column_names_of, data_columns, identity_of
from imports.feeds.mapping.footprints import footprints
from imports.feeds.mapping.memory import columns_of
from imports.feeds.mapping.model import Mapping
from imports.models import ImportRun
from imports.selectors.samples import file_sample
from imports.services.renames import follow_renames
from imports.services.telling import note_act
from imports.services.uploads import look_at
from suppliers.selectors import latest_mapping, source_settings
from suppliers.services import remember_columns, remember_mapping, set_policies

Origin = ImportRun.MappingOrigin
_CONFIRMED = ("mapping", "identity", "stage", "drift", "mapping_origin", "policies")
# Columns that nothing reads yet are measured too: a filter that comes later finds them again when they are renamed.
_MEASURED = 60


def save_mapping(
    run: ImportRun,
    *,
    mapping: dict[str, Any],
    by: User | None,
    identity: list[str] | None = None,
    other_columns: Collection[str] = (),
) -> ImportRun:
    """Confirm the mapping of a run, and remember it for its source's files of this layout.

    Filters of the source that look at a renamed column follow it, unless its old name is one of `other_columns`: those
    are not the same. Raises PermissionRefused without `write:imports`, InvalidInput for a mapping that is malformed,
    names unknown columns or cannot identify a row and for a filter on a column that the file does not have, Conflict
    once the run has started.
    """
    if by is not None:
        require(by, "write:imports", run)
    if run.stage == ImportRun.Stage.HELD:
        raise RunHeld
    if run.status != JobStatus.PENDING or run.queued_at is not None or run.stage == ImportRun.Stage.READING:
        raise Conflict(_("The mapping of this run cannot be changed now: upload the file again."), code="JOB_STATE")
    wanted = Mapping.from_json(mapping)
    checked = check_mapping(wanted, run.recognition, identity=_identity(run, wanted, identity))
    follow_renames(run, checked.mapping, other_columns=other_columns)
    run.mapping, run.identity = checked.mapping.to_json(), list(checked.identity)
    run.stage, run.drift = ImportRun.Stage.READY, {}
    run.mapping_origin = Origin.CONFIRMED if by is not None else Origin.GIVEN
    with atomic("imports"):
        run.save(update_fields=[*_CONFIRMED, "updated_at"])
        note_act("import.mapping_saved", run, fields=sorted(run.mapping.get("fields", ())))
        journal.note(run, "mapped", fields=len(checked.mapping.fields), origin=run.get_mapping_origin_display())
    _remember(run, checked.mapping)
    return run


def _identity(run: ImportRun, mapping: Mapping, given: list[str] | None) -> list[str]:
    """A person's choice, else the run's as long as the fields it was found with are mapped alike."""
    if given is not None:
        return given
    if mapping.to_json()["fields"] == run.mapping.get("fields"):
        return list(run.identity)
    return identity_of(mapping, look_at(run)[1], source=source_settings(run.source_id))


def _remember(run: ImportRun, mapping: Mapping) -> None:
    """The suppliers' database is another one: repeated writes there do no harm, a lost one costs a proposal.

    The identity is kept with the first mapping: the keys of all later files have to be made alike.
    """
    if latest_mapping(run.source_id) is None and run.identity:
        set_policies(by=None, source_id=run.source_id, values={"identity": run.identity})
    remember_mapping(
        source_id=run.source_id,
        fingerprint=run.fingerprint,
        columns=list(data_columns(run.recognition["columns"])),
        mapping=run.mapping,
        profiles=_profiles(run, mapping),
    )
    remember_columns(tenant_id=run.tenant_id, names=column_names_of(mapping))


def _profiles(run: ImportRun, mapping: Mapping) -> dict[str, Any]:
    """What the values of the columns look like: by them one is found again when its name changes."""
    sample = file_sample(run)
    read = [*columns_of(mapping), *watched(run.policies.get("filters", ()))]
    others = data_columns(run.recognition["columns"])[:_MEASURED]
    found = footprints(sample.frame, [*read, *others]) if sample else {}
    return {name: seen.to_json() for name, seen in found.items()}
