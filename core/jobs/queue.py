"""Starting background work by task name, so that services never import tasks."""

import logging
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError
from kombu.pools import producers

from core.breaker import Breaker

logger = logging.getLogger(__name__)
# A request or a transaction's end is waiting: shorter than what the workers' own connections allow.
TIME_LIMITS = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0}
UNREACHABLE = (OperationalError, ConnectionError, OSError)
breaker = Breaker("the queue", at_least=1)


def enqueue(task_name: str, *, queue: str = "default", **arguments: Any) -> bool:
    """Send the task to a queue; False when the broker does not answer.

    Nothing is lost then: due work is kept in tables, and the task that looks for it every minute starts it once the
    broker is back.
    """
    if not breaker.allows():
        return False
    try:
        with breaker.watching(*UNREACHABLE), producers[broker_connection()].acquire(block=True) as producer:
            current_app.send_task(task_name, kwargs=arguments, queue=queue, retry=False, producer=producer)
    except UNREACHABLE:
        logger.warning("the broker did not take %s; it will be started by the next look at due work", task_name)
        return False
    return True


def broker_connection() -> Any:
    """A connection to the broker that gives up after a second."""
    options = {**current_app.conf.broker_transport_options, **TIME_LIMITS}
    return current_app.connection_for_write(transport_options=options)
