"""Variants of a product: the table, their axes, making combinations, attaching, detaching, inheriting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.rights import READ, require_products
from catalog.selectors import product_detail
from catalog.selectors.coded import product_coded
from catalog.selectors.combining import Plan, plan
from catalog.selectors.grouping import group_page
from catalog.selectors.variants import Model, model_of, variant_of
from catalog.selectors.words import attribute_names
from catalog.services import variants as services
from catalog.variant_forms import AttachForm, AxesForm, ChoicesForm
from catalog.views.product import page_head
from core.access.pages import PageRequest, page, tenant_of, told
from core.errors import InvalidInput, NotFound
from core.forms import refusals_in

WRITE = "write:products"
GROUPS_PER_PAGE = 20


@require_safe
@page("read:products", somewhere=True)
def variants(request: PageRequest, product_id: UUID) -> HttpResponse:
    """The variants of a model, or what a variant takes from its model; a form to make a product a model."""
    tenant_id = tenant_of(request)
    require_products(request.user, READ, [product_id], tenant_id=tenant_id)
    model = model_of(product_id, tenant_id=tenant_id)
    return _shown(request, model, {})


@require_POST
@page("read:products", somewhere=True)
def axes(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Choose in what the variants differ."""
    tenant_id = tenant_of(request)
    require_products(request.user, WRITE, [product_id], tenant_id=tenant_id)
    model = model_of(product_id, tenant_id=tenant_id)
    form = AxesForm(request.POST, axes=model.axes)
    if form.is_valid():
        with refusals_in(form):
            names, version = form.axes(), form.cleaned_data["version"]
            services.set_axes(product_id, tenant_id=tenant_id, user=request.user, axes=names, version=version)
            messages.success(request, _("The attributes in which the variants differ are saved."))
            return redirect("catalog:variants", product_id)
    return _shown(request, model, {"axes_form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products", somewhere=True)
def generate(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Choose values of each axis, look at the combinations they make, make those that are ticked."""
    tenant_id = tenant_of(request)
    require_products(request.user, WRITE, [product_id], tenant_id=tenant_id)
    model = model_of(product_id, tenant_id=tenant_id)
    if not model.axes:
        return redirect("catalog:variants", product_id)
    data = request.POST if request.method == "POST" else request.GET if "values_0" in request.GET else None
    form = ChoicesForm(data, model=model)
    planned: Plan | None = None
    if form.is_valid():
        with refusals_in(form):
            options = {"choices": form.choices(), "prefix": form.cleaned_data["sku_prefix"]}
            planned = plan(product_id, tenant_id=tenant_id, **options)
            if request.method == "POST":
                return _made(request, product_id, form)
    detail = product_detail(product_id, tenant_id=tenant_id)
    context = {"model": model, "form": form, "plan": planned}
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "catalog/variants/generate.html", page_head(request, detail, "variants") | context, status=status
    )


@require_POST
@page("read:products", somewhere=True)
def attach(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Make a product that exists a variant."""
    tenant_id = tenant_of(request)
    require_products(request.user, WRITE, [product_id], tenant_id=tenant_id)
    model = model_of(product_id, tenant_id=tenant_id)
    form = AttachForm(request.POST, model=model)
    if form.is_valid():
        with refusals_in(form, conflict="code"):
            products = {product_coded(form.cleaned_data["code"], seen_by=request.user): form.values()}
            services.attach_variants(product_id, tenant_id=tenant_id, user=request.user, products=products)
            messages.success(request, _("The product is a variant now."))
            return redirect("catalog:variants", product_id)
    return _shown(request, model, {"attach_form": form}, status=422)


@require_POST
@page("read:products", somewhere=True)
def detach(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Make a variant a single product again."""
    back = reverse("catalog:variants", args=[product_id])
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    products = [_id(request.POST.get("variant", ""))]
    refused = told(request, lambda: services.detach_variants(product_id, products=products, **options), back=back)
    if refused is None:
        messages.success(request, _("The variant is a product of its own now, with the values it had."))
    return refused or redirect(back)


@require_POST
@page("read:products", somewhere=True)
def inherit(request: PageRequest, product_id: UUID, act: str) -> HttpResponse:
    """Give a variant a value of its own, or let it take the model's again."""
    acts = {"own": services.own_field, "inherit": services.inherit_field}
    if act not in acts:
        raise NotFound
    back = reverse("catalog:variants", args=[product_id])
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user}
    field = request.POST.get("field", "")
    refused = told(request, lambda: acts[act](product_id, field=field, **options), back=back)
    if refused is None:
        done = {"own": _("The variant has its own value now."), "inherit": _("The model's value counts again.")}
        messages.success(request, done[act])
    return refused or redirect(back)


@require_POST
@page("write:products")
def undo(request: PageRequest) -> HttpResponse:
    """Take an act back that made variants; its page is that of the model in `product`, else that of the groups."""
    model = request.POST.get("product", "")
    back = reverse("catalog:variants", args=[_id(model)]) if model else reverse("catalog:variant-groups")
    act = _id(request.POST.get("act", ""))
    result = services.undo_variants(act, tenant_id=tenant_of(request), user=request.user)
    messages.success(request, _("The variants are taken back."))
    if result.kept:
        words = ngettext(
            "%(count)s value was left, because somebody changed it meanwhile.",
            "%(count)s values were left, because somebody changed them meanwhile.",
            result.kept,
        )
        messages.warning(request, words % {"count": result.kept})
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@page("write:products")
def groups(request: PageRequest) -> HttpResponse:
    """Products with the same parent reference, a page of them; the chosen ones become variants."""
    tenant_id = tenant_of(request)
    after = request.GET.get("after", "")
    if request.method == "POST":
        chosen = request.POST.getlist("reference")
        grouped = services.group_by_reference(chosen, tenant_id=tenant_id, user=request.user)
        _tell_grouped(request, grouped)
        return redirect(_with_act(reverse("catalog:variant-groups"), grouped.run_id, grouped.variants))
    found = group_page(tenant_id, after=after, size=GROUPS_PER_PAGE)
    context = {"groups": found.items, "next": found.after, "after": after, "act": _act(request)}
    return render(request, "catalog/variants/groups.html", context)


def _tell_grouped(request: PageRequest, grouped: services.Grouped) -> None:
    if grouped.variants:
        words = ngettext(
            "%(count)s product is a variant now.", "%(count)s products are variants now.", grouped.variants
        )
        messages.success(request, words % {"count": grouped.variants})
    for reference, reason in grouped.refused.items():
        messages.error(request, f"{reference}: {reason}")


def _made(request: PageRequest, product_id: UUID, form: ChoicesForm) -> HttpResponse:
    values = form.cleaned_data
    wanted = services.Wanted(
        form.choices(), values["sku_prefix"], request.POST.getlist("only"), values["status"] or "draft"
    )
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user, "version": values["version"]}
    act, count = services.make_variants(product_id, wanted=wanted, **options)
    words = ngettext("%(count)s variant is made.", "%(count)s variants are made.", count)
    messages.success(request, words % {"count": count})
    return redirect(_with_act(reverse("catalog:variants", args=[product_id]), act, count))


def _with_act(address: str, act: UUID, count: int) -> str:
    """The address of a page that offers to undo the act, if it did anything."""
    return f"{address}?act={act}" if count else address


def _act(request: PageRequest) -> UUID | None:
    """The act that the page offers to undo."""
    try:
        return UUID(request.GET.get("act", ""))
    except ValueError:
        return None


def _shown(request: PageRequest, model: Model, forms: dict[str, Any], *, status: int = 200) -> HttpResponse:
    tenant_id = tenant_of(request)
    context: dict[str, Any] = {"model": model, "attribute_names": [], "act": _act(request)}
    if model.kind == "variant":
        context["variant"] = variant_of(model.id, tenant_id=tenant_id)
    elif model.kind in ("simple", "model"):
        version = {"version": model.version}
        context["attribute_names"] = attribute_names()
        context["axes_form"] = forms.get("axes_form") or AxesForm(axes=model.axes, initial=version)
        context["attach_form"] = forms.get("attach_form") or AttachForm(model=model)
    detail = product_detail(model.id, tenant_id=tenant_id)
    return render(
        request, "catalog/variants/variants.html", page_head(request, detail, "variants") | context, status=status
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(_("This is no variant of the product.")) from error
