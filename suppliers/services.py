"""Use cases of suppliers: each writes to db_suppliers only, in one transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F
from django.forms.models import model_to_dict

from core import audit
from core.access import require
from core.databases import atomic
from core.errors import InvalidInput, NotFound
from core.models import User
from suppliers import events
from suppliers.errors import SupplierCodeTaken
from suppliers.models import ConfirmedColumn, SavedMapping, Source, Supplier

EDITABLE = frozenset(
    {"code", "name", "email", "phone", "website", "address", "country", "currency", "priority", "is_active", "notes"}
)
POLICIES = frozenset({"reading", "identity", "existing_products", "duplicates", "error_policy", "error_limit_percent"})
DEFAULT_SOURCE = "Fichiers"


def create_supplier(*, by: User | None, tenant_id: UUID, code: str, name: str, **values: Any) -> UUID:
    """Add a supplier; returns its id.

    Raises PermissionRefused without `write:suppliers`, InvalidInput for bad values, SupplierCodeTaken.
    """
    if by is not None:
        require(by, "write:suppliers", tenant_id=tenant_id)
    row = Supplier(tenant_id=tenant_id, code=code.strip(), name=name.strip() or code, **_known(values, EDITABLE))
    with _saving(row):
        events.tell_created(row)
        _note("supplier.created", row, row, after=_written(row))
    return row.pk


def update_supplier(*, by: User, supplier_id: UUID, values: Mapping[str, Any]) -> None:
    """Change some fields of a supplier; raises NotFound and what `create_supplier` raises."""
    row = _supplier(supplier_id)
    require(by, "write:suppliers", row)
    before = _written(row)
    for field, value in _known(values, EDITABLE).items():
        setattr(row, field, value)
    with _saving(row):
        old, new = audit.changes(before, _written(row))
        if new:
            events.tell_updated(row, before=old, after=new)
            _note("supplier.updated", row, row, before=old, after=new)


def ensure_supplier(*, tenant_id: UUID, code: str, name: str = "") -> UUID:
    """The id of the supplier with this code, made when there is none (imports from the command line)."""
    row = Supplier.objects.filter(tenant_id=tenant_id, code__iexact=code).first()
    return row.pk if row else create_supplier(by=None, tenant_id=tenant_id, code=code, name=name)


def ensure_source(*, supplier_id: UUID, name: str = "") -> UUID:
    """The id of the supplier's source of that name, made when there is none; two at once make one."""
    supplier = _supplier(supplier_id)
    with atomic("suppliers"):
        source, is_new = Source.objects.get_or_create(
            tenant_id=supplier.tenant_id, supplier=supplier, name=name or DEFAULT_SOURCE
        )
        if is_new:
            _note("source.created", source, supplier)
    return source.pk


def set_policies(*, by: User | None, source_id: UUID, values: Mapping[str, Any]) -> None:
    """Change how a source is read and what its imports do (keys: see POLICIES); raises NotFound, InvalidInput."""
    source = Source.objects.select_related("supplier").filter(pk=source_id).first()
    if source is None:
        raise NotFound(code="SOURCE_NOT_FOUND")
    if by is not None:
        require(by, "write:suppliers", source)
    before = model_to_dict(source, POLICIES)
    for field, value in _known(values, POLICIES).items():
        setattr(source, field, value)
    with _saving(source):
        old, new = audit.changes(before, model_to_dict(source, POLICIES))
        if new:
            events.tell_updated(source.supplier, before=old, after=new)
            _note("source.updated", source, source.supplier, before=old, after=new)


def remember_mapping(*, source_id: UUID, fingerprint: str, columns: list[str], mapping: dict[str, Any]) -> None:
    """Keep the confirmed mapping of a layout, and each column's name for the tenant's next suppliers."""
    source = Source.objects.select_related("supplier").filter(pk=source_id).first()
    if source is None:
        raise NotFound(code="SOURCE_NOT_FOUND")
    with atomic("suppliers"):
        known = SavedMapping.objects.filter(source=source, fingerprint=fingerprint).first()
        saved, _created = SavedMapping.objects.update_or_create(
            source=source,
            fingerprint=fingerprint,
            defaults={"tenant_id": source.tenant_id, "columns": columns, "mapping": mapping},
        )
        SavedMapping.objects.filter(pk=saved.pk).update(use_count=F("use_count") + 1)
        if known is None or known.mapping != mapping:
            old = {"mapping": known.mapping} if known else {}
            _note("mapping.remembered", source, source.supplier, before=old, after={"mapping": mapping})


def remember_columns(*, tenant_id: UUID, names: Mapping[str, str]) -> None:
    """Count that these column names (normalised) were confirmed for these fields."""
    with atomic("suppliers"):
        for name, field in names.items():
            row, _created = ConfirmedColumn.objects.get_or_create(
                tenant_id=tenant_id, name=name[:200], field=field, defaults={"times": 0}
            )
            ConfirmedColumn.objects.filter(pk=row.pk).update(times=F("times") + 1)


@contextmanager
def _saving(row: Supplier | Source) -> Iterator[None]:
    """Save the row; what is told about it inside the block belongs to the same transaction."""
    try:
        # Uniqueness is the database's word: a check before the write would miss a second one at the same time.
        row.full_clean(validate_unique=False, validate_constraints=False)
        with atomic("suppliers"):
            row.save()
            yield
    except ValidationError as error:
        fields = {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
        message = " ".join(f"{name}: {' '.join(texts)}" for name, texts in fields.items())
        raise InvalidInput(message, fields=fields) from error
    except IntegrityError as error:
        raise SupplierCodeTaken from error


def _note(code: str, row: Supplier | Source, supplier: Supplier, **values: Any) -> None:
    names: dict[str, Any] = {"supplier": supplier.name, "supplier_id": supplier.pk}
    audit.record(code, app="suppliers", subject=row, **values, **names)


def _written(row: Supplier) -> dict[str, Any]:
    return model_to_dict(row, EDITABLE)


def _known(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    unknown = set(values) - allowed
    if unknown:
        raise InvalidInput(f"{', '.join(sorted(unknown))}: unknown; allowed are {', '.join(sorted(allowed))}.")
    return dict(values)


def _supplier(supplier_id: UUID) -> Supplier:
    row = Supplier.objects.filter(pk=supplier_id).first()
    if row is None:
        raise NotFound(code="SUPPLIER_NOT_FOUND")
    return row
