"""Pages to sign in and out."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core.actor import address_of
from core.errors import PermissionRefused, Refused
from core.models import User
from core.rest import throttling
from core.signin import acts, hurdles, second_factor, services, sessions
from core.signin.errors import Locked, SecondFactorNeeded, WrongCode, WrongCredentials
from core.signin.forms import LoginForm, SecondStepForm
from core.signin.ways import way_on

form_page = require_http_methods(["GET", "HEAD", "POST"])
PENDING, PENDING_SECONDS = "second_step", 600
DEVICE_COOKIE = "device"
REFUSED_AT_THE_DOOR = (WrongCredentials, WrongCode, Locked, throttling.TooManyRequests)


@form_page
@never_cache
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """First step: e-mail and password."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if request.user.is_authenticated and not target.startswith("/login/"):
        return redirect(way_on(request, target))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _first_step(request, form.cleaned_data, target)
        except REFUSED_AT_THE_DOOR as refused:
            return _refused(request, "registration/login.html", refused, {"form": form, "next": target})
    ended = request.session.pop(sessions.ENDED, "") if sessions.ENDED in request.session else ""
    return render(request, "registration/login.html", {"form": form, "next": target, "ended": ended})


@form_page
@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """Second step: the code of the app, for somebody whose password was right just before."""
    user, pending = _pending(request)
    if user is None:
        return redirect("login")
    form = SecondStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _second_step(request, user, {**pending, **form.cleaned_data})
        except REFUSED_AT_THE_DOOR as refused:
            return _refused(request, "signin/code.html", refused, {"form": form})
    return render(request, "signin/code.html", {"form": form})


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    if request.user.is_authenticated:
        acts.record("signin.ended", email=request.user.email, user=request.user)
    sessions.close_session(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def back_office_login(request: HttpRequest) -> HttpResponse:
    """The back office has no door of its own: people sign in here, and need the right to enter it."""
    if request.user.is_authenticated:
        raise PermissionRefused(_("Your account may not enter the back office."))
    return redirect_to_login(way_on(request, request.GET.get("next", "/admin/")))


def _first_step(request: HttpRequest, values: dict[str, Any], target: str) -> HttpResponse:
    throttling.require(f"address:{address_of(request)}", "AUTH_LOGIN")
    device = request.COOKIES.get(DEVICE_COOKIE, "")
    try:
        user = services.authenticate(email=values["username"], password=values["password"], device=device)
    except SecondFactorNeeded as needed:
        request.session[PENDING] = {
            "user": str(needed.user.pk),
            "proof": needed.user.get_session_auth_hash(),
            "until": int(time.time()) + PENDING_SECONDS,
            "remember": values["remember"],
            "next": target,
        }
        return redirect("signin:code")
    return _let_in(request, user, remember=values["remember"], target=target)


def _second_step(request: HttpRequest, user: User, values: dict[str, Any]) -> HttpResponse:
    services.check_code(user=user, code=values["code"])
    response = _let_in(request, user, remember=values["remember"], target=values["next"])
    if values["device"]:
        response.set_cookie(
            DEVICE_COOKIE,
            second_factor.device_token(user),
            max_age=settings.REMEMBER_DEVICE_DAYS * 86_400,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _let_in(request: HttpRequest, user: User, *, remember: bool, target: str) -> HttpResponse:
    request.session.pop(PENDING, None)
    sessions.open_session(request, user, remember=remember)
    hurdles.look(request, user)
    return redirect(way_on(request, target))


def _pending(request: HttpRequest) -> tuple[User | None, dict[str, Any]]:
    """Who is between the two steps; nobody after ten minutes, or once the password is another one."""
    pending = request.session.get(PENDING)
    if not pending or pending["until"] < time.time():
        return None, {}
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    same = user is not None and user.get_session_auth_hash() == pending["proof"]
    return (user if same else None), pending


def _refused(request: HttpRequest, template: str, error: Refused, context: dict[str, Any]) -> HttpResponse:
    context["form"].add_error(None, str(error))
    status = error.status if error.status == Locked.status else 200
    response = render(request, template, context, status=status)
    if wait := error.params.get("retry_after"):
        response["Retry-After"] = str(wait)
    return response
