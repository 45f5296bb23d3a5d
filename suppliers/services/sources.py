"""Use cases of sources: how a supplier's data arrives, and what is decided about it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms.models import model_to_dict

from core import audit
from core.access import require
from core.databases import atomic
from core.models import User
from suppliers import events
from suppliers.brake_limits import check_limits
from suppliers.errors import SourceNameTaken
from suppliers.models import Source
from suppliers.services.saving import known, note, saving, source_row, supplier_row

POLICIES = frozenset(
    {
        "name",
        "is_active",
        "pick",
        "reading",
        "identity",
        "existing_products",
        "duplicates",
        "error_policy",
        "error_limit_percent",
        "import_type",
        "missing_rows",
        "completeness_percent",
        "brake_enabled",
        "brake",
        "approval",
        "rules",
        "filters",
        "retry_minutes",
        "alerts",
    }
)
DEFAULT_SOURCE = "Fichiers"


def ensure_source(*, supplier_id: UUID, name: str = "") -> UUID:
    """The id of the supplier's source of that name, made when there is none; two at once make one."""
    supplier = supplier_row(supplier_id)
    with atomic("suppliers"):
        source, is_new = Source.objects.get_or_create(
            tenant_id=supplier.tenant_id, supplier=supplier, name=name or DEFAULT_SOURCE
        )
        if is_new:
            note("source.created", source, supplier)
    return source.pk


def set_policies(*, by: User | None, source_id: UUID, values: Mapping[str, Any]) -> None:
    """Change how a source is read and what its imports do (keys: see POLICIES); raises NotFound, InvalidInput."""
    source = source_row(source_id)
    if by is not None:
        require(by, "write:suppliers", source)
    before = model_to_dict(source, POLICIES)
    for field, value in decisions_in(values, POLICIES).items():
        setattr(source, field, value)
    with saving(source, taken=SourceNameTaken):
        old, new = audit.changes(before, model_to_dict(source, POLICIES))
        if new:
            events.tell_updated(source.supplier, before=old, after=new)
            note("source.updated", source, source.supplier, before=old, after=new)


def decisions_in(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """The decisions; raises InvalidInput for a name that is not allowed, and for limits that the brake has not."""
    decisions = known(values, allowed)
    check_limits(decisions.get("brake", {}))
    return decisions
