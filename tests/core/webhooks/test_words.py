"""What went wrong with a delivery, in words."""

import pytest

from core.webhooks.words import in_words


@pytest.mark.parametrize(
    ("code", "status", "error", "sentence"),
    [
        ("", None, "", ""),
        ("HTTP_410", 410, "HTTP 410", "gone for good"),
        ("HTTP_301", 301, "https://new.example/", "https://new.example/"),
        ("HTTP_404", 404, "HTTP 404", "not sent again by itself"),
        ("HTTP_429", 429, "HTTP 429", "answers with status 429"),
        ("HTTP_500", 500, "HTTP 500", "answers with status 500"),
        ("REMOTE_TIMEOUT", None, "late", "30 seconds"),
        ("REMOTE_UNAVAILABLE", None, "Connection refused", "Connection refused"),
        ("ADDRESS_NOT_ALLOWED", None, "-", "private network"),
        ("WEBHOOK_OFF", None, "-", "switched off"),
        ("SECRET_UNREADABLE", None, "-", "a new one"),
        ("SOMETHING_ELSE", None, "as it was told", "as it was told"),
    ],
)
def test_each_failure_has_a_sentence(code, status, error, sentence):
    words = in_words(code, status=status, error=error)
    assert sentence in words
    assert bool(words) is bool(sentence)
