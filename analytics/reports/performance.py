"""What reports tell of the product itself: how long imports take, how fast pages answer, how often they fail."""

from django.utils.translation import gettext as _

from analytics.charts import Series, Unit, of_days
from analytics.reports.imports import scope_of
from analytics.reports.model import Column, Figure, Kind, Question, Section
from analytics.selectors.figures import Scope, import_totals, imports_by_day
from analytics.selectors.requests import RequestTotals, request_totals, requests_by_day, requests_by_route

MOST_ROUTES = 200


def figures(question: Question) -> list[Figure]:
    """Speed of imports, requests, mean answer, errors. Two queries, four when compared."""
    now, asked = import_totals(scope_of(question)), request_totals(question.period)
    before = import_totals(Scope(question.period.before, question.supplier_id)) if question.compares else None
    asked_before = request_totals(question.period.before) if question.compares else RequestTotals()
    return [
        Figure(_("Mean duration of imports"), now.mean, Kind.SECONDS, before=before.mean if before else None),
        Figure(_("Longest import"), now.longest, Kind.SECONDS, before=before.longest if before else None),
        Figure(_("Rows per second"), now.rows_per_second, Kind.RATE, before=before.rows_per_second if before else None),
        Figure(_("Requests"), asked.requests, before=asked_before.requests or None),
        Figure(_("Mean answer"), asked.milliseconds, Kind.MILLISECONDS, before=asked_before.milliseconds),
        Figure(_("Error rate"), asked.error_share, Kind.SHARE, before=asked_before.error_share),
    ]


def imports(question: Question) -> Section:
    """Duration of imports and rows per second by day. One query."""
    found = imports_by_day(scope_of(question))
    days = list(found)
    speed = Series(_("Rows per second"), [each.rows_per_second for each in found.values()], "info")
    mean = Series(_("Mean duration"), [each.mean for each in found.values()])
    charts = [
        of_days(_("Mean duration of imports"), days, lines=[mean], unit=Unit.SECONDS),
        of_days(_("Rows per second"), days, lines=[speed]),
    ]
    return Section(_("Imports"), charts=charts)


def routes(question: Question) -> Section:
    """Answers by day, and by address, the slowest in sum first; of the whole installation. Two queries."""
    by_day, by_route = requests_by_day(question.period), requests_by_route(question.period, most=MOST_ROUTES)
    columns = [
        Column(_("Address")),
        Column(_("Requests"), Kind.NUMBER),
        Column(_("Mean answer"), Kind.MILLISECONDS),
        Column(_("Error rate"), Kind.SHARE),
    ]
    rows = [(route, each.requests, each.milliseconds, each.error_share) for route, each in by_route.items()]
    answers = Series(_("Mean answer (ms)"), [each.milliseconds for each in by_day.values()])
    chart = of_days(_("Mean answer (ms)"), list(by_day), lines=[answers])
    note = _("Of the whole installation: no organisation can be told apart.") if rows else _("No figures were kept.")
    return Section(_("Pages and API"), columns, rows, charts=[chart] if rows else [], note=note)
