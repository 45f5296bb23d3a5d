"""Questions about API keys."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.apikeys.errors import ApiKeyNotFound
from core.apikeys.usage import not_written_down
from core.cutting import ListPage, list_page
from core.models import ApiKey, ApiKeyUsage

STATISTICS_DAYS = 30


@dataclass(frozen=True)
class KeyFacts:
    """A key as people see it; the key itself is nowhere."""

    id: UUID
    name: str
    mode: str
    prefix: str
    scopes: list[str]
    networks: list[str]
    rate_limit_per_minute: int | None
    expires_at: datetime | None
    is_active: bool
    has_expired: bool
    user: str
    created_at: datetime
    rotated_at: datetime | None
    previous_until: datetime | None
    last_used_at: datetime | None
    last_address: str | None


@dataclass(frozen=True)
class KeyStatistics:
    """How often a key was used in the last 30 days, by day."""

    total: int
    days: list[tuple[date, int]]
    last_used_at: datetime | None


def key_list(tenant_id: UUID, *, sort: str = "-created_at", page: int = 1, per_page: int = 50) -> ListPage[KeyFacts]:
    """The keys of the tenant. Two queries."""
    rows = ApiKey.objects.filter(tenant_id=tenant_id).select_related("user")
    return list_page(rows, _facts, sort=sort, page=page, per_page=per_page)


def key_facts(tenant_id: UUID, key_id: UUID) -> KeyFacts:
    """One key of the tenant; raises ApiKeyNotFound."""
    return _facts(_key(tenant_id, key_id))


def key_statistics(tenant_id: UUID, key_id: UUID) -> KeyStatistics:
    """How often the key was used, on the days on which it was; two queries. Raises ApiKeyNotFound."""
    key, today = _key(tenant_id, key_id), timezone.localdate()
    asked = [today - timedelta(days=ago) for ago in range(STATISTICS_DAYS)]
    written = ApiKeyUsage.objects.filter(key=key, day__in=asked).values_list("day", "requests")
    used = Counter(dict(written)) + Counter(not_written_down(key.pk, asked))
    return KeyStatistics(total=used.total(), days=sorted(used.items()), last_used_at=key.last_used_at)


def _key(tenant_id: UUID, key_id: UUID) -> ApiKey:
    key = ApiKey.objects.select_related("user").filter(tenant_id=tenant_id, pk=key_id).first()
    if key is None:
        raise ApiKeyNotFound
    return key


def _facts(key: ApiKey) -> KeyFacts:
    values: dict[str, Any] = {
        name: getattr(key, name) for name in KeyFacts.__dataclass_fields__ if name not in {"user"}
    }
    return KeyFacts(**values, user=key.user.email)
