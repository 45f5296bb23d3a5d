"""The page of the search over everything, and what is suggested while somebody types."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.palette.answers import Answer, find
from core.palette.registry import kinds

PER_PAGE, OF_ONE = 30, 50
FIELDS = (
    (_("brand:Nike"), _("products of a brand")),
    (_("category:Shoes"), _("products of a category and those below it")),
    (_("supplier:Martin"), _("products a supplier delivers")),
    (_("tag:new"), _("products with a tag")),
    ("sku:AB-12", _("an own or a supplier’s reference")),
    ("ean:4006381333931", _("an EAN, whole or its beginning")),
    ("asin:B08N5WRWNW", _("an ASIN")),
    ("mpn:GSR 18V-55", _("a manufacturer’s reference")),
    ("“cordless drill”", _("the words in this order")),
    ("drill -battery", _("without the second word")),
)


@require_safe
@page()
def search(request: PageRequest) -> HttpResponse:
    """Everything that fits what was typed, by kind; the one thing that has exactly this code is opened at once."""
    text, only = _text(request), request.GET.get("type", "")
    kind, limit = ((only,), OF_ONE) if only else ((), PER_PAGE)
    answer = find(text, user=request.user, tenant_id=tenant_of(request), limit=limit, only=kind)
    exact = answer.only_code
    if exact is not None and exact[0].name == "product" and not only:
        return redirect(exact[1].url)
    context = {"text": text, "answer": answer, "only": only, "kinds": kinds(), "fields": FIELDS}
    return render(request, "search/page.html", context)


@require_safe
@page()
def suggestions(request: PageRequest) -> HttpResponse:
    """At most ten suggestions, as a part of a page."""
    text = _text(request)
    answer: Answer = find(text, user=request.user, tenant_id=tenant_of(request))
    return render(request, "search/suggestions.html", {"text": text, "answer": answer})


def _text(request: PageRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()
