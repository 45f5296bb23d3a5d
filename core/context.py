"""What every page's template knows."""

from typing import Any

from django.http import HttpRequest

from core import degraded
from core.access import allowed, allowed_somewhere
from core.configuration.preferences import theme_of


def workspace(request: HttpRequest) -> dict[str, Any]:
    """The tenant, the tenants to switch to, and `may` to ask for permissions: `{% if may.write_products %}`."""
    place = getattr(request, "workspace", None)
    return {
        "workspace": place,
        "request_id": getattr(request, "request_id", ""),
        "may": May(request, place),
        "may_see": MaySomewhere(request, place),
        "away_sentences": degraded.sentences,
        "theme": theme_of(request),
    }


def may_on(request: Any, obj: Any) -> "May":
    """`may` of a page about one object: what is granted on the object counts too."""
    return May(request, request.workspace, obj)


class May:
    """Answers `may.read_products` in templates, by the one question of access; on one object when it is given."""

    def __init__(self, request: HttpRequest, place: Any, obj: Any = None) -> None:
        self._user = getattr(request, "user", None)
        self._place = place
        self._obj = obj

    def __getitem__(self, name: str) -> bool:
        tenant = self._place.tenant if self._place else None
        return allowed(self._user, name.replace("_", ":", 1), self._obj, tenant_id=tenant.pk if tenant else None)


class MaySomewhere(May):
    """Answers `may_see.read_products`: by role, or by a grant on any object; what the list then shows is cut."""

    def __getitem__(self, name: str) -> bool:
        tenant = self._place.tenant if self._place else None
        return allowed_somewhere(self._user, name.replace("_", ":", 1), tenant_id=tenant.pk if tenant else None)
