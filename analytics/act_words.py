"""Acts of the audit trail in the reader's words: a sentence, the page of the object, labels of what changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.selectors import ActFacts
from core.audit import ACTS, Category

ACTOR_KINDS: dict[str, Any] = {
    "person": gettext_lazy("Person"),
    "api_key": gettext_lazy("Program (API key)"),
    "anonymous": gettext_lazy("Not signed in"),
    "job": gettext_lazy("Job"),
    "command": gettext_lazy("Command line"),
    "system": gettext_lazy("System"),
}
# kind of object -> the address of its page and where its id stands
_PAGES: dict[str, tuple[str, Callable[[ActFacts], Any]]] = {
    "suppliers.Supplier": ("suppliers:supplier", lambda act: act.subject_id),
    "suppliers.Source": ("suppliers:supplier", lambda act: act.details.get("supplier_id")),
    "imports.ImportRun": ("imports:run", lambda act: act.subject_id),
    "catalog.Product": ("catalog:product", lambda act: act.subject_id),
    "core.User": ("people:user", lambda act: act.subject_id),
}
# Acts after which the object has no page any more.
_GONE = ("import.deleted",)


@dataclass(frozen=True)
class Value:
    """A value before and after an act."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ShownAct:
    """An act as the page shows it: `actor` is a name, or the kind of actor; `extra` are the details by name."""

    facts: ActFacts
    sentence: str
    category: str
    actor: str
    kind: str
    url: str
    values: list[Value]
    extra: list[tuple[str, str]]


def shown(act: ActFacts) -> ShownAct:
    """The act in the language of the moment."""
    return ShownAct(
        facts=act,
        sentence=sentence(act),
        category=category(act),
        actor=act.actor_name or kind_of_actor(act),
        kind=kind_of_actor(act) if act.actor_name and act.actor_kind != "person" else "",
        url=_url(act),
        values=changed_values(act),
        extra=[(name, readable(value)) for name, value in act.details.items() if value not in (None, "", [], {})],
    )


def sentence(act: ActFacts) -> str:
    """What was done; an act of another version is told by its code."""
    known = ACTS.get(act.code)
    if known is None:
        return act.code
    return str(known.text) % _Facts({**act.details, "subject": act.subject})


def category(act: ActFacts) -> str:
    """The category in words."""
    known = dict(Category.choices)
    return str(known.get(act.category, act.category))


def kind_of_actor(act: ActFacts) -> str:
    """A person, a program, a job, ... in words."""
    return str(ACTOR_KINDS.get(act.actor_kind, act.actor_kind))


def changed_values(act: ActFacts) -> list[Value]:
    """Old and new value of each field the act changed; one that was empty and stays so is left out."""
    names = [*act.before, *(name for name in act.after if name not in act.before)]
    sides = [(name, readable(act.before.get(name)), readable(act.after.get(name))) for name in names]
    return [Value(_label(act.subject_type, name), old, new) for name, old, new in sides if old or new]


def readable(value: Any) -> str:
    """A value of JSON as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str | int | float) for part in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


class _Facts(dict[str, Any]):
    """Facts for a sentence: an act of an older version may lack one."""

    def __missing__(self, name: str) -> str:
        return "–"


def _label(subject_type: str, name: str) -> str:
    try:
        return str(apps.get_model(subject_type)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name.replace("_", " ")


def _url(act: ActFacts) -> str:
    name, key_of = _PAGES.get(act.subject_type, ("", lambda act: ""))
    key = key_of(act)
    if not (name and key) or act.code in _GONE:
        return ""
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
