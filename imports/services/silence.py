"""Feeds that bring nothing for longer than they should: found every hour, told once per silence."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from core.jobs import JobStatus
from core.notifications import notify
from core.tenancy import every_tenant, tenant_scope
from imports.models import Fetch, ImportRun
from imports.services.alerts import Alerts
from suppliers.selectors import ExpectedFeed, expected_feeds

SILENT = gettext_noop("Silent feed: %(supplier)s")
NOTHING_SINCE = gettext_noop("%(source)s — no successful import for %(days)s days.")


def find_silent_feeds(now: datetime | None = None) -> int:
    """Tell of every feed that fell silent; returns how many feeds are silent.

    With a limit of its own (`silent_days`) only an import breaks a feed's silence; without one, a look that found the
    last file unchanged does too, unless that file could not be imported.
    """
    now = now or timezone.now()
    with every_tenant():
        feeds = expected_feeds(now)
    return sum(_is_silent(feed, now) for feed in feeds)


def _is_silent(feed: ExpectedFeed, now: datetime) -> bool:
    alerts = Alerts.of(feed.alerts)
    patience = alerts.patience(feed.gap)
    with tenant_scope(feed.tenant_id):
        last = max(filter(None, (_last_sign(feed.source_id, alerts), feed.since)))
        if patience is None or now - last <= patience:
            return False
        notify(
            "feed_silent",
            tenant_id=feed.tenant_id,
            title=SILENT,
            message=NOTHING_SINCE,
            params={"supplier": feed.supplier_name, "source": feed.source_name, "days": (now - last).days},
            url=f"/feeds/{feed.source_id}/",
            level="warning",
            key=f"silent:{feed.source_id}:{last.isoformat()}",
        )
        return True


def _last_sign(source_id: UUID, alerts: Alerts) -> datetime | None:
    runs = ImportRun.objects.filter(source_id=source_id, kind=ImportRun.Kind.IMPORT)
    imported: datetime | None = runs.filter(status=JobStatus.COMPLETED).aggregate(last=Max("finished_at"))["last"]
    latest = runs.order_by("-created_at").values_list("status", flat=True).first()
    if alerts.silent_days or latest != JobStatus.COMPLETED:
        return imported
    unchanged = Fetch.objects.filter(source_id=source_id, outcome=Fetch.Outcome.UNCHANGED)
    looked: datetime | None = unchanged.aggregate(last=Max("finished_at"))["last"]
    return max(filter(None, (imported, looked)), default=None)
