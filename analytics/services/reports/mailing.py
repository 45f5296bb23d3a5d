"""Reports by e-mail, with the file; and the bell for whoever waits for one."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from analytics.models import Report
from core.jobs import JobStatus
from core.models import User
from core.notifications import notify
from core.notifications.mail import Attachment, queue_mail

MOST_BYTES = 10 * 1024**2
# A report with more rows is never waited for: whoever asked for it gets it by e-mail.
MAILED_ROWS = 10_000


def mail_report(report: Report) -> list[str]:
    """Queue the report for its recipients, each once however often this is done; returns the addresses.

    A large report goes to whoever asked for it, too. Files of 10 MB and more are sent as a link.
    """
    addresses = list(report.recipients)
    maker = _maker(report)
    if maker and maker.email and report.rows > MAILED_ROWS and maker.email not in addresses:
        addresses.append(maker.email)
    mail = _written(report) if addresses else {}
    for address in addresses:
        queue_mail(to=address, tenant_id=report.tenant_id, key=f"report:{report.pk}:{address}"[:160], **mail)
    return addresses


def tell_end(report: Report) -> None:
    """The bell for whoever asked for the report, or made its schedule."""
    maker = _maker(report)
    if maker is None or (report.trigger == Report.Trigger.SCHEDULE and report.status == JobStatus.COMPLETED):
        return
    done = report.status == JobStatus.COMPLETED
    notify(
        "report_ended",
        tenant_id=report.tenant_id,
        title=gettext_noop("Report ready") if done else gettext_noop("Report failed"),
        message=gettext_noop("%(file)s can be taken home.") if done else gettext_noop("%(error)s"),
        params={"file": report.file_name, "error": report.error_message},
        url=reverse("analytics:reports"),
        level="success" if done else "error",
        users=[maker],
        permission=None,
        key=f"report:{report.pk}:{report.status}",
    )


def _maker(report: Report) -> User | None:
    return User.objects.filter(pk=report.created_by_id, is_active=True).first() if report.created_by_id else None


def _written(report: Report) -> dict[str, Any]:
    period = date_format(report.since, "DATE_FORMAT")
    if report.until != report.since:
        period = f"{period} – {date_format(report.until, 'DATE_FORMAT')}"
    title = _("Report: %(kind)s") % {"kind": report.get_kind_display()}
    attached = report.file_size < MOST_BYTES
    facts = {
        "title": title,
        "period": period,
        "report": report,
        "attached": attached,
        "link": urljoin(settings.SITE_URL, reverse("analytics:report-file", args=[report.pk])),
    }
    return {
        "subject": f"{title}, {period}",
        "text": render_to_string("analytics/mail/report.txt", facts),
        "html": render_to_string("analytics/mail/report.html", facts),
        "attachment": Attachment(report.file_key, report.file_name) if attached else None,
    }
