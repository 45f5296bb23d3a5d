"""The order of suppliers for single fields of the catalogue."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.errors import InvalidInput, NotFound
from core.models import Tenant, User
from suppliers import events
from suppliers.models import FieldPriority, Supplier


def set_field_priorities(*, by: User, tenant_id: UUID, field: str, supplier_ids: Sequence[UUID]) -> None:
    """For this field these suppliers come first, in this order; the others follow by their own priority.

    An empty order is none: see `clear_field_priorities`. The products are decided again in the background. Raises
    PermissionRefused without `write:suppliers`, InvalidInput for a supplier named twice, NotFound for an unknown one.
    """
    require(by, "write:suppliers", tenant_id=tenant_id)
    if len(set(supplier_ids)) < len(supplier_ids):
        raise InvalidInput(_("A supplier is named twice: name each at most once."), field="supplier_ids")
    with atomic("suppliers"):
        # Whoever changes the order of suppliers waits here for whoever does so already.
        named = {row.pk: row for row in Supplier.objects.filter(pk__in=supplier_ids).order_by("pk").select_for_update()}
        if len(named) < len(supplier_ids):
            raise NotFound(code="SUPPLIER_NOT_FOUND")
        rows = FieldPriority.objects.filter(tenant_id=tenant_id, field=field)
        before = list(rows.order_by("rank", "id").values_list("supplier_id", flat=True))
        if before == list(supplier_ids):
            return
        names_before = _names(before)
        rows.delete()
        FieldPriority.objects.bulk_create(
            FieldPriority(tenant_id=tenant_id, field=field, supplier=named[each], rank=place)
            for place, each in enumerate(supplier_ids)
        )
        events.tell_order_changed(tenant_id, field)
        audit.record(
            "suppliers.order_changed",
            app="suppliers",
            subject=Tenant.objects.get(pk=tenant_id),
            field=field,
            before={"suppliers": names_before},
            after={"suppliers": [named[each].name for each in supplier_ids]},
        )


def clear_field_priorities(*, by: User, tenant_id: UUID, field: str) -> None:
    """The field follows the suppliers' own priority again; raises PermissionRefused without `write:suppliers`."""
    set_field_priorities(by=by, tenant_id=tenant_id, field=field, supplier_ids=())


def _names(supplier_ids: Sequence[UUID]) -> list[str]:
    names = dict(Supplier.objects.filter(pk__in=supplier_ids).values_list("pk", "name"))
    return [names[each] for each in supplier_ids]
