"""The states of a feed in words, each with its look, its cause and what to do."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs import JobStatus
from core.templatetags.ui import JOB_LOOKS
from imports.models import Fetch, ImportRun
from imports.selectors.feeds import Event, FeedHealth, FeedState
from imports.selectors.troubles import STATES

LOOKS: dict[str, tuple[str, str, Any]] = {
    **{str(status): (*look, status.label) for status, look in JOB_LOOKS.items()},
    "held": ("warning", "hand", gettext_lazy("Waits for approval")),
    "mapping": ("info", "columns-3", gettext_lazy("Waits for mapping")),
    "with_held": ("warning", "shield-alert", gettext_lazy("Completed, rows held")),
    ImportRun.Kind.REPLAY: ("success", "refresh-cw", gettext_lazy("Held rows imported again")),
    ImportRun.Kind.UNDO: ("neutral", "undo-2", gettext_lazy("Import undone")),
    Fetch.Outcome.FILES: ("success", "file-down", Fetch.Outcome.FILES.label),
    Fetch.Outcome.UNCHANGED: ("neutral", "minus", Fetch.Outcome.UNCHANGED.label),
    Fetch.Outcome.SKIPPED: ("neutral", "skip-forward", Fetch.Outcome.SKIPPED.label),
    Fetch.Outcome.NO_FILE: ("warning", "file-search", Fetch.Outcome.NO_FILE.label),
}
# error code -> the tab on which it is cured, and how
REMEDIES: dict[str, tuple[str, Any]] = {
    "SOURCE_LOGIN_REFUSED": (
        "connection",
        gettext_lazy("Correct the name, the password or the key in the connection, and test it."),
    ),
    "SOURCE_HOST_KEY_CHANGED": (
        "connection",
        gettext_lazy("Ask the supplier whether the server has changed; then accept the new key in the connection."),
    ),
    "SOURCE_NO_FILE": ("connection", gettext_lazy("Look at the folder and the pattern in the connection.")),
    "SOURCE_FILE_TOO_LARGE": (
        "connection",
        gettext_lazy("Ask for a smaller or a compressed file, or let an administrator raise the limit."),
    ),
    "CONNECTION_INVALID": ("connection", gettext_lazy("Complete the connection, and test it.")),
}


@dataclass(frozen=True)
class StateWords:
    """A state as the page tells it."""

    state: str
    tone: str
    icon: str
    label: str
    sentence: str
    cause: str = ""
    remedy: str = ""
    link: str = ""
    link_label: str = ""


@dataclass(frozen=True)
class Mark:
    """One mark of the strip: colour, shape, text, and where it leads."""

    tone: str
    icon: str
    label: str
    event: Event
    url: str


def state_words(health: FeedHealth) -> StateWords:
    """The state with its sentence; a failing feed with cause and remedy."""
    tone, icon, label = STATES[health.state]
    words = {"state": str(health.state), "tone": tone, "icon": icon, "label": str(label)}
    if health.state == FeedState.FAILING:
        return StateWords(**words, sentence=_("The last attempt failed."), **_failure(health))
    link, link_label = _way_on(health)
    return StateWords(**words, sentence=_sentence(health), link=link, link_label=link_label)


def marks(events: list[Event], source_id: UUID) -> list[Mark]:
    """The strip of a feed."""
    return [Mark(*_look(event), event, _place(event, source_id)) for event in events]


def _look(event: Event) -> tuple[str, str, str]:
    tone, icon, label = LOOKS[event.look]
    return tone, icon, str(label)


def _place(event: Event, source_id: UUID) -> str:
    if event.run_id:
        return reverse("imports:run", args=[event.run_id])
    return f"{reverse('imports:feed-fetches', args=[source_id])}#fetch-{event.fetch_id}"


def _sentence(health: FeedHealth) -> str:
    return {
        FeedState.OFF: _("The feed is on hold: nothing is fetched, and files sent to it are refused."),
        FeedState.MAPPING: _("A file waits: somebody has to confirm which column becomes which field."),
        FeedState.HELD: _("The last file looks unusual: it is held until somebody approves or refuses it."),
        FeedState.WORKING: _("It is being worked on at this moment."),
        FeedState.SILENT: _("It has brought nothing for longer than usual."),
        FeedState.NEW: _("No file has come yet."),
        FeedState.HEALTHY: _("The last file was imported."),
    }[health.state]


def _way_on(health: FeedHealth) -> tuple[str, str]:
    """Where a waiting feed is helped on."""
    if health.run_id is None or health.state not in (FeedState.MAPPING, FeedState.HELD, FeedState.WORKING):
        return "", ""
    place = "mapping" if health.state == FeedState.MAPPING else "run"
    labels = {FeedState.MAPPING: _("Look at the mapping"), FeedState.HELD: _("Look at the evidence")}
    return reverse(f"imports:{place}", args=[health.run_id]), labels.get(health.state, _("Watch the run"))


def _failure(health: FeedHealth) -> dict[str, str]:
    tab, remedy = REMEDIES.get(health.error_code, ("", ""))
    if health.next_attempt_at:
        remedy = remedy or _("It is tried again by itself.")
    if tab:
        link, label = reverse(f"imports:feed-{tab}", args=[health.feed.id]), _("To the connection")
    elif health.run_id:
        link, label = reverse("imports:run", args=[health.run_id]), _("To the run")
        remedy = remedy or _("The page of the run says what can be done.")
    else:
        link, label = reverse("imports:feed-fetches", args=[health.feed.id]), _("To the fetches")
        remedy = remedy or _("Try again, and look at the connection if it fails again.")
    return {"cause": health.cause, "remedy": str(remedy), "link": link, "link_label": label}


def fetch_look(fetch: Fetch) -> tuple[str, str, str]:
    """Tone, icon and words of a look at a source."""
    look = fetch.outcome if fetch.status == JobStatus.COMPLETED and fetch.outcome else str(fetch.status)
    tone, icon, label = LOOKS[look]
    return tone, icon, str(label)
