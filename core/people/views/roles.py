"""Roles: the matrix of permissions, and the organisation's own roles edited in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, page, tenant_of, told
from core.forms import refusals_in
from core.people import selectors, services
from core.people.errors import BeyondOwnRights
from core.people.forms import RoleForm
from core.people.words import permission_groups


@require_safe
@page("admin:access")
def roles(request: PageRequest) -> HttpResponse:
    """Permissions by resource, a column for each role; own roles have ticks to change."""
    rows = selectors.role_list(tenant_id=tenant_of(request))
    columns = [(role, frozenset(role.permissions)) for role in rows]
    groups = [
        (label, [(words, [(role, words.code in held) for role, held in columns]) for words in group])
        for label, group in permission_groups()
    ]
    return render(request, "people/roles.html", {"roles": rows, "groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@page("admin:access")
def add(request: PageRequest) -> HttpResponse:
    """A new role: its name, and the role whose ticks it begins with."""
    tenant_id = tenant_of(request)
    known = selectors.role_list(tenant_id=tenant_id)
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        base = next((role.permissions for role in known if role.id == request.POST.get("like")), [])
        try:
            with refusals_in(form, conflict="name"):
                services.create_role(by=request.user, tenant_id=tenant_id, **{**form.cleaned_data, "permissions": base})
                messages.success(request, _("The role is added: tick what it may in its column."))
                return redirect("people:roles")
        except BeyondOwnRights as error:
            form.add_error(None, str(error))
    context = {"form": form, "known": known, "like": request.POST.get("like", "")}
    return render(request, "people/role.html", context, status=422 if form.errors else 200)


@require_POST
@page("admin:access")
def save(request: PageRequest, role_id: UUID) -> HttpResponse:
    """Name, description and ticks of an own role, as its column says."""
    selectors.role(str(role_id), tenant_id=tenant_of(request))
    form = RoleForm(request.POST)
    if not form.is_valid():
        for texts in form.errors.values():
            messages.error(request, " ".join(map(str, texts)))
        return redirect("people:roles")

    def change() -> None:
        services.update_role(
            by=request.user, tenant_id=tenant_of(request), role_id=str(role_id), values=form.cleaned_data
        )

    return _done(request, change, _("The role “%(name)s” is saved.") % {"name": form.cleaned_data["name"]})


@require_POST
@page("admin:access")
def delete(request: PageRequest, role_id: UUID) -> HttpResponse:
    """Delete an own role that nobody has."""

    def change() -> None:
        services.delete_role(by=request.user, tenant_id=tenant_of(request), role_id=str(role_id))

    return _done(request, change, _("The role is deleted."))


def _done(request: PageRequest, change: Any, text: str) -> HttpResponse:
    back = reverse("people:roles")
    try:
        refused = told(request, change, back=back)
    except BeyondOwnRights as error:
        messages.error(request, str(error))
        return redirect(back)
    if refused:
        return refused
    messages.success(request, text)
    return redirect(back)
