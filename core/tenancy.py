"""Which tenant is being served: a query on tenant-owned rows outside a tenant scope raises."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

from django_scopes import get_scope, scope, scopes_disabled


def tenant_scope(tenant_id: UUID) -> AbstractContextManager[None]:
    """All queries on tenant-owned models inside see this tenant's rows only."""
    return scope(tenant=tenant_id)


@contextmanager
def every_tenant() -> Iterator[None]:
    """For jobs that by nature look at all tenants (relay, reaper, orphan report); never for requests."""
    with scopes_disabled():
        yield


def current_tenant_id() -> UUID | None:
    """The tenant of the current scope, or None outside of one."""
    return get_scope().get("tenant")
