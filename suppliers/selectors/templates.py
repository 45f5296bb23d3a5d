"""Questions about mapping templates; answers are plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from core.access import require
from core.access.visibility import visible
from core.cutting import ListPage, list_page
from core.errors import NotFound
from suppliers.models import MappingTemplate

READ_TEMPLATES = "read:templates"


@dataclass(frozen=True)
class TemplateFacts:
    """A template in a list."""

    id: UUID
    name: str
    description: str
    supplier_id: UUID | None
    supplier_name: str
    is_default: bool
    mapped: list[str]
    columns: list[str]
    sample_count: int
    use_count: int
    source_count: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Template:
    """A template with everything it decides."""

    facts: TemplateFacts
    tenant_id: UUID
    reading: dict[str, Any]
    mapping: dict[str, Any]
    identity: list[str]
    rules: list[dict[str, Any]]
    filters: list[dict[str, Any]]
    value_maps: dict[str, dict[str, str]]
    samples: list[dict[str, Any]]

    @property
    def wanted_columns(self) -> set[str]:
        """The columns its fields read."""
        return {entry["column"] for entry in self.mapping.get("fields", {}).values() if entry.get("column")}


@dataclass(frozen=True)
class TemplateFit:
    """How well a template fits a layout: the wanted columns that are there, and those that are not."""

    template: Template
    found: list[str]
    missing: list[str]

    @property
    def is_complete(self) -> bool:
        """Whether every column it wants is there."""
        return bool(self.found) and not self.missing


def template(template_id: UUID, *, seen_by: Any = None) -> Template:
    """One template of the current tenant; raises NotFound, and PermissionRefused for a person who may not see it."""
    row = _rows().filter(pk=template_id).first()
    if row is None:
        raise NotFound(code="TEMPLATE_NOT_FOUND")
    if seen_by is not None:
        require(seen_by, READ_TEMPLATES, row)
    return _whole(row)


def template_list(
    *, search: str = "", supplier_id: UUID | None = None, seen_by: Any = None, sort: str = "-use_count", **cut: Any
) -> ListPage[TemplateFacts]:
    """Templates of the current tenant, the most used first; of a supplier: its own and everybody's. Two queries.

    `sort` and `cut` (page, per_page, after) as `core.cutting.list_page` takes them.
    """
    found = _seen(seen_by)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(description__icontains=search))
    if supplier_id is not None:
        found = found.filter(Q(supplier_id=supplier_id) | Q(supplier=None))
    return list_page(found, _facts, sort=sort, **cut)


def template_by_name(name: str) -> Template | None:
    """The template of the current tenant with this name, or None."""
    row = _rows().filter(name=name.strip()).first()
    return _whole(row) if row else None


def template_fits(columns: Iterable[str], *, supplier_id: UUID, seen_by: Any = None) -> list[TemplateFit]:
    """The templates for a layout, best first: complete ones, then by the share of columns that are there.

    Only those of the supplier and everybody's; of equal ones the supplier's own, the default, the most used. One query.
    """
    there = set(columns)
    candidates = _seen(seen_by).filter(Q(supplier_id=supplier_id) | Q(supplier=None)).order_by("-use_count", "name")
    fits = [_fit(_whole(row), there) for row in candidates[:_MOST]]
    return sorted((fit for fit in fits if fit.found), key=_rank, reverse=True)


def default_template(columns: Iterable[str], *, supplier_id: UUID) -> Template | None:
    """The default of the supplier, else of all, whose columns are all there; else None. One query."""
    there = set(columns)
    defaults = _rows().filter(Q(supplier_id=supplier_id) | Q(supplier=None), is_default=True)
    fits = [_fit(_whole(row), there) for row in defaults]
    complete = sorted((fit for fit in fits if fit.is_complete), key=_rank, reverse=True)
    return complete[0].template if complete else None


def template_for_source(template_id: UUID | None, columns: Iterable[str]) -> Template | None:
    """The template of a source when all its columns are there, else None. One query."""
    row = _rows().filter(pk=template_id).first() if template_id else None
    fit = _fit(_whole(row), set(columns)) if row else None
    return fit.template if fit and fit.is_complete else None


def grantable(found: Template) -> MappingTemplate:
    """The template as rights are asked for: a grant on its supplier counts. No query."""
    return MappingTemplate(pk=found.facts.id, tenant_id=found.tenant_id, supplier_id=found.facts.supplier_id)


_MOST = 200


def _rank(fit: TemplateFit) -> tuple[Any, ...]:
    facts = fit.template.facts
    share = len(fit.found) / (len(fit.found) + len(fit.missing))
    return fit.is_complete, round(share, 3), facts.supplier_id is not None, facts.is_default, facts.use_count


def _fit(found: Template, there: set[str]) -> TemplateFit:
    wanted = sorted(found.wanted_columns)
    return TemplateFit(
        found, [name for name in wanted if name in there], [name for name in wanted if name not in there]
    )


def _seen(user: Any) -> QuerySet[MappingTemplate]:
    return _rows() if user is None else visible(_rows(), user, READ_TEMPLATES)


def _rows() -> QuerySet[MappingTemplate]:
    return MappingTemplate.objects.select_related("supplier").annotate(source_count=Count("sources"))


def _facts(row: Any) -> TemplateFacts:
    return TemplateFacts(
        id=row.pk,
        name=row.name,
        description=row.description,
        supplier_id=row.supplier_id,
        supplier_name=row.supplier.name if row.supplier else "",
        is_default=row.is_default,
        mapped=list(row.mapping.get("fields", {})),
        columns=list(row.columns),
        sample_count=len(row.samples),
        use_count=row.use_count,
        source_count=row.source_count,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _whole(row: Any) -> Template:
    return Template(
        facts=_facts(row),
        tenant_id=row.tenant_id,
        reading=row.reading,
        mapping=row.mapping,
        identity=row.identity,
        rules=row.rules,
        filters=row.filters,
        value_maps=row.value_maps,
        samples=row.samples,
    )
