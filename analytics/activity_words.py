"""Activities in words, with the page each is about."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.selectors import ActivityFacts
from imports.events import COMPLETED, FAILED, UNDONE
from suppliers.events import SAVED
from suppliers.selectors import suppliers_by_id


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
    """The activities in words, of several changes of a supplier the latest; one query for the suppliers' names."""
    activities = list(_without_repeats(activities))
    names = {key: facts.name for key, facts in suppliers_by_id(map(_supplier_id, activities)).items()}
    return [_sentence(activity, names.get(_supplier_id(activity), _("a removed supplier"))) for activity in activities]


def _without_repeats(activities: Iterable[ActivityFacts]) -> Iterator[ActivityFacts]:
    saved: set[UUID] = set()
    for activity in activities:
        if activity.kind != SAVED or activity.subject_id not in saved:
            yield activity
        if activity.kind == SAVED:
            saved.add(activity.subject_id)


def _supplier_id(activity: ActivityFacts) -> UUID:
    named = activity.facts.get("supplier_id")
    return UUID(named) if named else activity.subject_id


def _sentence(activity: ActivityFacts, supplier: str) -> Sentence:
    words = _WORDS.get(activity.kind, _anything)
    label, detail, state = words({**activity.facts, "supplier_name": supplier, "activity": activity.kind})
    return Sentence(label, detail, _url(activity), state, activity.at)


def _url(activity: ActivityFacts) -> str:
    page = "suppliers:supplier" if activity.kind == SAVED else "imports:run"
    return reverse(page, args=[activity.subject_id])


def _completed(facts: dict[str, Any]) -> tuple[str, str, str]:
    label = _("%(supplier)s: import completed") % {"supplier": facts["supplier_name"]}
    counts = _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged") % {
        name: facts.get(name, 0) for name in ("created", "updated", "unchanged")
    }
    held = int(facts.get("held", 0))
    if not held:
        return label, counts, "done"
    rows = ngettext("%(held)d row held", "%(held)d rows held", held) % {"held": held}
    return label, f"{counts}, {rows}", "warning"


def _failed(facts: dict[str, Any]) -> tuple[str, str, str]:
    label = _("%(supplier)s: import failed") % {"supplier": facts["supplier_name"]}
    return label, facts.get("file", ""), "failed"


def _undone(facts: dict[str, Any]) -> tuple[str, str, str]:
    return _("%(supplier)s: an import was undone") % {"supplier": facts["supplier_name"]}, "", "paused"


def _supplier_saved(facts: dict[str, Any]) -> tuple[str, str, str]:
    return _("%(supplier)s: sheet or policies changed") % {"supplier": facts["supplier_name"]}, "", "done"


def _anything(facts: dict[str, Any]) -> tuple[str, str, str]:
    return facts["activity"], "", "todo"


_WORDS: dict[str, Callable[[dict[str, Any]], tuple[str, str, str]]] = {
    COMPLETED: _completed,
    FAILED: _failed,
    UNDONE: _undone,
    SAVED: _supplier_saved,
}
