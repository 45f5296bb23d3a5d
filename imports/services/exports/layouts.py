"""A layout by its name: a predefined one, or a template of this organisation."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.selectors.flat import flat_columns
from core.access import allowed
from core.errors import NotFound
from imports.exports.columns import ExportColumn, columns_of
from imports.exports.plan import Rules
from imports.exports.presets import PRESETS, Layout
from imports.models import ExportTemplate


@dataclass(frozen=True)
class ChosenLayout:
    """A layout as an export takes it."""

    code: str
    name: str
    preset: str
    format: str
    options: dict[str, Any]
    columns: tuple[ExportColumn, ...]
    rules: Rules


def layout_of(code: str, *, seen_by: Any = None) -> ChosenLayout:
    """The layout; raises NotFound (EXPORT_TEMPLATE_NOT_FOUND), also for a template that is not to be seen."""
    if code in PRESETS:
        return _predefined(PRESETS[code])
    row = template_row(code, seen_by=seen_by)
    return ChosenLayout(
        str(row.pk),
        row.name,
        row.preset,
        row.format,
        dict(row.options),
        tuple(columns_of(row.columns)),
        Rules.of(row.rules),
    )


def visible_templates(seen_by: Any) -> Any:
    """The templates that somebody sees: shared ones and own ones, all of them for who manages exports."""
    found = ExportTemplate.objects.all()
    if seen_by is None or allowed(seen_by, "manage:exports"):
        return found
    return found.filter(Q(is_shared=True) | Q(owner_id=seen_by.pk))


def template_row(code: Any, *, seen_by: Any = None) -> ExportTemplate:
    """The template with this id; raises NotFound."""
    try:
        key = UUID(str(code))
    except ValueError:
        key = None
    row = visible_templates(seen_by).filter(pk=key).first() if key else None
    if row is None:
        message = _("There is no export template “%(code)s”: use one of %(presets)s, or the id of one of yours.")
        words = {"code": str(code)[:40], "presets": ", ".join(PRESETS)}
        raise NotFound(message % words, code="EXPORT_TEMPLATE_NOT_FOUND")
    return row


def _predefined(layout: Layout) -> ChosenLayout:
    columns = layout.columns
    if columns is None:
        columns = tuple(ExportColumn(source=column.name, header=column.name) for column in flat_columns())
    options = dict(layout.options)
    return ChosenLayout(layout.code, str(layout.name), layout.code, layout.format, options, columns, layout.rules)
