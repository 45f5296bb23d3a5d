"""An unfinished mapping, kept in the session: going back, or coming back tomorrow, loses nothing."""

from typing import Any

from core.access.pages import PageRequest
from imports.feeds.layout import data_columns
from imports.forms.mapping import Draft
from imports.models import ImportRun

KEPT = 10


def load(request: PageRequest, run: ImportRun) -> Draft:
    """The draft of this run, else its mapping as it stands."""
    kept = request.session.get("mappings", {}).get(str(run.pk))
    columns = data_columns(run.recognition["columns"])
    if kept is None:
        return Draft.of(run.mapping, columns, identity=run.identity)
    return Draft.of(kept["mapping"], columns, identity=kept["identity"])


def keep(request: PageRequest, run: ImportRun, draft: Draft) -> None:
    """Remember the draft; the oldest ones give way."""
    drafts: dict[str, Any] = request.session.get("mappings", {})
    drafts.pop(str(run.pk), None)
    drafts[str(run.pk)] = {"mapping": draft.to_json(), "identity": draft.identity}
    request.session["mappings"] = dict(list(drafts.items())[-KEPT:])


def forget(request: PageRequest, run: ImportRun) -> None:
    """The draft has become the run's mapping."""
    drafts: dict[str, Any] = request.session.get("mappings", {})
    if drafts.pop(str(run.pk), None) is not None:
        request.session["mappings"] = drafts
