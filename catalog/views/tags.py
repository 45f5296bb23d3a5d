"""The page of all tags: numbers, renaming, merging, deleting, and what feeds' tags mean."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.grouping_forms import TagChangeForm
from catalog.selectors import tagging as ask
from catalog.services import tags as services
from core.access.pages import PageRequest, page, tenant_of, told
from core.forms import refusals_in
from core.paging import page_number, pages_of

PER_PAGE = 50


@require_safe
@page("read:tags")
def tags(request: PageRequest) -> HttpResponse:
    """The tags of all products, most used first."""
    search, sort = request.GET.get("q", "").strip(), request.GET.get("sort", "")
    found = ask.tag_list(
        tenant_id=tenant_of(request),
        search=search,
        sort=sort if sort in ask.SORTS else "-products",
        page=page_number(request),
        per_page=PER_PAGE,
    )
    context = {
        "tags": found.items if found else [],
        "page": pages_of(found) if found else None,
        "search": search,
        "aliases": ask.tag_aliases(tenant_id=tenant_of(request)),
    }
    return render(request, "catalog/tags/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:tags")
def change(request: PageRequest) -> HttpResponse:
    """The new name of the selected tags; sent, products get it."""
    given = request.POST if request.method == "POST" else request.GET
    names = [name for name in dict.fromkeys(given.getlist("selected")) if name][: services.MOST]
    sent = request.method == "POST" and "target" in request.POST
    form = TagChangeForm(request.POST if sent else None, initial={"target": names[0] if names else ""})
    if sent and form.is_valid():
        with refusals_in(form):
            job = services.change_tags(names, form.cleaned_data["target"], **_by(request))
            return _done(request, job.pk)
    if not names:
        messages.error(request, _("Select at least one tag in the list."))
        return redirect("catalog:tags")
    context = {"form": form, "names": names}
    return render(request, "catalog/tags/change.html", context, status=422 if form.errors else 200)


@require_POST
@page("delete:tags")
def delete(request: PageRequest) -> HttpResponse:
    """Take the selected tags from every product."""
    names = request.POST.getlist("selected")
    made: list[Any] = []
    act = lambda: made.append(services.delete_tags(names, **_by(request)))  # noqa: E731 - told asks for one
    refused = told(request, act, back=reverse("catalog:tags"))
    return refused or _done(request, made[0].pk)


@require_POST
@page("write:tags")
def forget_alias(request: PageRequest) -> HttpResponse:
    """A tag of feeds means itself again."""
    services.forget_alias(request.POST.get("name", ""), **_by(request))
    messages.success(request, _("The tag means itself again."))
    return redirect("catalog:tags")


def _done(request: PageRequest, job_id: UUID) -> HttpResponse:
    ask.forget_counts(tenant_of(request))
    return redirect("catalog:regrouping", job_id)


def _by(request: PageRequest) -> dict[str, Any]:
    return {"tenant_id": tenant_of(request), "user": request.user}
