"""The demo organisation and its administrator; the password is random per installation and kept owner-only."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from core.access.roles import Role
from core.databases import atomic
from core.models import Membership, Tenant, User

SLUG = "demo"
NAME = "Maison Démo"
EMAIL = "demo@example.org"


@dataclass(frozen=True)
class DemoPeople:
    """Who may look around, and how."""

    tenant: Tenant
    user: User
    password: str


def demo_people() -> DemoPeople:
    """The demo tenant and its Super Admin, who may enter the back office too; made on first use.

    The password is always the installation's, also when somebody has changed it.
    """
    password = _password(settings.VAR_DIR / "secrets" / "demo-password")
    with atomic("core"):
        tenant, _new = Tenant.objects.get_or_create(slug=SLUG, defaults={"name": NAME})
        found = User.objects.filter(email=EMAIL).first()
        user = found or User.objects.create_superuser(EMAIL, name="Camille Démo")
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        Membership.objects.get_or_create(tenant=tenant, user=user, defaults={"role": Role.ADMIN})
    return DemoPeople(tenant, user, password)


def _password(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(12))
    return path.read_text(encoding="utf-8").strip()
