"""The audit trail as a CSV file, written while it is read."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.act_words import category, kind_of_actor, sentence
from analytics.selectors import ActFacts, TrailFilters, whole_trail
from core.audit import record
from core.tabular.writers import csv_chunks


def trail_file(tenant_id: UUID, filters: TrailFilters) -> StreamingHttpResponse:
    """The answer that sends every act which fits the filters; the export is an act itself, noted before it begins."""
    chosen = {name: value for name, value in vars(filters).items() if value}
    record("audit.exported", app="analytics", tenant_id=tenant_id, filters=chosen)
    rows = _rows(tenant_id, filters, language=translation.get_language())
    response = StreamingHttpResponse(csv_chunks(_header(), rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _header() -> list[str]:
    return [
        pgettext("moment", "Time"),
        _("Code"),
        _("Category"),
        _("Act"),
        _("By"),
        _("Kind of actor"),
        _("Kind of object"),
        _("Id of the object"),
        _("Object"),
        _("Old values"),
        _("New values"),
        _("Details"),
        _("Address"),
        _("Program"),
        _("Request"),
    ]


def _rows(tenant_id: UUID, filters: TrailFilters, *, language: str | None) -> Iterator[list[Any]]:
    zone = timezone.get_current_timezone()
    for act in whole_trail(tenant_id, filters):
        # The request is over by now, and with it its language.
        with translation.override(language):
            yield [timezone.localtime(act.at, zone), *_cells(act)]


def _cells(act: ActFacts) -> list[Any]:
    who = [act.code, category(act), sentence(act), act.actor_name, kind_of_actor(act)]
    values = [json.dumps(side, ensure_ascii=False) if side else "" for side in (act.before, act.after, act.details)]
    origin = [act.address, act.user_agent, act.request_id]
    return [*who, act.subject_type, act.subject_id, act.subject, *values, *origin]
