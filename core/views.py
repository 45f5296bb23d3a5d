"""Working in another of one's organisations."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.errors import NotFound
from core.signin.ways import way_on
from core.workspace import switch_tenant


@require_POST
@login_required
def choose_tenant(request: HttpRequest) -> HttpResponse:
    """Work in another of one's organisations, from the same page where that makes sense."""
    try:
        tenant_id = UUID(request.POST.get("tenant", ""))
    except ValueError as error:
        raise NotFound(code="TENANT_NOT_FOUND") from error
    switch_tenant(request, tenant_id)
    return redirect(way_on(request, request.POST.get("next", "")))
