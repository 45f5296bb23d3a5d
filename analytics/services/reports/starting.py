"""Asking for the file of a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from analytics.models import Report, ReportFormat, ReportKind
from analytics.periods import Period
from core import audit, jobs
from core.access import require
from core.configuration.preferences import language_of
from core.databases import atomic
from core.errors import InvalidInput

READ, MANAGE = "read:reports", "manage:reports"
MOST_RECIPIENTS = 20


@dataclass(frozen=True)
class ReportRequest:
    """Which report, of which time, in which form; `recipients` get it by e-mail."""

    kind: str
    format: str
    period: Period
    supplier_id: UUID | None = None
    compares: bool = True
    recipients: Sequence[str] = ()


def start_report(request: ReportRequest, *, tenant_id: UUID, by: Any, trigger: str = Report.Trigger.MANUAL) -> Report:
    """Queue the making of a report's file; returns its job.

    Raises PermissionRefused without `read:reports`, or without `manage:reports` when others get it by e-mail;
    InvalidInput for an unknown kind or format and for bad addresses.
    """
    recipients = checked_recipients(request.recipients)
    require(by, READ if set(recipients) <= {by.email} else MANAGE, tenant_id=tenant_id)
    report = Report(
        tenant_id=tenant_id,
        created_by_id=by.pk,
        trigger=trigger,
        kind=one_of(request.kind, ReportKind.values, "kind"),
        format=one_of(request.format, ReportFormat.values, "format"),
        since=request.period.first_day,
        until=request.period.last_day,
        supplier_id=request.supplier_id,
        compares=request.compares,
        recipients=recipients,
        language=translation.get_language() or language_of(by, tenant_id=tenant_id),
    )
    queue_report(report)
    return report


def queue_report(report: Report) -> None:
    """Save the report and have a worker make it; the act is written down."""
    with atomic("analytics"):
        report.save(force_insert=True)
        jobs.start_once(report)
        facts: dict[str, Any] = {"format": report.format, "since": report.since, "until": report.until}
        audit.record(
            "report.started",
            app="analytics",
            subject=report,
            tenant_id=report.tenant_id,
            **facts,
            recipients=", ".join(report.recipients),
        )


def checked_recipients(addresses: Iterable[str]) -> list[str]:
    """The addresses, each once; raises InvalidInput for what is none, and for more than MOST_RECIPIENTS."""
    found = list(dict.fromkeys(address.strip() for address in addresses if address.strip()))
    if len(found) > MOST_RECIPIENTS:
        message = _("%(count)s addresses received; at most %(most)s are allowed.")
        raise InvalidInput(message % {"count": len(found), "most": MOST_RECIPIENTS}, field="recipients")
    for address in found:
        try:
            validate_email(address)
        except ValidationError as error:
            message = _("“%(address)s” is no e-mail address: one like name@example.org is needed.")
            raise InvalidInput(message % {"address": address}, field="recipients") from error
    return found


def one_of(value: str, allowed: Sequence[str], field: str) -> str:
    """The value; raises InvalidInput when it is none of these."""
    if value not in allowed:
        message = _("“%(value)s” is not known here: use one of %(allowed)s.")
        raise InvalidInput(message % {"value": value, "allowed": ", ".join(allowed)}, field=field)
    return value
