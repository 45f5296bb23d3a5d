"""Who wants which events."""

from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.utils.module_loading import import_string

EVERY_KIND = "*"
# Kinds that stay inside the house: they are not part of "every kind".
INTERNAL = ("audit.",)


class Message(TypedDict):
    """An event as a subscriber gets it; `app` and `id` together are unique, and the same in a repetition."""

    app: str
    id: int
    kind: str
    tenant_id: str
    aggregate_id: str
    at: str
    payload: dict[str, Any]


@dataclass
class Subscriber:
    """A task by its dotted name, with the kinds it wants; one that takes batches is called with many events."""

    task_name: str
    takes_batches: bool = False
    kinds: set[str] = field(default_factory=set)

    def wants(self, kind: str) -> bool:
        """Whether events of this kind are for it."""
        return kind in self.kinds or (EVERY_KIND in self.kinds and not kind.startswith(INTERNAL))

    def take(self, messages: list[Message]) -> None:
        """Hand the messages over; only a subscriber that takes batches may get more than one."""
        task = import_string(self.task_name)
        if self.takes_batches:
            task.run(events=messages)
            return
        (message,) = messages
        task.run(event=message)


_subscribers: dict[str, Subscriber] = {}


def subscribe(kind: str, task_name: str, *, batch: bool = False) -> None:
    """Have the Celery task (its dotted name) called for each event of the kind; "*" is every kind but audit's.

    It gets `event=Message`, or `events=[Message, ...]` in the order of their writing when it takes batches. It runs
    inside the relay, so it has to be short, and idempotent, because the same event may come again.
    """
    subscriber = _subscribers.setdefault(task_name, Subscriber(task_name, batch))
    if subscriber.takes_batches != batch:
        raise ValueError(f"{task_name} was subscribed with batch={not batch} before: use the same everywhere.")
    subscriber.kinds.add(kind)


def subscribers() -> list[Subscriber]:
    """All of them, in the order of their subscribing."""
    return list(_subscribers.values())
