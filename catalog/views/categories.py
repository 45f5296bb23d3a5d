"""Pages of the own tree of categories."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.category_export import csv_response
from catalog.grouping_forms import CategoryAttributesForm, CategoryForm, HomeForm, OptionalHomeForm, TreeFileForm
from catalog.selectors import categories as known_paths
from catalog.selectors import category_tree as ask
from catalog.services import categories as services
from catalog.services.taxonomies import import_categories
from core.access.pages import PageRequest, page, tenant_of
from core.errors import NotFound
from core.forms import refusals_in

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page("read:products")
def categories(request: PageRequest) -> HttpResponse:
    """The tree from the top, opened down to one category, or the categories whose path has the words."""
    tenant_id, search = tenant_of(request), request.GET.get("q", "").strip()
    context: dict[str, Any] = {"search": search, "statistics": ask.statistics(tenant_id=tenant_id)}
    if search:
        context["found"] = ask.found_categories(search, tenant_id=tenant_id)
        return render(request, "catalog/categories/tree.html", context)
    opened = _id(request.GET.get("open", ""))
    try:
        shown = ask.opened_tree(opened, tenant_id=tenant_id) if opened else {}
    except NotFound:
        shown = {}
    context["rows"] = _rows(shown or {None: ask.children(None, tenant_id=tenant_id)}, None)
    context["opened"] = opened
    return render(request, "catalog/categories/tree.html", context)


@require_safe
@page("read:products")
def children(request: PageRequest, category_id: UUID) -> HttpResponse:
    """One category of the tree, opened or (with `closed`) without what lies below."""
    tenant_id = tenant_of(request)
    context: dict[str, Any] = {"each": ask.category(category_id, tenant_id=tenant_id), "below": None}
    if not request.GET.get("closed"):
        context["below"] = [(each, None) for each in ask.children(category_id, tenant_id=tenant_id)]
    return render(request, "catalog/categories/node.html", context)


@require_safe
@page("read:products")
def counts(request: PageRequest) -> HttpResponse:
    """The numbers of products of all categories that have any, apart from the tree."""
    found = ask.category_counts(tenant_id=tenant_of(request)) or {}
    shown = set(request.GET.getlist("category"))
    wanted = [(pk, count) for pk, count in found.items() if str(pk) in shown]
    return render(request, "catalog/categories/counts.html", {"counts": wanted})


@form_page
@page("write:products")
def new(request: PageRequest) -> HttpResponse:
    """The form of a new category, or adding it."""
    tenant_id = tenant_of(request)
    parent = _id(request.GET.get("parent", ""))
    initial = {"parent": ask.category(parent, tenant_id=tenant_id).path} if parent else {}
    form = CategoryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="name"):
            values = form.values()
            made = services.add_category(values["name"], parent_id=values["parent_id"], **_by(request))
            services.change_category(made, {name: values[name] for name in services.FIELDS}, **_by(request))
            messages.success(request, _("The category is added."))
            return redirect(f"{reverse('catalog:categories')}?open={made}")
    return _form(request, "catalog/categories/form.html", {"form": form})


@form_page
@page("write:products")
def category(request: PageRequest, category_id: UUID) -> HttpResponse:
    """One category: name, place, attributes, former paths; sent, it is changed and moves with what lies below."""
    facts = ask.category(category_id, tenant_id=tenant_of(request))
    form = CategoryForm(request.POST or None, initial=_initial(facts))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="name"):
            services.change_category(category_id, form.values(), **_by(request))
            messages.success(request, _("The changes are saved."))
            return redirect("catalog:category", category_id)
    return _page(request, facts, form=form)


@require_POST
@page("write:products")
def attributes(request: PageRequest, category_id: UUID) -> HttpResponse:
    """Set the attributes of a category."""
    facts = ask.category(category_id, tenant_id=tenant_of(request))
    form = CategoryAttributesForm(request.POST)
    if form.is_valid():
        with refusals_in(form, conflict="attributes"):
            services.set_category_attributes(category_id, form.members(), **_by(request))
            messages.success(request, _("The changes are saved."))
            return redirect("catalog:category", category_id)
    return _page(request, facts, attributes_form=form)


@require_POST
@page("write:products")
def merge(request: PageRequest, category_id: UUID) -> HttpResponse:
    """Make a category one with another."""
    facts = ask.category(category_id, tenant_id=tenant_of(request))
    form = HomeForm(request.POST, prefix="merge")
    if form.is_valid():
        with refusals_in(form, conflict="path"):
            job = services.merge_category(category_id, into=form.cleaned_data["path"], **_by(request))
            return redirect("catalog:regrouping", job.pk)
    return _page(request, facts, merge_form=form)


@require_POST
@page("delete:products")
def delete(request: PageRequest, category_id: UUID) -> HttpResponse:
    """Delete a category with those below; products that lie there get a new home."""
    facts = ask.category(category_id, tenant_id=tenant_of(request))
    form = OptionalHomeForm(request.POST, prefix="delete")
    if form.is_valid():
        with refusals_in(form, conflict="path"):
            job = services.delete_category(category_id, home_id=form.cleaned_data["path"], **_by(request))
            messages.success(request, _("The category is deleted."))
            return redirect("catalog:regrouping", job.pk) if job else redirect("catalog:categories")
    return _page(request, facts, delete_form=form)


@form_page
@page("write:products")
def upload(request: PageRequest) -> HttpResponse:
    """Add the categories of a file."""
    form = TreeFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = import_categories(form.content(), **_by(request))
            sentence = ngettext("%(count)s category is new.", "%(count)s categories are new.", made)
            messages.success(request, sentence % {"count": made})
            return redirect("catalog:categories")
    return _form(request, "catalog/categories/import.html", {"form": form})


@require_safe
@page("read:products")
def export(request: PageRequest) -> HttpResponse:
    """The tree as CSV."""
    return csv_response(tenant_id=tenant_of(request))


def _page(request: PageRequest, facts: ask.CategoryFacts, **forms: Any) -> HttpResponse:
    tenant_id = tenant_of(request)
    members = ask.attributes_of(facts.id, tenant_id=tenant_id)
    own = [f"{each.attribute}{' *' if each.is_required else ''}" for each in members if not each.inherited_from]
    shown = {
        "form": CategoryForm(initial=_initial(facts)),
        "attributes_form": CategoryAttributesForm(initial={"attributes": "\n".join(own)}),
        "merge_form": HomeForm(prefix="merge"),
        "delete_form": OptionalHomeForm(prefix="delete"),
        **forms,
    }
    context = {
        "category": facts,
        "members": members,
        "former": ask.former_paths(facts.id, tenant_id=tenant_id),
        "paths": known_paths(tenant_id),
        **shown,
    }
    status = 422 if any(form.errors for form in shown.values()) else 200
    return render(request, "catalog/categories/category.html", context, status=status)


def _form(request: PageRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    context = {**context, "paths": known_paths(tenant_of(request))}
    return render(request, template, context, status=422 if context["form"].errors else 200)


def _rows(shown: dict[UUID | None, list[ask.CategoryFacts]], parent: UUID | None) -> list[tuple[Any, Any]]:
    """Categories with what is opened below them."""
    return [(each, _rows(shown, each.id) if each.id in shown else None) for each in shown.get(parent, [])]


def _initial(facts: ask.CategoryFacts) -> dict[str, Any]:
    parent = facts.path.rpartition(" > ")[0]
    same = ("name", "position", "description", "is_active")
    return {"parent": parent, **{name: getattr(facts, name) for name in same}}


def _by(request: PageRequest) -> dict[str, Any]:
    return {"tenant_id": tenant_of(request), "user": request.user}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
