"""Prices and stocks of a product: the tables, and changing them by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.amount_forms import PriceForm, StockFormSet, SumUpForm
from catalog.rights import READ, require_products
from catalog.selectors import product_detail
from catalog.selectors.amounts import PriceTable, price_table, stock_table
from catalog.services.amounts import change_prices, change_stocks, named_price
from catalog.views.product import page_head
from core.access import require
from core.access.pages import PageRequest, is_fragment, page, tenant_of, told
from core.forms import refusals_in

_GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_AND_POST)
@page("read:prices")
def prices(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Every price with its margin; a form that adds one, or changes the one of `?price=`."""
    tenant_id = tenant_of(request)
    require_products(request.user, READ, [product_id], tenant_id=tenant_id)
    form = PriceForm(request.POST) if request.method == "POST" else None
    if form is not None:
        require(request.user, "write:prices")
        if form.is_valid():
            with refusals_in(form):
                _save_price(request, product_id, form)
                messages.success(request, _("The price is saved; imports keep it."))
                return done(product_id, "prices")
    table = price_table(product_id, tenant_id=tenant_id)
    form = form or _shown_price(table, request.GET.get("price", ""))
    context = {"table": table, "form": form, "editing": form["replaces"].value()}
    return answered(request, product_id, "prices", context, refused=form.is_bound)


@require_POST
@page("read:prices")
def remove_price(request: PageRequest, product_id: UUID) -> HttpResponse:
    """Remove the price that is named."""
    key = named_price(request.POST.get("price", ""))
    options: dict[str, Any] = {"tenant_id": tenant_of(request), "user": request.user, "amounts": {key: None}}
    back = done(product_id, "prices")
    refused = told(request, lambda: change_prices(product_id, **options), back=back.url)
    if refused is None:
        messages.success(request, _("The price is removed."))
    return refused or back


@require_http_methods(_GET_AND_POST)
@page("read:products", somewhere=True)
def stocks(request: PageRequest, product_id: UUID) -> HttpResponse:
    """The stock by warehouse, all lines in one form."""
    tenant_id = tenant_of(request)
    require_products(request.user, READ, [product_id], tenant_id=tenant_id)
    table = stock_table(product_id, tenant_id=tenant_id)
    initial = [
        {name: getattr(line, name) for name in ("warehouse", "quantity", "reserved", "min_stock")}
        for line in table.lines
    ]
    data = request.POST if request.method == "POST" else None
    lines: Any = StockFormSet(data, initial=initial)
    more = SumUpForm(data, initial={"version": table.version})
    if data is not None:
        require_products(request.user, "write:products", [product_id], tenant_id=tenant_id)
        if lines.is_valid() and more.is_valid():
            with refusals_in(more):
                options = {"stocks": lines.stocks(), **more.cleaned_data}
                change_stocks(product_id, tenant_id=tenant_id, user=request.user, **options)
                messages.success(request, _("The stocks are saved; imports keep them."))
                return done(product_id, "stocks")
    context = {"table": table, "lines": lines, "form": more}
    return answered(request, product_id, "stocks", context, refused=data is not None)


def _save_price(request: PageRequest, product_id: UUID, form: PriceForm) -> None:
    before = form.cleaned_data["replaces"]
    replaced = [named_price(before)] if before and before != form.key.text else []
    amounts = {form.key: form.cleaned_data["amount"]}
    change_prices(product_id, tenant_id=tenant_of(request), user=request.user, amounts=amounts, replaced=replaced)


def _shown_price(table: PriceTable, name: str) -> PriceForm:
    """The form with the price that is to be changed, or a blank one in the product's currency."""
    line = next((line for line in table.lines if name and line.key.text == name and not line.is_inherited), None)
    if line is None:
        return PriceForm(initial={"currency": table.currency, "kind": "sale", "min_quantity": 1})
    return PriceForm.showing(line.key, line.amount)


def done(product_id: UUID, name: str) -> HttpResponseRedirect:
    """To the page that shows what was done."""
    return HttpResponseRedirect(reverse(f"catalog:{name}", args=[product_id]))


def answered(
    request: PageRequest, product_id: UUID, name: str, context: dict[str, Any], *, refused: bool
) -> HttpResponse:
    """A page of the product, or for HTMX its part; 422 when something was refused."""
    detail = product_detail(product_id, tenant_id=tenant_of(request))
    fragment = is_fragment(request)
    template = f"catalog/amounts/{name}{'_part' if fragment else ''}.html"
    context = {**page_head(request, detail, name), **context, "fragment": fragment}
    return render(request, template, context, status=422 if refused else 200)
