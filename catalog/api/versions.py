"""Changes of products that a caller saw in a certain version: refused when somebody came in between."""

from collections.abc import Callable, Mapping
from typing import Any

from catalog.errors import ProductChanged
from core.rest.conditional import outdated
from core.rest.views import ApiView


def changed(view: ApiView, act: Callable[..., Any], *args: Any, given: Mapping[str, Any]) -> Any:
    """Do `act` with the version of If-Match, else with that of the body; 412 or 409 when it is not the present one."""
    seen = {"version": view.present["version"]} if view.present else {}
    try:
        return act(*args, tenant_id=view.tenant_id, user=view.user, **{**given, **seen})
    except ProductChanged as error:
        raise outdated() if seen else error from error
