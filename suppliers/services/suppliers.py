"""Use cases of suppliers: each writes to db_suppliers only, in one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms.models import model_to_dict

from core import audit
from core.access import require
from core.databases import atomic
from core.models import User
from suppliers import events
from suppliers.errors import SupplierCodeTaken
from suppliers.models import Source, Supplier
from suppliers.services.saving import known, note, saving, supplier_row

EDITABLE = frozenset(
    {"code", "name", "email", "phone", "website", "address", "country", "currency", "priority", "is_active", "notes"}
)


def create_supplier(*, by: User | None, tenant_id: UUID, code: str, name: str, **values: Any) -> UUID:
    """Add a supplier; returns its id.

    Raises PermissionRefused without `write:suppliers`, InvalidInput for bad values, SupplierCodeTaken.
    """
    if by is not None:
        require(by, "write:suppliers", tenant_id=tenant_id)
    row = Supplier(tenant_id=tenant_id, code=code.strip(), name=name.strip() or code, **known(values, EDITABLE))
    with saving(row, taken=SupplierCodeTaken):
        events.tell_created(row)
        note("supplier.created", row, row, after=_written(row))
    return row.pk


def update_supplier(*, by: User, supplier_id: UUID, values: Mapping[str, Any]) -> None:
    """Change some fields of a supplier; raises NotFound and what `create_supplier` raises."""
    row = supplier_row(supplier_id)
    require(by, "write:suppliers", row)
    before = _written(row)
    for field, value in known(values, EDITABLE).items():
        setattr(row, field, value)
    with saving(row, taken=SupplierCodeTaken):
        old, new = audit.changes(before, _written(row))
        if new:
            events.tell_updated(row, before=old, after=new)
            note("supplier.updated", row, row, before=old, after=new)


def set_active(*, by: User, supplier_id: UUID, active: bool) -> None:
    """Archive a supplier (nothing is fetched or taken in any more, its data stays) or restore it.

    Raises NotFound and PermissionRefused without `write:suppliers`.
    """
    update_supplier(by=by, supplier_id=supplier_id, values={"is_active": active})


def duplicate_supplier(*, by: User, supplier_id: UUID, code: str, name: str) -> UUID:
    """A new supplier like this one, with its sources and their decisions; returns its id.

    Secrets, schedules and remembered mappings stay with the first one; copied sources that fetch are switched off
    until somebody completes their connection. Raises what `create_supplier` raises, and NotFound.
    """
    row = supplier_row(supplier_id)
    require(by, "write:suppliers", row)
    kept = {field: value for field, value in _written(row).items() if field not in ("code", "name")}
    with atomic("suppliers"):
        copied = create_supplier(by=by, tenant_id=row.tenant_id, code=code, name=name, **kept)
        new = supplier_row(copied)
        for source in Source.objects.filter(supplier=row):
            _copy_source(source, new)
    return copied


def _copy_source(source: Source, supplier: Supplier) -> None:
    values = {field.attname: getattr(source, field.attname) for field in Source._meta.concrete_fields}
    for own in ("id", "created_at", "updated_at", "supplier_id", "secrets"):
        values.pop(own)
    comes = source.kind in (Source.Kind.UPLOAD, Source.Kind.PUSH)
    values["is_active"] = source.is_active and comes
    note("source.created", Source.objects.create(**values, supplier=supplier), supplier)


def ensure_supplier(*, tenant_id: UUID, code: str, name: str = "") -> UUID:
    """The id of the supplier with this code, made when there is none (imports from the command line)."""
    row = Supplier.objects.filter(tenant_id=tenant_id, code__iexact=code).first()
    return row.pk if row else create_supplier(by=None, tenant_id=tenant_id, code=code, name=name)


def _written(row: Supplier) -> dict[str, Any]:
    return model_to_dict(row, EDITABLE)
