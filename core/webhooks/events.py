"""The events a webhook can be told, each registered by the app it comes from.

An event names the kind of outbox event it is made of and the function that makes it: it gets the outbox's message and
the names somebody wants, and returns what is to be told. It has to give the same answer for the same message, because
a message may come twice; the `key` of what is told makes the second one fall away.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.events import Message, subscribe

QUEUE_TASK = "core.webhooks.tasks.queue_deliveries"


@dataclass(frozen=True)
class Told:
    """One thing to tell: the event's name, its data, and which part of the message it is."""

    event: str
    data: Mapping[str, Any]
    key: str = ""


Expand = Callable[[Message, frozenset[str]], list[Told]]


@dataclass(frozen=True)
class WebhookEvent:
    """An event of the catalogue: `fields` explains the data, `sample` shows it.

    `kind` and `expand` (a dotted name) say what it is made of; `instead_of` names events whose subscribers get this one
    too, because it stands for many of them.
    """

    name: str
    group: Any
    description: Any
    fields: Mapping[str, Any]
    sample: Mapping[str, Any]
    kind: str = ""
    expand: str = ""
    instead_of: tuple[str, ...] = field(default=())

    @property
    def audience(self) -> frozenset[str]:
        """A webhook that wants one of these is told."""
        return frozenset((self.name, *self.instead_of))


EVENTS: dict[str, WebhookEvent] = {}
TEST = "webhook.test"
DOCUMENTED = f"{__name__}.documented"


def register(*events: WebhookEvent) -> None:
    """Add events to the catalogue and listen to what they are made of; called in `AppConfig.ready`."""
    for event in events:
        EVENTS[event.name] = event
        if event.kind:
            subscribe(event.kind, QUEUE_TASK, batch=True)


def wanted_of(kind: str, subscribed: set[str]) -> dict[str, frozenset[str]]:
    """The functions to call for a kind, each with the names somebody is subscribed to."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in EVENTS.values():
        if event.kind == kind and event.audience & subscribed:
            wanted[event.expand].add(event.name)
    return {expand: frozenset(names) for expand, names in wanted.items()}


def expanded(message: Message, *, expand: str, names: frozenset[str]) -> list[Told]:
    """What the message becomes for these names; nothing else is let through."""
    function: Expand = import_string(expand)
    return [told for told in function(message, names) if told.event in names]


def documented(message: Message, names: frozenset[str]) -> list[Told]:
    """For messages that are an event already: each name with the fields its documentation names."""
    facts = message["payload"]
    return [Told(name, {field: facts.get(field) for field in EVENTS[name].fields}) for name in sorted(names)]


register(
    WebhookEvent(
        name=TEST,
        group=_("Webhooks"),
        description=_("Sent by the test button."),
        fields={"message": _("A sentence that says that this is a test.")},
        sample={"message": "This is a test of Products Manager."},
    )
)
