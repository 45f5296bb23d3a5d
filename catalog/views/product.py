"""One product: its values and where they come from, its offers, its history."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.fields import FIELD_NAMES, is_dimensioned
from catalog.forms import SECTIONS, ProductForm
from catalog.models import Product
from catalog.rights import READ, MayOnProduct, require_products
from catalog.selectors import (
    FieldValue,
    OfferFacts,
    ProductDetail,
    explain_field,
    label_of,
    product_detail,
    product_history,
)
from catalog.selectors.words import Names
from core.access.pages import PageRequest, is_fragment, page, tenant_of
from core.paging import page_number, pages_of

HISTORY_PER_PAGE = 25
SHOWN_IMAGES = 7
Status = Product.Status
# What a product may become next, as its menu offers it.
NEXT_STATUSES = {
    Status.DRAFT: (Status.ACTIVE, Status.ARCHIVED),
    Status.ACTIVE: (Status.INACTIVE, Status.ARCHIVED),
    Status.INACTIVE: (Status.ACTIVE, Status.ARCHIVED),
    Status.ARCHIVED: (Status.ACTIVE, Status.INACTIVE),
    Status.TRASH: (),
}


@require_safe
@page("read:products", somewhere=True)
def product(request: PageRequest, product_id: UUID) -> HttpResponse:
    """The golden values by section, each with its origin and its lock."""
    require_products(request.user, READ, [product_id], tenant_id=tenant_of(request))
    detail = product_detail(product_id, tenant_id=tenant_of(request))
    context = {
        **_head(request, detail, "sheet"),
        "sections": _sections(detail),
        "images": detail.images[:SHOWN_IMAGES],
        "more_images": max(0, len(detail.images) - SHOWN_IMAGES),
    }
    return render(request, "catalog/product.html", context)


@require_safe
@page("read:products", somewhere=True)
def offers(request: PageRequest, product_id: UUID) -> HttpResponse:
    """What each supplier says, best first, with the row as it came."""
    require_products(request.user, READ, [product_id], tenant_id=tenant_of(request))
    detail = product_detail(product_id, tenant_id=tenant_of(request))
    context = {**_head(request, detail, "offers"), "rows": _compared(detail.offers)}
    return render(request, "catalog/offers.html", context)


@require_safe
@page("read:products", somewhere=True)
def history(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Every change: what, old and new, who, when."""
    require_products(request.user, READ, [product_id], tenant_id=tenant_of(request))
    tenant_id = tenant_of(request)
    detail = product_detail(product_id, tenant_id=tenant_id)
    changes = product_history(product_id, tenant_id=tenant_id, page=page_number(request), per_page=HISTORY_PER_PAGE)
    locked = {each.name for each in detail.fields if each.locked}
    restorable = {name for name in (*FIELD_NAMES, *_named(detail)) if name not in locked}
    context = {
        **_head(request, detail, "history"),
        "changes": changes.items,
        "page": pages_of(changes),
        "restorable": restorable,
    }
    return render(request, "catalog/history.html", context)


@require_safe
@page("read:products", somewhere=True)
def why(request: PageRequest, product_id: UUID, name: str) -> HttpResponse:
    """Why a field has its value: the winner, all sources, what a person can do; a panel, or a page of its own."""
    require_products(request.user, READ, [product_id], tenant_id=tenant_of(request))
    tenant_id = tenant_of(request)
    context: dict[str, Any] = {
        "why": explain_field(product_id, name, tenant_id=tenant_id),
        "product_id": product_id,
        "may": MayOnProduct(request, product_id),
        "editable": name in ProductForm.base_fields,
    }
    if is_fragment(request):
        return render(request, "catalog/why.html", context)
    context["product"] = product_detail(product_id, tenant_id=tenant_id)
    return render(request, "catalog/why_page.html", context)


def _named(detail: ProductDetail) -> list[str]:
    """The values of the product that have a name of their own."""
    return [each.name for each in detail.fields if is_dimensioned(each.name)]


def _head(request: PageRequest, detail: ProductDetail, tab: str) -> dict[str, Any]:
    return {
        "may": MayOnProduct(request, detail.id),
        "product": detail,
        "here": {tab: True},
        "address": reverse("catalog:product", args=[detail.id]),
        "brand": detail.value("brand"),
        "gtin": detail.value("gtin"),
        "currency": detail.value("currency"),
        "next_statuses": NEXT_STATUSES[Status(detail.status)],
    }


def _sections(detail: ProductDetail) -> list[tuple[str, list[FieldValue]]]:
    """The fields as the form arranges them, then the values with names of their own."""
    fields = {each.name: each for each in detail.fields}
    sections = [(str(title), [fields[name] for name in names]) for title, names in SECTIONS]
    named = [fields[name] for name in _named(detail)]
    return [*sections, (_("Attributes, further prices and stocks"), named)] if named else sections


def _compared(offers: list[OfferFacts]) -> list[tuple[str, str, list[Any]]]:
    """What the offers say side by side, as (name, label, a value for each offer); what nobody says is left out."""
    said = [{**offer.values, **offer.extra} for offer in offers]
    words = Names.of(said)
    named = sorted({name for offer in offers for name in offer.extra})
    return [
        (name, label_of(name), [words.readable(name, values.get(name)) for values in said])
        for name in (*FIELD_NAMES, *named)
        if any(values.get(name) is not None for values in said)
    ]
