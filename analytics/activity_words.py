"""Activities in words, with the page each is about."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.selectors import ActivityFacts

CHANGES = frozenset({"supplier.updated", "source.updated"})


@dataclass(frozen=True)
class Sentence:
    """An activity as it is shown; `state` names the look of a timeline's step."""

    label: str
    detail: str
    url: str
    state: str
    at: datetime

    @property
    def link(self) -> SafeString:
        """The label, leading to the page it is about."""
        return format_html('<a href="{}">{}</a>', self.url, self.label)


def sentences(activities: Iterable[ActivityFacts]) -> list[Sentence]:
    """The activities in words, of several changes of a supplier the latest."""
    return [_sentence(activity) for activity in _without_repeats(activities)]


def _without_repeats(activities: Iterable[ActivityFacts]) -> Iterator[ActivityFacts]:
    changed: set[str] = set()
    for activity in activities:
        supplier_id = str(activity.facts.get("supplier_id", ""))
        if activity.code not in CHANGES:
            yield activity
        elif supplier_id not in changed:
            changed.add(supplier_id)
            yield activity


def _sentence(activity: ActivityFacts) -> Sentence:
    label, detail, state = _WORDS[activity.code](activity.facts)
    return Sentence(label, detail, _url(activity), state, activity.at)


def _url(activity: ActivityFacts) -> str:
    if activity.code.startswith("import."):
        return reverse("imports:run", args=[activity.subject_id])
    return reverse("suppliers:supplier", args=[activity.facts["supplier_id"]])


def _completed(facts: dict[str, Any]) -> tuple[str, str, str]:
    label = _("%(supplier)s: import completed") % {"supplier": facts["supplier"]}
    counts = _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged") % {
        name: facts.get(name, 0) for name in ("created", "updated", "unchanged")
    }
    held = int(facts.get("held", 0))
    if not held:
        return label, counts, "done"
    rows = ngettext("%(held)d row held", "%(held)d rows held", held) % {"held": held}
    return label, f"{counts}, {rows}", "warning"


def _failed(facts: dict[str, Any]) -> tuple[str, str, str]:
    label = _("%(supplier)s: import failed") % {"supplier": facts["supplier"]}
    return label, facts.get("file", ""), "failed"


def _undone(facts: dict[str, Any]) -> tuple[str, str, str]:
    return _("%(supplier)s: an import was undone") % {"supplier": facts["supplier"]}, "", "paused"


def _stopped(facts: dict[str, Any]) -> tuple[str, str, str]:
    return _("%(supplier)s: import cancelled") % {"supplier": facts["supplier"]}, facts.get("file", ""), "paused"


def _supplier_added(facts: dict[str, Any]) -> tuple[str, str, str]:
    return _("%(supplier)s: supplier added") % {"supplier": facts["supplier"]}, "", "done"


def _supplier_saved(facts: dict[str, Any]) -> tuple[str, str, str]:
    return _("%(supplier)s: sheet or policies changed") % {"supplier": facts["supplier"]}, "", "done"


_WORDS: dict[str, Callable[[dict[str, Any]], tuple[str, str, str]]] = {
    "import.completed": _completed,
    "import.failed": _failed,
    "import.stopped": _stopped,
    "import.undone": _undone,
    "supplier.created": _supplier_added,
    "supplier.updated": _supplier_saved,
    "source.updated": _supplier_saved,
}
