"""Settings as tests need them: a value that is really stored, a setting that exists for one test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.configuration import SETTINGS, Setting, register, services
from core.models import Tenant
from tests.factories.people import UserFactory


def set_setting(tenant: Tenant, key: str, value: Any) -> None:
    """Give the setting of that organisation a value."""
    services.change(by=UserFactory(is_superuser=True), values={key: value}, tenant_id=tenant.pk)


@contextmanager
def registered(*settings: Setting) -> Iterator[None]:
    """Settings that exist inside the block only."""
    register(*settings)
    try:
        yield
    finally:
        for setting in settings:
            SETTINGS.pop(setting.key, None)
