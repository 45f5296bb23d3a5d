"""Use cases of export templates: made, changed, duplicated, shared, proposed first, removed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.errors import Conflict, InvalidInput
from core.models import User
from imports.exports.columns import columns_of, projection
from imports.exports.plan import FORMATS, Rules, checked_options
from imports.models import ExportSchedule, ExportTemplate
from imports.services.exports.layouts import layout_of, template_row

WRITE, MANAGE = "write:exports", "manage:exports"
WRITTEN = frozenset({"name", "is_shared", "is_default", "format", "options", "columns", "rules"})


def create_template(*, tenant_id: UUID, by: User, layout: str = "standard", **values: Any) -> ExportTemplate:
    """Make a template from a layout, with other values (see WRITTEN).

    Raises PermissionRefused without `write:exports`, for the one that is proposed first without `manage:exports`;
    NotFound, InvalidInput naming the field, Conflict for a name that is taken.
    """
    require(by, WRITE, tenant_id=tenant_id)
    base = layout_of(layout, seen_by=by)
    row = ExportTemplate(
        tenant_id=tenant_id,
        owner_id=by.pk,
        name=base.name,
        preset=base.preset,
        format=base.format,
        options=base.options,
        columns=[column.to_json() for column in base.columns],
        rules={"statuses": list(base.rules.statuses), "min_completeness": base.rules.min_completeness},
    )
    _set(row, values, by=by)
    _save(row, code="export_template.created", before={})
    return row


def change_template(template_id: UUID, *, by: User, values: Mapping[str, Any]) -> ExportTemplate:
    """Change a template; that of another person needs `manage:exports`. Raises what `create_template` raises."""
    row = _changeable(template_id, by=by)
    before = _shown(row)
    _set(row, values, by=by)
    _save(row, code="export_template.changed", before=before)
    return row


def delete_template(template_id: UUID, *, by: User) -> None:
    """Remove a template; exports that were made by it stay. Raises NotFound, PermissionRefused, Conflict."""
    row = _changeable(template_id, by=by)
    planned = ExportSchedule.objects.filter(layout=str(row.pk)).values_list("name", flat=True).first()
    if planned:
        message = _("The planned export “%(schedule)s” is made by this template: change or remove it first.")
        raise Conflict(message % {"schedule": planned}, code="EXPORT_TEMPLATE_USED")
    with atomic("imports"):
        audit.record("export_template.deleted", app="imports", subject=row, before=_shown(row))
        row.delete()


def _set(row: ExportTemplate, values: Mapping[str, Any], *, by: User) -> None:
    if strange := sorted(set(values) - WRITTEN):
        message = _("“%(name)s” is nothing that a template has.") % {"name": strange[0]}
        raise InvalidInput(message, fields={strange[0]: [message]})
    if values.get("is_default"):
        require(by, MANAGE, tenant_id=row.tenant_id)
    wanted = dict(values)
    if "columns" in wanted:
        columns = columns_of(wanted["columns"])
        projection(columns)
        wanted["columns"] = [column.to_json() for column in columns]
    if "options" in wanted:
        wanted["options"] = checked_options(wanted["options"])
    if "rules" in wanted:
        rules = Rules.of(wanted["rules"])
        wanted["rules"] = {"statuses": list(rules.statuses), "min_completeness": rules.min_completeness}
    if wanted.get("format", row.format) not in FORMATS:
        message = _("“%(format)s” is no format of exports: use one of %(allowed)s.")
        words = {"format": wanted["format"], "allowed": ", ".join(FORMATS)}
        raise InvalidInput(message % words, code="EXPORT_FORMAT_UNKNOWN", fields={"format": [message % words]})
    for name, value in wanted.items():
        setattr(row, name, value.strip() if name == "name" else value)
    if row.is_default:
        row.is_shared = True


def _save(row: ExportTemplate, *, code: str, before: Mapping[str, Any]) -> None:
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
        with atomic("imports"):
            if row.is_default:
                ExportTemplate.objects.filter(is_default=True).exclude(pk=row.pk).update(is_default=False)
            row.save()
            old, new = audit.changes(dict(before), _shown(row))
            audit.record(code, app="imports", subject=row, before=old, after=new)
    except ValidationError as error:
        fields = {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
        raise InvalidInput(" ".join(texts[0] for texts in fields.values()), fields=fields) from error
    except IntegrityError as error:
        message = _("There is a template “%(name)s” already: choose another name.") % {"name": row.name}
        raise Conflict(message, code="EXPORT_NAME_TAKEN", field="name") from error


def _changeable(template_id: UUID, *, by: User) -> ExportTemplate:
    row = template_row(template_id, seen_by=by)
    require(by, WRITE if row.owner_id == by.pk else MANAGE, tenant_id=row.tenant_id)
    return row


def _shown(row: ExportTemplate) -> dict[str, Any]:
    return {name: getattr(row, name) for name in sorted(WRITTEN)}
