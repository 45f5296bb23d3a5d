"""Starting background work by task name, so that services never import tasks."""

import logging
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task_name: str, *, queue: str = "default", **arguments: Any) -> bool:
    """Send the task to a queue; False when the broker does not answer.

    Nothing is lost then: due work is kept in tables, and the task that looks for it every minute starts it once the
    broker is back. No retries here, because a request or a transaction's end is waiting.
    """
    try:
        current_app.send_task(task_name, kwargs=arguments, queue=queue, retry=False)
    except (OperationalError, ConnectionError, OSError):
        logger.warning("the broker did not take %s; it will be started by the next look at due work", task_name)
        return False
    return True
