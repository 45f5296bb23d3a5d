"""Pages of families: the list, making, changing, deleting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.attribute_forms import FamilyForm
from catalog.selectors.attributes import all_attributes
from catalog.selectors.families import families as all_families
from catalog.selectors.families import family as one_family
from catalog.services.families import change_family, delete_family, make_family
from core.access.pages import PageRequest, page, tenant_of, told
from core.forms import refusals_in


@require_safe
@page("read:products")
def families(request: PageRequest) -> HttpResponse:
    """All families with the attributes they ask for."""
    return render(request, "catalog/families/list.html", {"families": all_families(tenant_id=tenant_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def new(request: PageRequest) -> HttpResponse:
    """The form of a new family, or making it."""
    form = FamilyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="name"):
            options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
            make_family(form.cleaned_data["name"], members=form.members(), **options)
            messages.success(request, _("The family is made."))
            return redirect("catalog:families")
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def family(request: PageRequest, family_id: UUID) -> HttpResponse:
    """The form of a family, or changing it."""
    found = one_family(family_id, tenant_id=tenant_of(request))
    lines = [f"{each.attribute}{' *' if each.is_required else ''}" for each in found.members]
    form = FamilyForm(request.POST or None, initial={"name": found.name, "attributes": "\n".join(lines)})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="name"):
            options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
            change_family(family_id, form.cleaned_data["name"], members=form.members(), **options)
            messages.success(request, _("The family is changed."))
            return redirect("catalog:families")
    return _form(request, form, family=found)


@require_POST
@page("delete:products")
def delete(request: PageRequest, family_id: UUID) -> HttpResponse:
    """Delete a family without products."""
    back = reverse("catalog:family", args=[family_id])
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    refused = told(request, lambda: delete_family(family_id, **options), back=back)
    if refused is None:
        messages.success(request, _("The family is deleted."))
    return refused or redirect("catalog:families")


def _form(request: PageRequest, form: FamilyForm, **context: Any) -> HttpResponse:
    known = all_attributes(tenant_id=tenant_of(request))
    status = 422 if form.errors else 200
    return render(request, "catalog/families/form.html", {"form": form, "known": known, **context}, status=status)
