"""Use cases of mapping templates: kept under a name, of one supplier or of all.

What a template promises about its sample rows is checked above, in imports; here it is kept as it was found.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.forms.models import model_to_dict

from core import audit
from core.access import require
from core.databases import atomic
from core.errors import NotFound
from core.models import User
from suppliers.errors import TemplateNameTaken
from suppliers.models import MappingTemplate
from suppliers.services.saving import known, saving, source_row, supplier_row

CONTENT = frozenset({"columns", "reading", "mapping", "identity", "rules", "filters", "value_maps", "samples"})
WRITTEN = CONTENT | {"name", "description", "supplier_id", "is_default"}


def create_template(*, by: User | None, tenant_id: UUID, name: str, **values: Any) -> UUID:
    """Keep a template; returns its id. `values`: see WRITTEN; without a supplier it is everybody's.

    Raises PermissionRefused without `write:templates`, InvalidInput, TemplateNameTaken, NotFound for the supplier.
    """
    row = MappingTemplate(tenant_id=tenant_id, name=name.strip(), created_by_id=by.pk if by else None)
    _fill(row, known(values, WRITTEN))
    if by is not None:
        require(by, "write:templates", row)
    _save(row, "template.created", before={})
    return row.pk


def update_template(*, by: User | None, template_id: UUID, values: Mapping[str, Any]) -> None:
    """Change some of WRITTEN: rename, share, make it the default. Raises NotFound and what `create_template` raises."""
    row = template_row(template_id)
    if by is not None:
        require(by, "write:templates", row)
    before = _written(row)
    _fill(row, known(values, WRITTEN))
    if by is not None:
        require(by, "write:templates", row)  # nor may it be given to a supplier on whom one has no right
    _save(row, "template.updated", before=before)


def duplicate_template(*, by: User | None, template_id: UUID, name: str) -> UUID:
    """A copy under another name; no default, not used yet. Raises what `create_template` raises."""
    row = template_row(template_id)
    if by is not None:
        require(by, "read:templates", row)
    values = {field: getattr(row, field) for field in (*CONTENT, "description", "supplier_id")}
    return create_template(by=by, tenant_id=row.tenant_id, name=name, **values)


def delete_template(*, by: User | None, template_id: UUID) -> None:
    """Remove it; sources that use it keep what they remember. Raises NotFound, PermissionRefused."""
    row = template_row(template_id)
    if by is not None:
        require(by, "delete:templates", row)
    with atomic("suppliers"):
        audit.record("template.deleted", app="suppliers", subject=row, before=_written(row))
        row.delete()


def count_template_use(template_id: UUID) -> None:
    """One more file was mapped by it."""
    MappingTemplate.objects.filter(pk=template_id).update(use_count=F("use_count") + 1)


def set_source_template(*, by: User | None, source_id: UUID, template_id: UUID | None) -> None:
    """Let new layouts of the source be mapped by this template, or by none.

    Raises NotFound, PermissionRefused without `write:suppliers` on the source or `read:templates` on the template.
    """
    source = source_row(source_id)
    template = template_row(template_id) if template_id else None
    if by is not None:
        require(by, "write:suppliers", source)
        if template is not None:
            require(by, "read:templates", template)
    before, after = {"template": source.template_id}, {"template": template_id}
    if before == after:
        return
    source.template = template
    with atomic("suppliers"):
        source.save(update_fields=["template", "updated_at"])
        names: dict[str, Any] = {"supplier": source.supplier.name, "supplier_id": source.supplier.pk}
        audit.record("source.updated", app="suppliers", subject=source, before=before, after=after, **names)


def template_row(template_id: UUID) -> MappingTemplate:
    """The template with its supplier; raises NotFound."""
    row = MappingTemplate.objects.select_related("supplier").filter(pk=template_id).first()
    if row is None:
        raise NotFound(code="TEMPLATE_NOT_FOUND")
    return row


def _fill(row: MappingTemplate, values: dict[str, Any]) -> None:
    if values.get("supplier_id"):
        row.supplier = supplier_row(values.pop("supplier_id"))
    elif "supplier_id" in values:
        values.pop("supplier_id")
        row.supplier = None
    for field, value in values.items():
        setattr(row, field, value.strip() if field == "name" else value)


def _save(row: MappingTemplate, code: str, *, before: dict[str, Any]) -> None:
    """Save it; there is one default of a supplier, and one of all: the newest."""
    with saving(row, taken=TemplateNameTaken):
        if row.is_default:
            others = MappingTemplate.objects.filter(tenant_id=row.tenant_id, supplier=row.supplier, is_default=True)
            others.exclude(pk=row.pk).update(is_default=False)
        old, new = audit.changes(before, _written(row))
        if new:
            audit.record(code, app="suppliers", subject=row, before=old, after=new)


def _written(row: MappingTemplate) -> dict[str, Any]:
    """What the audit trail keeps of it: sample rows are data of the supplier and stay out."""
    return model_to_dict(row, WRITTEN - {"samples", "supplier_id"}) | {"supplier": row.supplier_id}
