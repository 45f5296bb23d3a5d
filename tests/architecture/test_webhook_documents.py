"""Every event of webhooks, with every field, is documented; and nothing is documented that is not there."""

import re
from pathlib import Path

from core.webhooks.events import EVENTS

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `([a-z_]+\.[a-z_]+)`<br>.* \| (.*) \|$", re.M)


def test_events_and_fields_are_documented():
    text = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    documented = {name: set(re.findall(r"`(\w+)`:", fields)) for name, fields in ROW.findall(text)}
    assert documented == {name: set(event.fields) for name, event in EVENTS.items()}


def test_samples_show_every_field():
    assert [name for name, event in EVENTS.items() if set(event.sample) != set(event.fields)] == []
