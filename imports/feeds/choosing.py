"""Which mapping a new file begins with: the remembered one, a template, the last one healed, or a proposal."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import polars as pl

from imports.feeds import journal
from imports.feeds.filtering import watched
from imports.feeds.mapping.footprints import Footprint
from imports.feeds.mapping.memory import Healed, Remembered, heal
from imports.feeds.mapping.model import Mapping
from imports.feeds.mapping.proposal import Proposal
from imports.feeds.mapping.reasons import RENAMED
from imports.models import ImportRun
from suppliers.selectors import (
    SourceSettings,
    Template,
    default_template,
    last_remembered,
    mapping_for,
    template_for_source,
)
from suppliers.services import count_template_use

Origin = ImportRun.MappingOrigin
Stage = ImportRun.Stage
Evidence = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Chosen:
    """A mapping with where it comes from, whether the run has to wait for a person, and why each guess was made."""

    mapping: Mapping
    origin: str
    stage: str
    evidence: Evidence = field(default_factory=dict)
    drift: dict[str, Any] = field(default_factory=dict)
    identity: list[str] = field(default_factory=list)


def choose_mapping(fingerprint: str, sample: pl.DataFrame, *, source: SourceSettings, proposal: Proposal) -> Chosen:
    """The mapping for a file whose data columns are those of `sample`, its first rows.

    Used at once: the one remembered for this layout, or for one that differs harmlessly; the source's own template.
    Waiting for a person: the last one with renamed or lost columns, a default template, a proposal.
    """
    saved = mapping_for(source.id, fingerprint)
    evidence = {name: found.stored() for name, found in proposal.evidence.items()}
    if saved:
        return Chosen(Mapping.from_json(saved), Origin.SAVED, Stage.READY, evidence)
    healed = _healed(source, sample, proposal)
    if healed and healed.is_harmless:
        return Chosen(healed.mapping, Origin.SAVED, Stage.READY, evidence, healed.to_json())
    own = template_for_source(source.template_id, sample.columns)
    if own:
        return _from_template(own, Stage.READY)
    if healed and not healed.is_other:
        return Chosen(healed.mapping, Origin.ADAPTED, Stage.MAPPING, _guesses(healed, evidence), healed.to_json())
    default = default_template(sample.columns, supplier_id=source.supplier_id)
    if default:
        return _from_template(default, Stage.MAPPING)
    return Chosen(proposal.mapping, Origin.PROPOSED, Stage.MAPPING, evidence)


def note_layout(run: ImportRun, *, before: dict[str, Any]) -> None:
    """Write into the run's log how its layout differs from the last one, and count the use of a template.

    `before` is the run's drift as it was: reading the file once more is no news.
    """
    drift = run.drift
    if not drift or drift == before:
        return
    if drift.get("unfiltered"):
        journal.note(run, "filters_wait", level="warning", columns=", ".join(drift["unfiltered"]))
    if "template" in drift:
        count_template_use(UUID(drift["template"]))
        journal.note(run, "template_taken", name=drift["name"])
        return
    if "renames" not in drift:
        return
    names = {name: ", ".join(drift[name]) or "–" for name in ("new", "gone", "missing")}
    if run.mapping_origin == Origin.SAVED:
        journal.note(run, "layout_harmless", new=names["new"], gone=names["gone"])
        return
    renames = ", ".join(f"{each['old']} → {each['new']}" for each in drift["renames"]) or "–"
    journal.note(run, "layout_waits", level="warning", renames=renames, missing=names["missing"])


def _healed(source: SourceSettings, sample: pl.DataFrame, proposal: Proposal) -> Healed | None:
    found = last_remembered(source.id)
    if found is None:
        return None
    prints = {name: Footprint.from_json(data) for name, data in found.profiles.items()}
    mapping, columns = Mapping.from_json(found.mapping), tuple(found.columns)
    remembered = Remembered(mapping, columns, prints, watched=watched(source.filters))
    return heal(remembered, sample, proposal=proposal)


def _from_template(template: Template, stage: str) -> Chosen:
    told = {"template": str(template.facts.id), "name": template.facts.name}
    return Chosen(
        Mapping.from_json(template.mapping), Origin.TEMPLATE, stage, drift=told, identity=list(template.identity)
    )


def _guesses(healed: Healed, proposed: Evidence) -> Evidence:
    """Why each renamed column was taken, and what the columns that nobody takes look like."""
    of_new = {name: found for name, found in proposed.items() if found["source"] in healed.new}
    guesses = {name: found for name, found in of_new.items() if name not in healed.mapping.fields}
    for rename in healed.renames:
        entry = {"source": rename.new, "confidence": rename.confidence, "reason": {"code": RENAMED, **rename.told}}
        guesses |= {name: entry for name, mapped in healed.mapping.fields.items() if mapped.column == rename.new}
    return guesses
