"""Pages of administrators: invitations, and the accounts of members."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.access.pages import PageRequest, page, tenant_of, told
from core.forms import refusals_in
from core.people.errors import BeyondOwnRights
from core.people.selectors import role_choices
from core.signin import administration, selectors, services
from core.signin.forms import InvitationForm

# act -> service, what is said afterwards
MEMBER_ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "unlock": (administration.unlock_member, gettext_lazy("The account is unlocked.")),
    "reset-two-factor": (administration.reset_member_two_factor, gettext_lazy("Two-step sign-in is off.")),
    "end-sessions": (administration.end_member_sessions, gettext_lazy("All sessions have ended.")),
}
INVITATION_ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "resend": (services.resend_invitation, gettext_lazy("The invitation is on its way again.")),
    "withdraw": (services.withdraw_invitation, gettext_lazy("The invitation is withdrawn.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@page("admin:user_create")
def invitations(request: PageRequest) -> HttpResponse:
    """Open invitations, and a new one."""
    tenant_id = tenant_of(request)
    form = InvitationForm(request.POST or None, roles=role_choices(tenant_id=tenant_id))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.invite(by=request.user, tenant_id=tenant_id, **form.values())
            messages.success(request, _("The invitation of %(email)s is on its way.") % form.cleaned_data)
            return redirect("signin:invitations")
    context = {"form": form, "invitations": selectors.open_invitations(tenant_id)}
    return render(request, "signin/invitations.html", context, status=422 if form.errors else 200)


@require_POST
@page("admin:user_create")
def change_invitation(request: PageRequest, invitation_id: UUID, name: str) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    service, text = _known(INVITATION_ACTS, name)
    whose = {"by": request.user, "tenant_id": tenant_of(request), "invitation_id": invitation_id}
    return _done(request, lambda: service(**whose), str(text), back=reverse("signin:invitations"))


@require_POST
@page(administration.RIGHT)
def change_member(request: PageRequest, user_id: UUID, name: str) -> HttpResponse:
    """Unlock the account, reset its second factor, end its sessions."""
    service, text = _known(MEMBER_ACTS, name)
    whose = {"by": request.user, "tenant_id": tenant_of(request), "user_id": user_id}
    return _done(request, lambda: service(**whose), str(text), back=reverse("people:user", args=[user_id]))


def _known(acts: dict[str, tuple[Callable[..., Any], Any]], name: str) -> tuple[Callable[..., Any], Any]:
    if name not in acts:
        raise Http404
    return acts[name]


def _done(request: PageRequest, change: Callable[[], Any], text: str, *, back: str) -> HttpResponse:
    try:
        if refused := told(request, change, back=back):
            return refused
    except BeyondOwnRights as error:
        messages.error(request, str(error))
    else:
        messages.success(request, text)
    return redirect(back)
