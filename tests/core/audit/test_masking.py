"""What may stand in the trail: no secrets, nothing PostgreSQL refuses, nothing endless."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from core.audit import record
from core.audit.masking import LONGEST_TEXT, masked
from core.encryption import MASK
from core.models import OutboxEvent


@pytest.mark.parametrize("name", ["password", "new_password", "api_key", "Authorization", "totp_secret", "csrf_token"])
def test_secrets_are_masked_at_any_depth(name):
    assert masked({name: "hunter2"}) == {name: MASK}
    assert masked({"config": [{name: "hunter2"}]}) == {"config": [{name: MASK}]}
    assert masked({name: ""}) == {name: ""}


def test_values_become_json():
    values = {"price": Decimal("1.50"), "id": UUID(int=1), "day": date(2026, 1, 2), "ok": True, "none": None, "n": {3}}
    assert masked(values) == {
        "price": "1.50",
        "id": str(UUID(int=1)),
        "day": "2026-01-02",
        "ok": True,
        "none": None,
        "n": [3],
    }


def test_endless_texts_are_cut():
    assert len(masked({"text": "x" * 9_000})["text"]) == LONGEST_TEXT + 1


def test_what_postgresql_cannot_hold_does_not_stop_the_act(db):
    subject = ("thing\0", "k" * 500 + "\0", "Name\0\ud800")
    record("access.denied", subject=subject, path="/a\0b\ud800/", method="GET")
    act = OutboxEvent.objects.latest("id").payload
    assert (act["details"]["path"], act["subject"], len(act["subject_id"])) == ("/ab?/", "Name?", 80)
