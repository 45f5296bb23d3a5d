"""The wizard's way: which step of a run's preparation is open, and where each leads."""

from django.urls import reverse
from django.utils.translation import gettext as _

from imports.models import ImportRun

Step = tuple[str, str, str]
PLACES = ("reading", "mapping", "dry-run")


def steps_of(run: ImportRun, *, current: str) -> list[Step]:
    """Label, state (done, current, todo) and address of the five steps; a step that cannot be taken has no address."""
    labels = {"reading": _("Recognition"), "mapping": _("Mapping"), "dry-run": _("Dry run")}
    open_places = PLACES[: 1 if run.stage == ImportRun.Stage.READING else 3]
    here = PLACES.index(current)
    steps = [(_("File"), "done", reverse("imports:new"))]
    for position, place in enumerate(PLACES):
        state = "current" if position == here else "done" if position < here else "todo"
        address = reverse(f"imports:{place}", kwargs={"run_id": run.pk}) if place in open_places else ""
        steps.append((labels[place], state, "" if position == here else address))
    return [*steps, (_("Import"), "todo", "")]
