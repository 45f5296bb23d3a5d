"""Pages of core: login, organisation switch, health, error pages."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.errors import NotFound
from core.forms import LoginForm
from core.workspace import switch_tenant

LANDING = "/dashboard/"


class Login(LoginView):
    """Sign in with e-mail and password."""

    authentication_form = LoginForm
    redirect_authenticated_user = True


@require_POST
@login_required
def choose_tenant(request: HttpRequest) -> HttpResponse:
    """Work in another of one's organisations, from the same page where that makes sense."""
    try:
        tenant_id = UUID(request.POST.get("tenant", ""))
    except ValueError as error:
        raise NotFound(code="TENANT_NOT_FOUND") from error
    switch_tenant(request, tenant_id)
    return redirect(_safe_next(request))


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if inside else LANDING
