"""Pages of brands: the list, one brand, doubles, merging, and those that imports made."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.grouping_forms import BrandForm, SpellingForm
from catalog.models import Brand
from catalog.selectors import branding as ask
from catalog.services import brands as services
from core.access.pages import PageRequest, page, tenant_of, told
from core.errors import InvalidInput
from core.forms import refusals_in
from core.paging import page_number, pages_of

PER_PAGE, QUEUE, LEAST = 50, 25, 0.85
STATES = ("", *Brand.State.values)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page("read:products")
def brands(request: PageRequest) -> HttpResponse:
    """Brands by name, found by a part of the name or of a spelling."""
    state = request.GET.get("state", "")
    search = request.GET.get("q", "").strip()
    filters = ask.BrandFilters(search=search, state=state if state in STATES else "")
    found = ask.brand_list(filters, tenant_id=tenant_of(request), page=page_number(request), per_page=PER_PAGE)
    context = {
        "brands": found.items,
        "page": pages_of(found),
        "filters": filters,
        "states": Brand.State.choices,
        "statistics": ask.brand_statistics(tenant_id=tenant_of(request)),
    }
    return render(request, "catalog/brands/list.html", context)


@require_safe
@page("read:products")
def counts(request: PageRequest) -> HttpResponse:
    """The numbers of products of the brands of a page, apart from the list."""
    ids = _ids(request.GET.getlist("brand"))[: 2 * PER_PAGE]
    found = ask.brand_counts(ids, tenant_id=tenant_of(request))
    return render(request, "catalog/brands/counts.html", {"counts": found.items()})


@form_page
@page("write:products")
def new(request: PageRequest) -> HttpResponse:
    """The form of a new brand, or making it."""
    form = BrandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="name"):
            made = services.make_brand(form.cleaned_data, tenant_id=tenant_of(request), user=request.user)
            messages.success(request, _("The brand is made."))
            return redirect("catalog:brand", made)
    return _form(request, "catalog/brands/form.html", {"form": form})


@require_safe
@page("read:products")
def brand(request: PageRequest, brand_id: UUID) -> HttpResponse:
    """One brand with its spellings."""
    return _page(request, brand_id, SpellingForm())


@form_page
@page("write:products")
def edit(request: PageRequest, brand_id: UUID) -> HttpResponse:
    """The form of a brand, or changing it."""
    facts = ask.brand(brand_id, tenant_id=tenant_of(request))
    initial = {name: getattr(facts, name) for name in services.FIELDS}
    form = BrandForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="name"):
            services.change_brand(brand_id, form.cleaned_data, tenant_id=tenant_of(request), user=request.user)
            messages.success(request, _("The changes are saved."))
            return redirect("catalog:brand", brand_id)
    return _form(request, "catalog/brands/form.html", {"form": form, "brand": facts})


@require_POST
@page("delete:products")
def delete(request: PageRequest, brand_id: UUID) -> HttpResponse:
    """Delete a brand without products."""
    back = reverse("catalog:brand", args=[brand_id])
    refused = told(request, lambda: services.delete_brand(brand_id, **_by(request)), back=back)
    if refused is None:
        messages.success(request, _("The brand is deleted."))
    return refused or redirect("catalog:brands")


@require_POST
@page("write:products")
def add_alias(request: PageRequest, brand_id: UUID) -> HttpResponse:
    """Let another spelling mean the brand."""
    form = SpellingForm(request.POST)
    if form.is_valid():
        with refusals_in(form, conflict="spelling"):
            services.add_alias(brand_id, form.cleaned_data["spelling"], **_by(request))
            messages.success(request, _("The spelling means this brand from now on."))
            return redirect("catalog:brand", brand_id)
    return _page(request, brand_id, form)


@require_POST
@page("write:products")
def remove_alias(request: PageRequest, brand_id: UUID, alias_id: UUID) -> HttpResponse:
    """A spelling no longer means the brand."""
    back = reverse("catalog:brand", args=[brand_id])
    return told(request, lambda: services.remove_alias(brand_id, alias_id, **_by(request)), back=back) or redirect(back)


@require_safe
@page("read:products")
def duplicates(request: PageRequest) -> HttpResponse:
    """Brands with names that are alike; the groups are looked for apart from the page."""
    context: dict[str, Any] = {"groups": None}
    if request.GET.get("part"):
        context["groups"] = ask.brand_twins(tenant_id=tenant_of(request))
        return render(request, "catalog/brands/twins.html", context)
    return render(request, "catalog/brands/duplicates.html", context)


@form_page
@page("write:products")
def merge(request: PageRequest) -> HttpResponse:
    """Which of the selected brands remains; sent, the others become one with it."""
    given = request.POST if request.method == "POST" else request.GET
    ids = _ids(given.getlist("selected"))
    chosen = [ask.brand(pk, tenant_id=tenant_of(request)) for pk in dict.fromkeys(ids[: services.MOST_MERGED])]
    target = _ids([given.get("target", "")])
    if request.method == "POST" and target:
        made: list[Any] = []
        sources = [each.id for each in chosen]
        back = reverse("catalog:brands-duplicates")
        refused = told(
            request, lambda: made.append(services.merge_brands(sources, into=target[0], **_by(request))), back=back
        )
        return refused or redirect("catalog:regrouping", made[0].pk)
    search = request.GET.get("q", "").strip()
    others = (
        ask.brand_list(ask.BrandFilters(search=search), tenant_id=tenant_of(request), per_page=20) if search else None
    )
    context = {
        "brands": chosen,
        "counts": ask.brand_counts([each.id for each in chosen], tenant_id=tenant_of(request)),
        "search": search,
        "others": [each for each in others.items if each not in chosen] if others else [],
        "target": target[0] if target else chosen[0].id if chosen else None,
    }
    return render(request, "catalog/brands/merge.html", context)


@require_safe
@page("read:products")
def pending(request: PageRequest) -> HttpResponse:
    """Brands that imports made, each with what it may be."""
    filters = ask.BrandFilters(state=Brand.State.PENDING)
    found = ask.brand_list(filters, tenant_id=tenant_of(request), page=page_number(request), per_page=QUEUE)
    likely = ask.likely_brands(found.items, tenant_id=tenant_of(request))
    rows = [(each, likely[each.id][:1], likely[each.id][1:]) for each in found.items]
    return render(request, "catalog/brands/pending.html", {"rows": rows, "page": pages_of(found)})


@require_POST
@page("write:products")
def check(request: PageRequest, act: str) -> HttpResponse:
    """Confirm, leave or merge the selected brands: into `into`, else each into what it most likely is."""
    back = reverse("catalog:brands-pending")
    ids = _ids(request.POST.getlist("selected"))
    if not ids:
        messages.error(request, _("Select at least one brand in the list."))
        return redirect(back)
    return told(request, lambda: _checked(request, act, ids), back=back) or redirect(back)


def _checked(request: PageRequest, act: str, ids: list[UUID]) -> None:
    target = _ids([request.POST.get("into", "")])
    if act == "merge" and target:
        services.merge_brands(ids, into=target[0], **_by(request))
        count = len(ids)
    elif act == "merge":
        count = services.merge_into_likely(ids, least=LEAST, **_by(request))
    else:
        state = {"confirm": Brand.State.CONFIRMED, "ignore": Brand.State.IGNORED}.get(act, act)
        count = services.check_brands(ids, state=state, **_by(request))
    sentence = ngettext("%(count)s brand is done.", "%(count)s brands are done.", count)
    messages.success(request, sentence % {"count": count})


def _page(request: PageRequest, brand_id: UUID, form: SpellingForm) -> HttpResponse:
    context = {
        "brand": ask.brand(brand_id, tenant_id=tenant_of(request)),
        "aliases": ask.aliases_of(brand_id, tenant_id=tenant_of(request)),
        "count": ask.brand_counts([brand_id], tenant_id=tenant_of(request))[brand_id],
        "form": form,
    }
    return _form(request, "catalog/brands/brand.html", context)


def _form(request: PageRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)


def _by(request: PageRequest) -> dict[str, Any]:
    return {"tenant_id": tenant_of(request), "user": request.user}


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts if text]
    except ValueError:
        raise InvalidInput(_("The selection holds something that is no brand.")) from None
