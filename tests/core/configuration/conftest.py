"""A setting of each kind, for one test."""

import pytest

from core.configuration import Kind, Setting
from tests.factories.configuration import registered

SAMPLES = (
    Setting(key="test.switch", kind=Kind.BOOL, default=False, label="Switch"),
    Setting(key="test.number", kind=Kind.INT, default=5, minimum=1, maximum=10, label="Number", unit="days"),
    Setting(key="test.rate", kind=Kind.DECIMAL, default="1.5", minimum=0, label="Rate"),
    Setting(key="test.text", kind=Kind.TEXT, default="", maximum=20, label="Text"),
    Setting(key="test.choice", kind=Kind.CHOICE, default="a", choices=(("a", "A"), ("b", "B")), label="Choice"),
    Setting(key="test.list", kind=Kind.LIST, default=(), maximum=3, label="List"),
    Setting(key="test.secret", kind=Kind.TEXT, default="", secret=True, label="Secret"),
    Setting(key="test.risky", kind=Kind.BOOL, default=False, superuser=True, label="Risky"),
)


@pytest.fixture
def samples():
    """One setting of each kind."""
    with registered(*SAMPLES):
        yield
