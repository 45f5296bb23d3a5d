"""Callers that asked too often: one row and one entry of the audit trail per caller, tier and minute."""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.actor import current_actor, current_path
from core.databases import atomic
from core.models import RateLimitViolation
from core.tenancy import current_tenant_id

logger = logging.getLogger(__name__)
KEPT_DAYS = 90
LIMITED = "api.rate_limited"
ACTS = (
    audit.Act(LIMITED, audit.Category.SYSTEM, _("%(subject)s asked more often than allowed: %(limit)s in %(tier)s")),
)


def record(identity: str, *, tier: str, limit: int) -> None:
    """Keep the refusal; two processes that refuse in the same minute keep one. A database that is away is logged."""
    actor = current_actor()
    row = RateLimitViolation(
        identity=identity,
        tier=tier,
        minute=timezone.now().replace(second=0, microsecond=0),
        limit=limit,
        address=actor.address,
        path=current_path()[:300],
        request_id=actor.request_id,
        tenant_id=current_tenant_id(),
    )
    try:
        with atomic("core"):
            RateLimitViolation.objects.bulk_create([row], ignore_conflicts=True)
            if RateLimitViolation.objects.filter(pk=row.pk).exists():
                audit.record(LIMITED, subject=("caller", identity, identity), tier=tier, limit=limit, path=row.path)
    except DatabaseError as error:
        logger.warning("the refusal of %s in tier %s is not recorded: %s", identity, tier, error)


def sweep() -> int:
    """Forget what is older than KEPT_DAYS; how many rows."""
    old = RateLimitViolation.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
