"""What is stored for an organisation, as every process sees it: half a second of memory, Redis, the database.

Redis holds one snapshot per organisation under a version, a random text that every change replaces after its commit. A
reader takes the version *before* it reads the database, so that a slow reader stores old rows under an old version,
where nobody looks any more. A lost announcement (Redis down at that moment) is bounded by the snapshot's own age.
"""

import threading
import time
from functools import partial
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db.models import TextField
from django.db.models.functions import Cast

from core.databases import after_commit, connection_of
from core.models.configuration import StoredSetting
from core.tenancy import tenant_scope

MEMO_SECONDS = 0.5
SNAPSHOT_SECONDS = 60
MOST_REMEMBERED = 10_000

# key -> (value as JSON holds it or None, ciphertext of a secret, version of the row)
Snapshot = dict[str, tuple[object, str, int]]

_memo: dict[UUID, tuple[float, Snapshot]] = {}
_own = threading.local()


def snapshot(tenant_id: UUID) -> Snapshot:
    """The organisation's settings that are not at their defaults, at most a second old."""
    if _is_written_here(tenant_id):
        return stored(tenant_id)
    now = time.monotonic()
    kept = _memo.get(tenant_id)
    if kept and kept[0] > now:
        return kept[1]
    found = _shared(tenant_id)
    if len(_memo) >= MOST_REMEMBERED:
        _memo.clear()
    _memo[tenant_id] = (now + MEMO_SECONDS, found)
    return found


def stored(tenant_id: UUID) -> Snapshot:
    """The same from the database; one query. Secrets stay ciphertext, so that a lost key spoils only what it locks."""
    with tenant_scope(tenant_id):
        rows = StoredSetting.objects.annotate(cipher=Cast("secret", TextField()))
        found = rows.values_list("key", "value", "cipher", "version")
        return {key: (value, cipher, version) for key, value, cipher, version in found}


def written(tenant_id: UUID) -> None:
    """Called inside the transaction that writes: it reads its own rows, the others hear of them after the commit."""
    _written_here().add(tenant_id)
    after_commit("core", partial(_announce, tenant_id))


def forget() -> None:
    """Drop what this process remembers (tests)."""
    _memo.clear()


def _shared(tenant_id: UUID) -> Snapshot:
    version = _version(tenant_id)
    if version is None:
        return stored(tenant_id)
    address = f"settings:{tenant_id}:{version}"
    found: Snapshot | None = cache.get(address)
    if found is None:
        found = stored(tenant_id)
        cache.set(address, found, SNAPSHOT_SECONDS)
    return found


def _version(tenant_id: UUID) -> str | None:
    """The present version, made when there is none; None while Redis is away."""
    address = _version_address(tenant_id)
    version: str | None = cache.get(address)
    if version is None:
        made = uuid4().hex
        version = made if cache.add(address, made, None) else cache.get(address)
    return version


def _announce(tenant_id: UUID) -> None:
    _written_here().discard(tenant_id)
    cache.set(_version_address(tenant_id), uuid4().hex, None)
    _memo.pop(tenant_id, None)


def _version_address(tenant_id: UUID) -> str:
    return f"settings:{tenant_id}:version"


def _written_here() -> set[UUID]:
    """Organisations whose settings this thread's open transaction has written."""
    if not connection_of("core").in_atomic_block or not hasattr(_own, "written"):
        _own.written = set()
    marked: set[UUID] = _own.written
    return marked


def _is_written_here(tenant_id: UUID) -> bool:
    return tenant_id in _written_here()
