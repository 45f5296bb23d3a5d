"""Which organisation a command works in."""

from django.core.management.base import CommandError

from core.models import Tenant


def tenant_named(slug: str | None) -> Tenant:
    """The organisation of that short name, or the only one; raises CommandError naming those that are known."""
    tenants = Tenant.objects.filter(is_active=True)
    found = list(tenants.filter(slug=slug) if slug else tenants[:2])
    if len(found) == 1:
        return found[0]
    known = ", ".join(tenants.values_list("slug", flat=True)) or "none yet"
    raise CommandError(f"Name the organisation by --tenant; known are: {known}.", returncode=1)
