"""The report of a run by e-mail: to the person who asks, or to those a source names."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.access import require
from core.configuration import value
from core.configuration.preferences import language_of
from core.errors import InvalidInput
from core.models import User
from core.notifications.mail import queue_mail
from imports.models import ImportRun
from imports.selectors.report import run_report
from imports.services.alerts import Alerts
from imports.services.telling import note_act
from suppliers.selectors import source_settings

MOST_RECIPIENTS = 20


def mail_report(run: ImportRun, *, to: Iterable[str], by: User | None, key: str = "") -> int:
    """Queue the report for these addresses; returns how many are new. With `key` each address gets it once.

    Raises PermissionRefused without `read:imports`, for addresses of others without `manage:imports`; InvalidInput
    for a bad address or more than 20 of them.
    """
    addresses = list(dict.fromkeys(to))
    if by is not None:
        require(by, "read:imports" if addresses == [by.email] else "manage:imports", run)
    if len(addresses) > MOST_RECIPIENTS:
        message = _("%(count)s addresses received; at most %(most)s are allowed.")
        raise InvalidInput(message % {"count": len(addresses), "most": MOST_RECIPIENTS})
    own = language_of(by, tenant_id=run.tenant_id) if by else value("general.language", tenant_id=run.tenant_id)
    with translation.override(own):
        mail = _written(run)
    queued = [
        queue_mail(
            to=address,
            subject=mail["subject"],
            text=mail["text"],
            html=mail["html"],
            tenant_id=run.tenant_id,
            key=f"{key}:{address}"[:160] if key else "",
        )
        for address in addresses
    ]
    sent = sum(1 for message_id in queued if message_id is not None)
    if by is not None:
        note_act("import.report_mailed", run, addresses=", ".join(addresses))
    return sent


def mail_report_of_ended(run: ImportRun) -> int:
    """Send the report to the addresses that the run's source names in its alerts (`report_to`); once a run."""
    wanted = Alerts.of(source_settings(run.source_id).alerts).report_to
    return mail_report(run, to=wanted, by=None, key=f"report:{run.pk}") if wanted else 0


def _written(run: ImportRun) -> dict[str, str]:
    report = run_report(run)
    supplier = report["supplier"]["name"] or report["supplier"]["code"]
    title = _("Import report: %(supplier)s, %(state)s") % {"supplier": supplier, "state": _state(report)}
    facts: dict[str, Any] = {
        "title": title,
        "report": report,
        "run": run,
        "lines": _lines(report),
        "link": urljoin(settings.SITE_URL, f"/imports/{run.pk}/"),
        "day": date_format(timezone.localtime(run.finished_at or run.created_at), "DATETIME_FORMAT"),
    }
    return {
        "subject": title,
        "text": render_to_string("imports/mail/report.txt", facts),
        "html": render_to_string("imports/mail/report.html", facts),
    }


def _state(report: dict[str, Any]) -> str:
    if report["completed_with_errors"]:
        return _("completed with held rows")
    return str(ImportRun(status=report["status"]).get_status_display()).lower()


def _lines(report: dict[str, Any]) -> list[tuple[str, Any]]:
    rows, products = report["rows"], report["products"]
    return [
        (_("Rows read"), rows["read"]),
        (_("Created"), rows["created"]),
        (_("Updated"), rows["updated"]),
        (_("Unchanged"), rows["unchanged"]),
        (_("Held"), rows["held"]),
        (_("Skipped"), rows["skipped"]),
        (_("Products created"), products["created"]),
        (_("Products updated"), products["updated"]),
        (_("Warnings"), report["warnings"]),
    ]
