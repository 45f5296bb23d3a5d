"""The wizard's way: which step of a run's preparation is open, and where each leads."""

from django.urls import reverse
from django.utils.translation import gettext as _

from imports.models import ImportRun
from imports.selectors.values import words_waiting

Step = tuple[str, str, str]
PLACES = ("reading", "mapping", "values", "dry-run")


def steps_of(run: ImportRun, *, current: str) -> list[Step]:
    """Label, state (done, current, todo) and address of the steps; a step that cannot be taken has no address.

    The words of a file are a step only where some wait for a meaning.
    """
    labels = {"reading": _("Recognition"), "mapping": _("Mapping"), "values": _("Values"), "dry-run": _("Dry run")}
    places = [place for place in PLACES if place != "values" or current == "values" or words_waiting(run)]
    open_places = places[:1] if run.stage == ImportRun.Stage.READING else places
    here = places.index(current)
    steps = [(_("File"), "done", reverse("imports:new"))]
    for position, place in enumerate(places):
        state = "current" if position == here else "done" if position < here else "todo"
        address = reverse(f"imports:{place}", kwargs={"run_id": run.pk}) if place in open_places else ""
        steps.append((labels[place], state, "" if position == here else address))
    return [*steps, (_("Import"), "todo", "")]
