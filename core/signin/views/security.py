"""One's own second factor."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest
from core.errors import Conflict
from core.signin import hurdles, selectors, services
from core.signin.errors import WrongCode
from core.signin.forms import CodeForm, ProofForm
from core.signin.policy import policy_of
from core.signin.views.own import form_answer, own_page, refusals_told

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@own_page
def security(request: PageRequest) -> HttpResponse:
    """Whether the account is protected by a second factor."""
    context = {
        "protection": selectors.protection_of(request.user),
        "is_mandatory": policy_of(request.user).two_factor_is_mandatory,
        "due": hurdles.two_factor_due(request.user),
        "stands_before": hurdles.of(request) is not None,
    }
    return render(request, "signin/security.html", context)


@form_page
@own_page
def set_up(request: PageRequest) -> HttpResponse:
    """Scan the code, confirm by a first one, keep the recovery codes."""
    form = CodeForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            codes = services.confirm_two_factor(user=request.user, code=form.cleaned_data["code"])
            hurdles.look(request, request.user)
            return _recovery_codes(request, codes, title=_("Two-step sign-in is on"))
        setup = services.begin_two_factor(user=request.user)
    except WrongCode as refused:
        form.add_error("code", str(refused))
        setup = services.begin_two_factor(user=request.user)
    except Conflict as refused:
        messages.error(request, str(refused))
        return redirect("signin:security")
    secret = setup.secret
    context = {
        "form": form,
        "key": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "picture": segno.make(setup.address, error="m").svg_data_uri(scale=5, border=3, dark="#111827", light="#fff"),
    }
    return form_answer(request, "signin/set_up.html", context)


@require_POST
@own_page
def new_key(request: PageRequest) -> HttpResponse:
    """Begin the set-up again with another key."""
    services.begin_two_factor(user=request.user, anew=True)
    return redirect("signin:set-up")


@form_page
@own_page
def recovery_codes(request: PageRequest) -> HttpResponse:
    """Make new recovery codes."""
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_told(form):
            codes = services.renew_recovery_codes(user=request.user, **form.cleaned_data)
            return _recovery_codes(request, codes, title=_("Your new recovery codes"))
    return form_answer(request, "signin/renew_codes.html", {"form": form})


@form_page
@own_page
def switch_off(request: PageRequest) -> HttpResponse:
    """Switch the second factor off."""
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_told(form):
            services.disable_two_factor(user=request.user, **form.cleaned_data)
            messages.success(request, _("Two-step sign-in is off."))
            return redirect("signin:security")
    context = {"form": form, "is_mandatory": policy_of(request.user).two_factor_is_mandatory}
    return form_answer(request, "signin/switch_off.html", context)


def _recovery_codes(request: PageRequest, codes: list[str], *, title: str) -> HttpResponse:
    return render(request, "signin/codes.html", {"codes": codes, "title": title, "text": "\n".join(codes)})
