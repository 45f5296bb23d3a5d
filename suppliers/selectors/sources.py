"""Questions about sources and their decisions."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.access import allowed, require
from core.errors import NotFound
from suppliers.models import Source


@dataclass(frozen=True)
class SourceSettings:
    """A source with the decisions an import follows."""

    id: UUID
    tenant_id: UUID
    supplier_id: UUID
    supplier_code: str
    supplier_name: str
    name: str
    kind: str
    is_active: bool
    pick: str
    currency: str
    country: str
    reading: dict[str, Any]
    identity: list[str]
    existing_products: str
    duplicates: str
    error_policy: str
    error_limit_percent: int
    import_type: str
    missing_rows: str
    completeness_percent: int
    brake_enabled: bool
    brake: dict[str, Any]
    approval: str
    rules: list[dict[str, Any]]
    filters: list[dict[str, Any]]
    retry_minutes: list[int]
    alerts: dict[str, Any]
    template_id: UUID | None


def require_source(user: Any, permission: str, source_id: UUID) -> None:
    """The same for a source: a grant on its supplier counts too."""
    if allowed(user, permission):
        return
    row = Source.objects.filter(pk=source_id).first()
    if row is None:
        raise NotFound(code="SOURCE_NOT_FOUND")
    require(user, permission, row)


def source_settings(source_id: UUID) -> SourceSettings:
    """A source of the current tenant with its supplier; raises NotFound. One query."""
    source = Source.objects.select_related("supplier").filter(pk=source_id).first()
    if source is None:
        raise NotFound(code="SOURCE_NOT_FOUND")
    return _settings(source)


def sources_of(supplier_id: UUID) -> list[SourceSettings]:
    """The sources of a supplier, by name. One query."""
    sources = Source.objects.select_related("supplier").filter(supplier_id=supplier_id)
    return [_settings(source) for source in sources]


def _settings(source: Source) -> SourceSettings:
    return SourceSettings(
        id=source.pk,
        tenant_id=source.tenant_id,
        supplier_id=source.supplier.pk,
        supplier_code=source.supplier.code,
        supplier_name=source.supplier.name,
        name=source.name,
        kind=source.kind,
        is_active=source.is_active,
        pick=source.pick,
        currency=source.supplier.currency,
        country=source.supplier.country,
        reading=source.reading,
        identity=source.identity,
        existing_products=source.existing_products,
        duplicates=source.duplicates,
        error_policy=source.error_policy,
        error_limit_percent=source.error_limit_percent,
        import_type=source.import_type,
        missing_rows=source.missing_rows,
        completeness_percent=source.completeness_percent,
        brake_enabled=source.brake_enabled,
        brake=source.brake,
        approval=source.approval,
        rules=source.rules,
        filters=source.filters,
        retry_minutes=source.retry_minutes,
        alerts=source.alerts,
        template_id=source.template_id,
    )


def source_at(supplier_id: UUID, url: str) -> UUID | None:
    """The supplier's active source that fetches from this web address, or None."""
    found = Source.objects.filter(supplier_id=supplier_id, kind=Source.Kind.HTTP, connection__url=url, is_active=True)
    return found.order_by("created_at").values_list("pk", flat=True).first()


def policy_choices() -> dict[str, list[tuple[str, Any]]]:
    """The answers to each policy that has a fixed set of them, with their words."""
    fields = ("existing_products", "duplicates", "error_policy", "import_type", "missing_rows", "approval", "pick")
    declared = {field.name: field for field in Source._meta.concrete_fields}
    return {name: list(declared[name].choices or ()) for name in fields}


def source_kinds() -> list[tuple[str, Any]]:
    """The ways in which files can arrive, with their words."""
    return list(Source.Kind.choices)
