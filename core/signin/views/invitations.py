"""Accepting an invitation: with a new account, or with the one that has the address."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.forms import refusals_in
from core.models import Invitation, User
from core.signin import hurdles, services, sessions
from core.signin.forms import AcceptForm
from core.signin.validators import rules_for
from core.tenancy import tenant_scope
from core.workspace import switch_tenant


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the page does not use the invitation up."""
    invitation = services.look_invitation(token)
    if request.user.is_authenticated or User.objects.filter(email=invitation.email).exists():
        return _with_account(request, invitation, token)
    return _without_account(request, invitation, token)


def _with_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    fits = request.user.is_authenticated and request.user.email == invitation.email
    if request.method == "POST" and request.user.is_authenticated:
        services.join(token=token, user=request.user)
        return _welcome(request, request.user, invitation)
    context = {"invitation": invitation, "fits": fits, "login_url": f"{settings.LOGIN_URL}?next={request.path}"}
    return render(request, "signin/join.html", context)


def _without_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            values = form.cleaned_data
            user = services.accept_invitation(token=token, name=values["name"], password=values["new_password"])
            services.signed_in(user)
            sessions.open_session(request, user, remember=False)
            hurdles.look(request, user)
            return _welcome(request, user, invitation)
    with tenant_scope(invitation.tenant_id):
        context = {"form": form, "invitation": invitation, "rules": rules_for()}
    return render(request, "signin/accept.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, user: User, invitation: Invitation) -> HttpResponse:
    # Read anew: the person as the request knows him has no place here yet.
    request.user = User.objects.get(pk=user.pk)
    switch_tenant(request, invitation.tenant_id)
    messages.success(request, _("Welcome to %(tenant)s.") % {"tenant": invitation.tenant.name})
    return redirect(settings.LOGIN_REDIRECT_URL)
