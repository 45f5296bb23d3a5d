"""One's own profile, password and sessions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import memberships_of
from core.access.pages import PageRequest
from core.models import OneTimeLink
from core.signin import hurdles, links, selectors, services, sessions
from core.signin.forms import ChangePasswordForm, EmailForm, ProfileForm
from core.signin.validators import rules_for
from core.signin.views.own import form_answer, own_page, refusals_told

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@own_page
def profile(request: PageRequest) -> HttpResponse:
    """Name, address, places."""
    form = ProfileForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        services.change_name(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("The changes are saved."))
        return redirect("signin:profile")
    context = {
        "form": form,
        "places": memberships_of(request.user),
        "protection": selectors.protection_of(request.user),
    }
    return form_answer(request, "signin/profile.html", context)


@form_page
@own_page
def email(request: PageRequest) -> HttpResponse:
    """Ask for another address to sign in with."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_told(form):
            services.change_email(user=request.user, **form.cleaned_data)
            text = _("A link is on its way to %(email)s: open it to confirm the address.")
            messages.success(request, text % {"email": form.cleaned_data["email"]})
            return redirect("signin:profile")
    return form_answer(request, "signin/email.html", {"form": form})


@form_page
@own_page
def confirm_email(request: PageRequest, token: str) -> HttpResponse:
    """Confirm the new address; opening the page does not use the link up."""
    if request.method == "POST":
        services.confirm_email(user=request.user, token=token)
        messages.success(request, _("From now on you sign in with %(email)s.") % {"email": request.user.email})
        return redirect("signin:profile")
    link = links.look(token, OneTimeLink.Purpose.EMAIL)
    return render(request, "signin/confirm_email.html", {"link": link})


@form_page
@own_page
def password(request: PageRequest) -> HttpResponse:
    """Choose another password; the other sessions end."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("old_password", "new_password")}
        with refusals_told(form):
            services.change_password(user=request.user, **given, keep_session=request.session.session_key or "")
            sessions.renew_session(request, request.user)
            hurdles.look(request, request.user)
            messages.success(request, _("Your password is changed; your other sessions have ended."))
            return redirect("signin:profile")
    context = {"form": form, "rules": rules_for(request.user), "is_due": hurdles.of(request) is not None}
    return form_answer(request, "signin/password.html", context)


@require_safe
@own_page
def session_list(request: PageRequest) -> HttpResponse:
    """Where one is signed in."""
    found = selectors.sessions_of(request.user, current_key=request.session.session_key or "")
    return render(request, "signin/sessions.html", {"sessions": found, "others": len(found) > 1})


@require_POST
@own_page
def end_session(request: PageRequest, session_id: UUID) -> HttpResponse:
    """End one of one's sessions."""
    services.end_session(user=request.user, session_id=session_id)
    messages.success(request, _("The session has ended."))
    return redirect("signin:sessions")


@require_POST
@own_page
def end_other_sessions(request: PageRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    ended = services.end_all_sessions(request.user, but=request.session.session_key or "")
    text = ngettext("%(count)d session has ended.", "%(count)d sessions have ended.", ended)
    messages.success(request, text % {"count": ended})
    return redirect("signin:sessions")
