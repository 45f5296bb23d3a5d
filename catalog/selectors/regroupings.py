"""What can be asked about merges of brands, categories and tags."""

from collections.abc import Collection
from uuid import UUID

from catalog.errors import RegroupingNotFound
from catalog.models import Regrouping
from core.cutting import ListPage, list_page
from core.tenancy import tenant_scope


def regrouping(regrouping_id: UUID, *, tenant_id: UUID) -> Regrouping:
    """One of them; raises RegroupingNotFound."""
    with tenant_scope(tenant_id):
        found = Regrouping.objects.select_related("undoes").filter(pk=regrouping_id).first()
    if found is None:
        raise RegroupingNotFound
    return found


def regroupings(
    *, tenant_id: UUID, acts: Collection[str] = (), page: int = 1, per_page: int = 25, after: str = ""
) -> ListPage[Regrouping]:
    """The latest first; of these acts only, if any are named. Two queries."""
    with tenant_scope(tenant_id):
        found = Regrouping.objects.select_related("undoes")
        if acts:
            found = found.filter(act__in=acts)
        return list_page(found, lambda row: row, sort="-created_at", page=page, per_page=per_page, after=after)
