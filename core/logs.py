"""The request id in every log line, and no secret in any."""

import logging
import re
from contextvars import ContextVar

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,80}")
request_id: ContextVar[str] = ContextVar("request_id", default="-")


# Keys and tokens as they could stand in a message: in headers, in addresses of mailed links, in addresses of servers.
SECRETS = re.compile(
    r"(pm_(?:live|test)_)[0-9a-f]{8,}"
    r"|((?:Bearer|Basic)\s+)[\w.+/=~-]{8,}"
    r"|(/(?:password/reset|invitation|profile/email)/)[\w.:-]{8,}"
    r"|(://[^\s/:@]*:)[^\s/@]+(?=@)"
    r"|((?:password|passwd|secret|token|api_?key)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;]{3,}",
    re.IGNORECASE,
)


TRACEBACKS = logging.Formatter()


class SecretFilter(logging.Filter):
    """Masks what looks like a password, a key or a token: the last line of defence, not the first."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if SECRETS.search(text):
            record.msg, record.args = SECRETS.sub(_masked, text), ()
        if record.exc_info and not record.exc_text:
            # Errors repeat what they were given: an address with its password, the values of a query.
            record.exc_text = SECRETS.sub(_masked, TRACEBACKS.formatException(record.exc_info))
        return True


def _masked(found: re.Match[str]) -> str:
    kept = next((group for group in found.groups() if group), "")
    return f"{kept}***"


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django tells of a refused request when its middleware is through: the request still knows.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", None) or request_id.get()
        return True
