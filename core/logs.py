"""The request id in every log line."""

import logging
import re
from contextvars import ContextVar

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,80}")
request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True
