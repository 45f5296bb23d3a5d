"""Events go up: a transactional outbox in every database, relayed at least once and in order per aggregate.

`publish` writes the event in the same transaction as the change. After the commit a relay task is started (and runs
every minute anyway): it hands each event to the subscribed tasks of apps above, which have to be idempotent.
"""

from core.events.delivery import relay
from core.events.outbox import AbstractOutboxEvent, Event, outbox_of, publish
from core.events.subscriptions import EVERY_KIND, Message, subscribe
from core.events.upkeep import OutboxState, outbox_states, redeliver, sweep_delivered

__all__ = [
    "EVERY_KIND",
    "AbstractOutboxEvent",
    "Event",
    "Message",
    "OutboxState",
    "outbox_of",
    "outbox_states",
    "publish",
    "redeliver",
    "relay",
    "subscribe",
    "sweep_delivered",
]
