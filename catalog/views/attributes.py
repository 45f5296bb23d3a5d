"""Pages of attributes: the list, making, changing, merging, deleting."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.attribute_forms import AttributeForm, MergeForm
from catalog.attributes import GROUPS
from catalog.attributes.values import AttributeFacts
from catalog.errors import AttributeNotFound
from catalog.languages import languages
from catalog.selectors.attributes import all_attributes, merges_at_work, used_attributes
from catalog.services.attribute_merge import merge_attributes
from catalog.services.attributes import change_attribute, delete_attribute, make_attribute, used_attribute
from core.access.pages import PageRequest, page, tenant_of, told
from core.forms import refusals_in
from core.jobs import JobStatus


@require_safe
@page("read:products")
def attributes(request: PageRequest) -> HttpResponse:
    """All attributes by group: those of the organisation, and the standard ones that wait for a value."""
    tenant_id = tenant_of(request)
    found = all_attributes(tenant_id=tenant_id)
    context = {
        "groups": _by_group(each for each in found if each.id),
        "standard": _by_group(each for each in found if not each.id),
        "used": used_attributes(tenant_id=tenant_id),
        "merges": merges_at_work(tenant_id=tenant_id),
    }
    return render(request, "catalog/attributes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def new(request: PageRequest) -> HttpResponse:
    """The form of a new attribute, or making it."""
    tenant_id = tenant_of(request)
    form = AttributeForm(request.POST or None, languages=languages(tenant_id))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="name"):
            made = make_attribute(form.spec(), tenant_id=tenant_id, user=request.user)
            messages.success(request, _("The attribute is made."))
            return redirect("catalog:attribute", made)
    return render(request, "catalog/attributes/form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@page("write:products")
def use(request: PageRequest, name: str) -> HttpResponse:
    """Take a standard attribute into the organisation's own, so that it can be named and asked for."""
    return redirect("catalog:attribute", used_attribute(name, tenant_id=tenant_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def attribute(request: PageRequest, attribute_id: UUID) -> HttpResponse:
    """The form of an attribute, or changing it."""
    tenant_id = tenant_of(request)
    known = all_attributes(tenant_id=tenant_id)
    facts = _one(known, attribute_id)
    form = AttributeForm(request.POST or None, languages=languages(tenant_id), attribute=facts)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            change_attribute(attribute_id, form.spec(), tenant_id=tenant_id, user=request.user)
            messages.success(request, _("The attribute is changed."))
            return redirect("catalog:attributes")
    context: dict[str, Any] = {
        "form": form,
        "attribute": facts,
        "is_used": attribute_id in used_attributes(tenant_id=tenant_id),
        "merging": None if facts.standard else MergeForm(others=[each for each in known if each.id != attribute_id]),
    }
    return render(request, "catalog/attributes/form.html", context, status=422 if form.errors else 200)


@require_POST
@page("delete:products")
def merge(request: PageRequest, attribute_id: UUID) -> HttpResponse:
    """Make the attribute another one's further name."""
    back = reverse("catalog:attribute", args=[attribute_id])
    return told(request, lambda: _merge(request, attribute_id), back=back) or redirect("catalog:attributes")


@require_POST
@page("delete:products")
def delete(request: PageRequest, attribute_id: UUID) -> HttpResponse:
    """Delete an attribute without values."""
    back = reverse("catalog:attribute", args=[attribute_id])
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    refused = told(request, lambda: delete_attribute(attribute_id, **options), back=back)
    if refused is None:
        messages.success(request, _("The attribute is deleted."))
    return refused or redirect("catalog:attributes")


def _by_group(attributes: Iterable[AttributeFacts]) -> list[tuple[str, list[AttributeFacts]]]:
    order = list(GROUPS)
    grouped = groupby(sorted(attributes, key=lambda each: order.index(each.group)), key=lambda each: each.group)
    return [(str(GROUPS[code]), list(members)) for code, members in grouped]


def _merge(request: PageRequest, attribute_id: UUID) -> None:
    tenant_id = tenant_of(request)
    wanted = request.POST.get("into", "")
    target = next((each for each in all_attributes(tenant_id=tenant_id) if wanted in (str(each.id), each.name)), None)
    if target is None:
        raise AttributeNotFound
    into = target.id or used_attribute(target.name, tenant_id=tenant_id)
    job = merge_attributes(attribute_id, into=into, tenant_id=tenant_id, user=request.user)
    if job.status == JobStatus.COMPLETED:
        message = _("Both are one attribute now; products changed: %(count)s.") % {"count": job.changed}
    else:
        message = _("The values move in the background; the bell tells when it is done.")
    messages.success(request, message)


def _one(known: list[AttributeFacts], attribute_id: UUID) -> AttributeFacts:
    found = next((each for each in known if each.id == attribute_id), None)
    if found is None:
        raise AttributeNotFound
    return found
