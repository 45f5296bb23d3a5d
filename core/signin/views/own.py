"""Pages for whoever is signed in, also without any organisation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.access.pages import PageRequest
from core.errors import Transient
from core.forms import refusals_in
from core.signin.errors import Locked

P = ParamSpec("P")
View = Callable[Concatenate[PageRequest, P], HttpResponse]


def own_page(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page about oneself: never cached, its values never in an error report."""

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def form_answer(request: PageRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page again; 422 when a form was refused."""
    refused = any(getattr(value, "errors", None) for value in context.values())
    return render(request, template, context, status=422 if refused else 200)


@contextmanager
def refusals_told(form: forms.BaseForm) -> Iterator[None]:
    """`refusals_in`, and a lock or a service that is away told above the fields."""
    try:
        with refusals_in(form):
            yield
    except (Locked, Transient) as refused:
        form.add_error(None, str(refused))
