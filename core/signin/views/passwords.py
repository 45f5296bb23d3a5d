"""Pages for a forgotten password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.actor import address_of
from core.errors import ProductsManagerError
from core.forms import refusals_in
from core.models import OneTimeLink
from core.rest import throttling
from core.signin import links, services
from core.signin.forms import ForgotForm, NewPasswordForm
from core.signin.validators import rules_for

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@never_cache
def forgot(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same for every address."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            throttling.require(f"address:{address_of(request)}", "AUTH_PASSWORD_RESET")
            services.forgot_password(email=form.cleaned_data["email"])
            return redirect("signin:forgot-sent")
        except ProductsManagerError as refused:
            form.add_error(None, str(refused))
            return render(request, "signin/forgot.html", {"form": form}, status=getattr(refused, "status", 503))
    return render(request, "signin/forgot.html", {"form": form})


def forgot_sent(request: HttpRequest) -> HttpResponse:
    """Look into your mails."""
    return render(request, "signin/forgot_sent.html")


@form_page
@never_cache
@sensitive_post_parameters()
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password; opening the page does not use the link up."""
    link = links.look(token, OneTimeLink.Purpose.RESET)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.reset_password(token=token, new_password=form.cleaned_data["new_password"])
            messages.success(request, _("Your new password is set: sign in with it."))
            return redirect("login")
    status = 422 if form.errors else 200
    context = {"form": form, "email": link.user.email, "rules": rules_for(link.user)}
    return render(request, "signin/reset.html", context, status=status)
