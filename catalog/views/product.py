"""One product: its values and where they come from, its offers, its history."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog import lifecycle
from catalog.attributes.names import is_attribute
from catalog.fields import FIELD_NAMES, is_dimensioned
from catalog.languages import language_name
from catalog.models import Product
from catalog.rights import READ, MayOnProduct, require_products
from catalog.selectors import (
    OfferFacts,
    ProductDetail,
    explain_field,
    label_of,
    product_detail,
    product_history,
)
from catalog.selectors.sheet import OWN, Cell, is_by_language, product_sheet
from catalog.selectors.words import Names
from catalog.services.values import EDITABLE_OWN
from core.access.pages import PageRequest, is_fragment, page, tenant_of
from core.paging import page_number, pages_of

HISTORY_PER_PAGE = 25
SHOWN_IMAGES = 7
# Parts of the page that stand between the values and beside them.
MAIN_SECTIONS = tuple(f"catalog/sections/{name}.html" for name in ("variants", "bundles", "prices", "stocks"))
SIDE_SECTIONS = ("catalog/sections/completeness.html",)


@require_safe
@page("read:products", somewhere=True)
def product(request: PageRequest, product_id: UUID) -> HttpResponse:
    """The golden values by group, each with its origin and its lock; texts in the language of the address."""
    require_products(request.user, READ, [product_id], tenant_id=tenant_of(request))
    sheet = product_sheet(product_id, tenant_id=tenant_of(request))
    detail = sheet.product
    language = request.GET.get("language", "")
    spoken = language if language in sheet.languages[1:] else ""
    groups = [(each, [cell for cell in (*each.cells, *each.named) if _is_seen(cell, spoken)]) for each in sheet.groups]
    context = {
        **page_head(request, detail, "sheet"),
        "groups": [(each, cells) for each, cells in groups if any(not cell.is_blank or cell.asked for cell in cells)],
        "empty_groups": [each for each, cells in groups if all(cell.is_blank and not cell.asked for cell in cells)],
        "languages": [
            (code, language_name(code), "" if code == sheet.languages[0] else code) for code in sheet.languages
        ],
        "language": spoken,
        "images": detail.images[:SHOWN_IMAGES],
        "more_images": max(0, len(detail.images) - SHOWN_IMAGES),
        "main_sections": existing(MAIN_SECTIONS),
        "side_sections": existing(SIDE_SECTIONS),
    }
    return render(request, "catalog/product.html", context)


@require_safe
@page("read:products", somewhere=True)
def offers(request: PageRequest, product_id: UUID) -> HttpResponse:
    """What each supplier says, best first, with the row as it came."""
    require_products(request.user, READ, [product_id], tenant_id=tenant_of(request))
    detail = product_detail(product_id, tenant_id=tenant_of(request))
    context = {**page_head(request, detail, "offers"), "rows": _compared(detail.offers)}
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
    restorable = {name for name in (*FIELD_NAMES, *EDITABLE_OWN, *_named(detail)) if name not in locked}
    context = {
        **page_head(request, detail, "history"),
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
        "editable": is_editable(name),
    }
    if is_fragment(request):
        return render(request, "catalog/why.html", context)
    context["product"] = product_detail(product_id, tenant_id=tenant_id)
    return render(request, "catalog/why_page.html", context)


def _named(detail: ProductDetail) -> list[str]:
    """The values of the product that have a name of their own."""
    return [each.name for each in detail.fields if is_dimensioned(each.name)]


def page_head(request: PageRequest, detail: ProductDetail, tab: str) -> dict[str, Any]:
    """What the head of a product's pages shows; `tab` is the one that is open."""
    return {
        "may": MayOnProduct(request, detail.id),
        "product": detail,
        "here": {tab: True},
        "address": reverse("catalog:product", args=[detail.id]),
        "brand": detail.value("brand"),
        "gtin": detail.value("gtin"),
        "currency": detail.value("currency"),
        "next_statuses": [each for each in lifecycle.NEXT[detail.status] if each != Product.Status.TRASH],
    }


def _tabs(languages: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Code, name and parameter of each language; the catalogue's own is the page without one."""
    return [(code, language_name(code), "" if place == 0 else code) for place, code in enumerate(languages)]


def _is_seen(cell: Cell, language: str) -> bool:
    """Whether a line belongs to the page in that language ("": the catalogue's own)."""
    return cell.language == language or (not cell.language and not is_by_language(cell))


def existing(names: tuple[str, ...]) -> list[str]:
    """The templates among these that there are: parts of the page which other areas of the catalogue bring."""
    found = []
    for name in names:
        with suppress(TemplateDoesNotExist):
            get_template(name)
            found.append(name)
    return found


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


def is_editable(name: str) -> bool:
    """Whether the edit form has an input for it."""
    return is_attribute(name) or any(name in names for names in OWN.values())
