"""Pages of API keys."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.apikeys import selectors, services
from core.apikeys.forms import KeyChangeForm, KeyForm, RotationForm
from core.forms import refusals_in
from core.paging import page_number, pages_of

PER_PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(services.MANAGE)
def keys(request: PageRequest) -> HttpResponse:
    """All keys of the organisation."""
    found = selectors.key_list(tenant_of(request), page=page_number(request), per_page=PER_PAGE)
    return render(request, "apikeys/list.html", {"keys": found.items, "page": pages_of(found)})


@form_page
@page(services.MANAGE)
def add(request: PageRequest) -> HttpResponse:
    """Make a key; the answer shows it, this once."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            new = services.create_key(by=request.user, tenant_id=tenant_of(request), **form.cleaned_data)
            return _shown_once(request, new)
    return _form(request, form)


@form_page
@page(services.MANAGE)
def edit(request: PageRequest, key_id: UUID) -> HttpResponse:
    """Change what a key may do."""
    key = selectors.key_facts(tenant_of(request), key_id)
    initial = {**vars(key), "networks": "\n".join(key.networks)}
    form = KeyChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.update_key(by=request.user, tenant_id=tenant_of(request), key_id=key_id, values=form.cleaned_data)
            messages.success(request, _("The changes are saved."))
            return redirect("api-keys:key", key_id)
    return _form(request, form, key=key)


@require_safe
@page(services.MANAGE)
def key(request: PageRequest, key_id: UUID) -> HttpResponse:
    """One key: what it may do, how it is used."""
    return _key_page(request, key_id, RotationForm())


@require_POST
@page(services.MANAGE)
def rotate(request: PageRequest, key_id: UUID) -> HttpResponse:
    """Give the key a new secret; the answer shows it, this once."""
    form = RotationForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            new = services.rotate_key(by=request.user, tenant_id=tenant_of(request), key_id=key_id, **form.cleaned_data)
            return _shown_once(request, new)
    return _key_page(request, key_id, form)


@require_POST
@page(services.MANAGE)
def switch(request: PageRequest, key_id: UUID) -> HttpResponse:
    """Switch the key on or off."""
    active = request.POST.get("active") == "yes"
    services.switch_key(by=request.user, tenant_id=tenant_of(request), key_id=key_id, active=active)
    return redirect("api-keys:key", key_id)


@require_POST
@page(services.MANAGE)
def delete(request: PageRequest, key_id: UUID) -> HttpResponse:
    """Remove the key for good."""
    name = selectors.key_facts(tenant_of(request), key_id).name
    services.delete_key(by=request.user, tenant_id=tenant_of(request), key_id=key_id)
    messages.success(request, _("The key %(name)s is removed.") % {"name": name})
    return redirect("api-keys:keys")


def _form(request: PageRequest, form: KeyForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "apikeys/form.html", {"form": form, **context}, status=status)


def _key_page(request: PageRequest, key_id: UUID, form: RotationForm) -> HttpResponse:
    facts = selectors.key_facts(tenant_of(request), key_id)
    context = {"key": facts, "statistics": selectors.key_statistics(tenant_of(request), key_id), "form": form}
    return render(request, "apikeys/key.html", context, status=422 if form.errors else 200)


def _shown_once(request: PageRequest, new: services.NewKey) -> HttpResponse:
    facts = selectors.key_facts(tenant_of(request), new.id)
    response = render(request, "apikeys/secret.html", {"key": facts, "secret": new.secret})
    response["Cache-Control"] = "no-store"
    return response
