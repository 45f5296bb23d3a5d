"""Taking back an act that made variants: generated combinations, or a group by parent reference."""

from typing import Any
from uuid import UUID, uuid5

from catalog.acts import Actor, UndoResult
from catalog.errors import ActNotFound
from catalog.models import Change
from catalog.services.undo import undo_run
from catalog.services.variants.axes import WRITE
from core import audit
from core.access import require
from core.tenancy import tenant_scope


def undo_variants(act_id: UUID, *, tenant_id: UUID, user: Any) -> UndoResult:
    """Undo everything the act did that nobody has changed since; a second call finds it done.

    Raises PermissionRefused, and ActNotFound for anything but an act that made variants.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        made = Change.objects.filter(run_id=act_id, new__has_key="parent", actor_kind__in=("user", "rule"))
        label = made.values_list("actor_label", flat=True).first()
    if label is None:
        raise ActNotFound
    actor = Actor("undo", user.pk, label)
    result = undo_run(act_id, tenant_id=tenant_id, actor=actor, undo_run_id=uuid5(act_id, "undo"))
    count = result.removed_products + result.restored_products
    audit.record("products.variants_undone", app="catalog", tenant_id=tenant_id, count=count, kept=result.kept)
    return result
