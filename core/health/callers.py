"""Who may see more than the public does."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.views import APIView

from core.access import allowed
from core.errors import Refused
from core.workspace import workspace_of


def caller_of(request: HttpRequest) -> Any:
    """The person behind the request, by token, key or session, with `request.workspace` set; None for anybody else.

    Also None when nobody can tell, because db_core is away.
    """
    authenticators = [each() for each in APIView.authentication_classes]
    try:
        person = Request(request, authenticators=authenticators).user
        if not (person and person.is_authenticated):
            return None
        request.user = person
        request.workspace = workspace_of(request)  # type: ignore[attr-defined]
    except (APIException, Refused, DatabaseError):
        return None
    return person


def may_watch(request: HttpRequest, permission: str) -> bool:
    """Whether the caller is staff or holds the permission in the organisation; False when nobody can tell."""
    person = caller_of(request)
    return person is not None and holds(person, request, permission)


def holds(person: Any, request: Any, permission: str) -> bool:
    """The same for a caller who is known; never raises."""
    try:
        tenant = request.workspace.tenant
        tenant_id = tenant.pk if tenant else None
        return bool(person.is_staff) or allowed(person, permission, tenant_id=tenant_id)
    except DatabaseError:
        return False
