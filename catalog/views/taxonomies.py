"""Pages of taxonomies: loading them, and the mappings of the own categories to them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.grouping_forms import TaxonomyForm, TreeFileForm
from catalog.models import CategoryMapping
from catalog.selectors import category_tree
from catalog.selectors import taxonomies as ask
from catalog.services import mappings
from catalog.services import taxonomies as services
from core.access.pages import PageRequest, page, tenant_of, told
from core.errors import InvalidInput
from core.forms import refusals_in
from core.paging import page_number, pages_of

PER_PAGE, FOUND = 25, 20
WITHOUT = "without"
TABS = (CategoryMapping.Status.PENDING, CategoryMapping.Status.ACTIVE, CategoryMapping.Status.REJECTED, WITHOUT)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page("read:products")
def taxonomies(request: PageRequest) -> HttpResponse:
    """All taxonomies."""
    found = ask.taxonomies(tenant_id=tenant_of(request))
    return render(request, "catalog/taxonomies/list.html", {"taxonomies": found})


@form_page
@page("write:products")
def new(request: PageRequest) -> HttpResponse:
    """The form of a new taxonomy, or making it."""
    form = TaxonomyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="code"):
            made = services.make_taxonomy(form.cleaned_data, **_by(request))
            messages.success(request, _("The taxonomy is made: now load its categories."))
            return redirect("catalog:taxonomy", made)
    return _form(request, {"form": form})


@require_safe
@page("read:products")
def taxonomy(request: PageRequest, taxonomy_id: UUID) -> HttpResponse:
    """The mappings to a taxonomy by their status, and the own categories without one."""
    tenant_id, search = tenant_of(request), request.GET.get("q", "").strip()
    facts = ask.taxonomy(taxonomy_id, tenant_id=tenant_id)
    counts = ask.mapping_counts(taxonomy_id, tenant_id=tenant_id)
    status = request.GET.get("status", "")
    if status not in TABS:
        status = next((each for each in TABS if counts[each]), WITHOUT)
    cut: dict[str, Any] = {"search": search, "page": page_number(request), "per_page": PER_PAGE}
    found: Any = (
        ask.unmapped(taxonomy_id, tenant_id=tenant_id, **cut)
        if status == WITHOUT
        else ask.mapping_list(taxonomy_id, tenant_id=tenant_id, status=status, **cut)
    )
    context = {
        "taxonomy": facts,
        "kind": dict(_kinds()).get(facts.kind, facts.kind),
        "tabs": _tabs(counts, status, address=reverse("catalog:taxonomy", args=[taxonomy_id])),
        "status": status,
        "search": search,
        "rows": found.items,
        "page": pages_of(found),
        "file_form": TreeFileForm(),
    }
    return render(request, "catalog/taxonomies/taxonomy.html", context)


@form_page
@page("write:products")
def edit(request: PageRequest, taxonomy_id: UUID) -> HttpResponse:
    """The form of a taxonomy, or changing it."""
    facts = ask.taxonomy(taxonomy_id, tenant_id=tenant_of(request))
    form = TaxonomyForm(request.POST or None, initial={name: getattr(facts, name) for name in services.FIELDS})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="code"):
            services.change_taxonomy(taxonomy_id, form.cleaned_data, **_by(request))
            messages.success(request, _("The changes are saved."))
            return redirect("catalog:taxonomy", taxonomy_id)
    return _form(request, {"form": form, "taxonomy": facts})


@require_POST
@page("delete:products")
def delete(request: PageRequest, taxonomy_id: UUID) -> HttpResponse:
    """Delete a taxonomy with its categories and mappings."""
    services.delete_taxonomy(taxonomy_id, **_by(request))
    messages.success(request, _("The taxonomy is deleted."))
    return redirect("catalog:taxonomies")


@require_POST
@page("write:products")
def load(request: PageRequest, taxonomy_id: UUID) -> HttpResponse:
    """Load its categories from the file that is sent, else from its address."""

    def act() -> None:
        if request.FILES:
            form = TreeFileForm(request.POST, request.FILES)
            if not form.is_valid():
                raise InvalidInput(_("Choose a file that is not empty."))
            loaded = services.load_taxonomy(taxonomy_id, form.content(), **_by(request))
        else:
            loaded = services.sync_taxonomy(taxonomy_id, **_by(request))
        sentence = _("%(made)s categories are new, %(known)s were there, %(gone)s are no longer named.")
        messages.success(request, sentence % {"made": loaded.made, "known": loaded.known, "gone": loaded.gone})

    return _told(request, taxonomy_id, act)


@require_POST
@page("write:products")
def match(request: PageRequest, taxonomy_id: UUID) -> HttpResponse:
    """Propose a category for each own one without a mapping."""

    def act() -> None:
        matched = mappings.match_categories(taxonomy_id, **_by(request))
        sentence = _("%(active)s mapped at once, %(pending)s to be checked, nothing found for %(without)s.")
        values = {"active": matched.active, "pending": matched.pending, "without": matched.without}
        messages.success(request, sentence % values)

    return _told(request, taxonomy_id, act)


@require_POST
@page("write:products")
def decide(request: PageRequest, taxonomy_id: UUID, act: str) -> HttpResponse:
    """Accept, reject or remove the selected mappings."""
    ids = _ids(request.POST.getlist("selected"))

    def decided() -> None:
        if act == "remove":
            for mapping_id in ids:
                mappings.delete_mapping(mapping_id, **_by(request))
            count = len(ids)
        else:
            status = {"accept": CategoryMapping.Status.ACTIVE, "reject": CategoryMapping.Status.REJECTED}.get(act, act)
            count = mappings.decide_mappings(ids, status=status, **_by(request))
        sentence = ngettext("%(count)s mapping is changed.", "%(count)s mappings are changed.", count)
        messages.success(request, sentence % {"count": count})

    return _told(request, taxonomy_id, decided, status=request.POST.get("status", ""))


@form_page
@page("write:products")
def choose(request: PageRequest, taxonomy_id: UUID, category_id: UUID) -> HttpResponse:
    """Proposals and a search for one own category; sent, it is mapped by hand."""
    tenant_id = tenant_of(request)
    if request.method == "POST":
        target = _ids([request.POST.get("target", "")])
        if target:
            mappings.set_mapping(category_id, target[0], taxonomy_id=taxonomy_id, **_by(request))
            messages.success(request, _("The category is mapped."))
            return redirect("catalog:taxonomy", taxonomy_id)
        messages.error(request, _("Choose one of the categories."))
    search = request.GET.get("q", "").strip()
    found = ask.taxonomy_categories(taxonomy_id, tenant_id=tenant_id, search=search, per_page=FOUND) if search else None
    context = {
        "taxonomy": ask.taxonomy(taxonomy_id, tenant_id=tenant_id),
        "category": category_tree.category(category_id, tenant_id=tenant_id),
        "suggestions": [
            (target, sure / 100)
            for target, sure in ask.mapping_suggestions(category_id, taxonomy_id, tenant_id=tenant_id)
        ],
        "search": search,
        "found": found.items if found else [],
    }
    return render(request, "catalog/taxonomies/choose.html", context)


def _tabs(counts: dict[str, int], status: str, *, address: str) -> list[dict[str, Any]]:
    labels = {**dict(CategoryMapping.Status.choices), WITHOUT: _("Without")}
    return [
        {
            "label": labels[each],
            "url": f"{address}?status={each}",
            "is_current": each == status,
            "count": counts[each],
        }
        for each in TABS
    ]


def _told(request: PageRequest, taxonomy_id: UUID, act: Callable[[], None], *, status: str = "") -> HttpResponse:
    ask.taxonomy(taxonomy_id, tenant_id=tenant_of(request))
    back = reverse("catalog:taxonomy", args=[taxonomy_id])
    back = f"{back}?status={status}" if status in TABS else back
    return told(request, act, back=back) or redirect(back)


def _form(request: PageRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "catalog/taxonomies/form.html", context, status=422 if context["form"].errors else 200)


def _kinds() -> list[tuple[str, Any]]:
    return list(TaxonomyForm.base_fields["kind"].choices)  # type: ignore[attr-defined]


def _by(request: PageRequest) -> dict[str, Any]:
    return {"tenant_id": tenant_of(request), "user": request.user}


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts if text]
    except ValueError:
        raise InvalidInput(_("The selection holds something that is no mapping.")) from None
