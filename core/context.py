"""What every page's template knows."""

from typing import Any

from django.http import HttpRequest

from core import degraded
from core.access import allowed


def workspace(request: HttpRequest) -> dict[str, Any]:
    """The tenant, the tenants to switch to, and `may` to ask for permissions: `{% if may.write_products %}`."""
    place = getattr(request, "workspace", None)
    return {
        "workspace": place,
        "request_id": getattr(request, "request_id", ""),
        "may": May(request, place),
        "away_sentences": degraded.sentences,
    }


class May:
    """Answers `may.read_products` in templates, by the one question of access."""

    def __init__(self, request: HttpRequest, place: Any) -> None:
        self._user = getattr(request, "user", None)
        self._place = place

    def __getitem__(self, name: str) -> bool:
        tenant = self._place.tenant if self._place else None
        return allowed(self._user, name.replace("_", ":", 1), tenant_id=tenant.pk if tenant else None)
