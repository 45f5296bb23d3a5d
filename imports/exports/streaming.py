"""Products written while they are read, for an answer of the API: nothing is kept."""

import io
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from catalog.selectors.flat import flat_columns, flat_products
from core.tabular.output import open_sink
from core.tenancy import tenant_scope
from imports.exports import judging, selection
from imports.exports.columns import Projection, projection
from imports.exports.plan import Plan, Selection, writer_options
from imports.exports.presets import PRESETS
from imports.services.exports.making import ExportRequest, plan_of

FORMATS = {"csv": "csv", "json": "jsonl"}


def streamed(form: str, *, layout: str, filters: Mapping[str, Any], tenant_id: UUID, seen_by: Any) -> Iterator[bytes]:
    """The pieces of the file. Raises NotFound, InvalidInput before the first one."""
    wanted = Selection("filters", filters=dict(filters)) if filters else Selection()
    plan, _form = plan_of(ExportRequest(layout=layout, selection=wanted), seen_by=seen_by)
    found = selection.filters_of(plan.selection, seen_by=seen_by)
    columns = projection(plan.columns, kinds={column.name: column.kind for column in flat_columns()})
    return _pieces(FORMATS[form], plan, columns, found, tenant_id)


def _pieces(form: str, plan: Plan, columns: Projection, found: Any, tenant_id: UUID) -> Iterator[bytes]:
    target = io.BytesIO()
    sink = open_sink(form, target, columns.fields, writer_options(plan.options))
    layout = PRESETS.get(plan.preset)
    headers = [field.header for field in columns.fields]
    wanted = [*columns.sources, *judging.columns_needed(plan.rules)]
    for page in selection.pages(tenant_id, found, layout=layout):
        with tenant_scope(tenant_id):
            flat = flat_products(page.written, tenant_id=tenant_id, columns=wanted, language=plan.language)
        kept, _out = judging.judged(flat, columns.project(flat), rules=plan.rules, projection=columns)
        rows = layout.arrange(kept, headers) if layout and layout.arrange else kept
        sink.write(rows.drop("id"))
        yield _drained(target)
    sink.close()
    yield _drained(target)


def _drained(target: io.BytesIO) -> bytes:
    written = target.getvalue()
    target.seek(0)
    target.truncate()
    return written
