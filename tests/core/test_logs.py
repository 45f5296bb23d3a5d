"""Log lines hold no secrets."""

import logging
import sys

import pytest

from core.logs import RequestIdFilter, SecretFilter


def logged(message, *args):
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, message, args, None)
    assert SecretFilter().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("key pm_live_" + "a1" * 32 + " used", "key pm_live_*** used"),
        ("Authorization: Bearer eyJhbGciOi.abc-def_123", "Authorization: Bearer ***"),
        ("Not Found: /password/reset/Ab3-xY_9zzzz/", "Not Found: /password/reset/***/"),
        ("Not Found: /invitation/Ab3-xY_9zzzz/", "Not Found: /invitation/***/"),
        ("connect to ftp://shop:hunter2@feeds.example.org/a", "connect to ftp://shop:***@feeds.example.org/a"),
        ("{'password': 'hunter2', 'user': 'a'}", "{'password': '***', 'user': 'a'}"),
        ("GET /x?api_key=abcdef&page=2", "GET /x?api_key=***&page=2"),
    ],
)
def test_secrets_are_masked(line, left):
    assert logged(line) == left


def test_values_given_apart_are_masked_too():
    assert logged("refused %s for %s", "token=abc123", "page 2") == "refused token=*** for page 2"


def test_the_error_behind_a_line_is_masked_too():
    try:
        raise ValueError("ftp://shop:hunter2@feeds.example.org does not answer")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())
    assert SecretFilter().filter(record)
    written = logging.Formatter().format(record)
    assert "ValueError: ftp://shop:***@feeds.example.org" in written
    assert "hunter2" not in written.splitlines()[-1]


def test_a_refused_request_is_found_by_its_id(client, db, caplog):
    caplog.handler.addFilter(RequestIdFilter())
    client.get("/nowhere/", headers={"X-Request-ID": "find-me-again"})
    [line] = [record for record in caplog.records if record.name == "django.request"]
    assert line.request_id == "find-me-again"


@pytest.mark.parametrize("line", ["Forbidden: /settings/api-keys/", "12 rows, 3 s", "Not Found: /password/forgot/"])
def test_other_lines_stay_as_they_are(line):
    assert logged(line) == line


def test_the_product_logs_through_the_filter(settings):
    assert "secrets" in settings.LOGGING["handlers"]["console"]["filters"]
