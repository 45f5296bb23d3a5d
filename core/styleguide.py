"""What the style guide shows: realistic content for every component."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.jobs import JobStatus


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands on the supplier's invoices."))
    code = forms.SlugField(label=_("Code"))
    country = forms.ChoiceField(label=_("Country"), choices=[("fr", "France"), ("de", "Deutschland"), ("es", "España")])
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea)
    strategy = forms.ChoiceField(
        label=_("Existing products"),
        widget=forms.RadioSelect,
        choices=[("update", _("Update")), ("ignore", _("Leave as they are")), ("error", _("Hold the row"))],
    )
    active = forms.BooleanField(label=_("Active"), required=False, help_text=_("Inactive suppliers deliver nothing."))
    file = forms.FileField(label=_("File"), required=False)


ROWS = [
    ("Bosch Professional GSR 18V-55", "BOS-06019H5202", "4059952514475", "Bosch", "129.90", 84, "completed"),
    ("Perceuse à percussion 850 W, coffret", "MAK-HP2071F", "0088381080361", "Makita", "214.00", 0, "failed"),
    (
        "Kaffeevollautomat Magnifica S ECAM 22.110",
        "DEL-ECAM22110B",
        "8004399325128",
        "De’Longhi",
        "289.99",
        12,
        "paused",
    ),
    (
        "Zapatillas de running Gel-Nimbus 26, azul",
        "ASI-1011B794",
        "4550456081741",
        "ASICS",
        "169.95",
        230,
        "processing",
    ),
    ("Chaise de bureau ergonomique «\u202fLisbonne\u202f»", "MOB-00412", None, None, "89.00", 5, "pending"),
    ("Lampe frontale rechargeable 600 lm", "PET-E102AA", "3342540838949", "Petzl", "64.90", 41, "cancelled"),
]
NAMES = ("title", "sku", "gtin", "brand", "price", "stock", "state")
GRID = [
    ["Tarif public 2026 – Outillage", "", "", "", ""],
    ["Réf.", "Désignation", "Code EAN", "Prix HT", "Stock"],
    ["06019H5202", "Perceuse-visseuse GSR 18V-55", "4059952514475", "108,25 €", "84"],
    ["HP2071F", "Perceuse à percussion 850 W", "0088381080361", "178,33 €", "0"],
    ["ECAM22110B", "Magnifica S", "8004399325128", "241,66 €", "12"],
]
RECOGNISED = {
    "format": "csv",
    "encoding": "cp1252",
    "delimiter": ";",
    "header_row": 2,
    "record_path": None,
    "bom": False,
    "columns": ["Réf.", "Désignation", "Code EAN", "Prix HT", "Stock"],
}


def samples(request: HttpRequest) -> dict[str, Any]:
    """The context of the style guide."""
    data = {"name": "Outillage Martin SARL", "code": "outillage martin", "country": "fr", "strategy": "update"}
    now = timezone.now()
    return {
        "form": SampleForm(data),
        "rows": [dict(zip(NAMES, row, strict=True)) for row in ROWS],
        "grid": GRID,
        "states": JobStatus.values,
        "levels": ("info", "success", "warning", "error"),
        "tones": ("neutral", "accent", "success", "warning", "danger", "info"),
        "page": Paginator(range(184_230), 25).get_page(request.GET.get("page", 7)),
        "recognised": RECOGNISED,
        "recent": now - timedelta(minutes=3),
        "older": now - timedelta(days=2, hours=4),
        "left": timedelta(seconds=132),
        "current": request.GET.get("tab", "summary"),
        "query": request.GET.get("q", "perceuse"),
    }
