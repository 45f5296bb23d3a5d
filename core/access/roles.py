"""The four roles of a tenant and what each may do; a Super Admin (superuser) needs no role."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.permissions import CODES


class Role(models.TextChoices):
    """What a member is in a tenant."""

    ADMIN = "admin", _("Admin")
    MANAGER = "manager", _("Manager")
    USER = "user", _("User")
    VIEWER = "viewer", _("Viewer")


ALL = frozenset(CODES)
DELETES = frozenset(code for code in CODES if code.startswith("delete:"))
ADMINISTRATIVE = frozenset(code for code in CODES if code.startswith("admin:"))
MANAGER = ALL - DELETES - ADMINISTRATIVE - {"manage:cache", "read:system", "manage:integrations"}
VIEWER = frozenset(
    f"read:{resource}"
    for resource in (
        "products",
        "suppliers",
        "imports",
        "analytics",
        "media",
        "cache",
        "code2asin",
        "templates",
        "monitoring",
        "prices",
        "environmental_data",
        "ai_metadata",
        "workflows",
        "tags",
        "integrations",
        "enrichment",
        "reports",
    )
)
USER = VIEWER | {"write:imports", "write:code2asin", "upload:files"}

PERMISSIONS_OF: dict[str, frozenset[str]] = {
    Role.ADMIN: ALL,
    Role.MANAGER: MANAGER,
    Role.USER: USER,
    Role.VIEWER: VIEWER,
}
