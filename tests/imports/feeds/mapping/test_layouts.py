"""The automatic mapping on the column layouts of well-known systems."""

import polars as pl
import pytest

from catalog.barcodes import check_digit
from imports.feeds.mapping.proposal import propose
from tests.imports.feeds.mapping.layouts import LAYOUTS

ROWS = 40


def code(number: int) -> str:
    body = f"{300000000000 + number * 7919:012}"
    return body + check_digit(body)


VALUES = {
    "ean": code,
    "supplier_sku": lambda n: f"AB-{1000 + n * 3}",
    "title": lambda n: f"Perceuse visseuse {n} sans fil bleue",
    "brand": lambda n: ("Bosch", "Makita", "Metabo", "Festool")[n % 4],
    "mpn": lambda n: f"GSR{18 + n}V-{n:03}",
    "price": lambda n: f"{10 + n * 1.35:.2f}",
    "cost": lambda n: f"{5 + n * 1.05:.2f}",
    "price_promo": lambda n: f"{9 + n * 1.25:.2f}",
    "price_list": lambda n: f"{19 + n * 1.65:.2f}",
    "currency": lambda n: "EUR",
    "stock": lambda n: str(n * 7 % 50),
    "category": lambda n: ("Outillage > Perceuses", "Jardin > Tondeuses", "Maison")[n % 3],
    "image_url": lambda n: f"https://cdn.example.com/img/{n}.jpg",
    "url": lambda n: f"https://shop.example.com/p/{n}",
    "description": lambda n: (
        f"Une perceuse robuste numéro {n}, livrée avec deux batteries, chargeur rapide et coffret solide."
    ),
    "short_description": lambda n: f"Perceuse {n} robuste, deux batteries",
    "weight": lambda n: f"{0.5 + n * 0.1:.2f}",
    "vat_rate": lambda n: "20",
    "asin": lambda n: f"B0{n:08}",
    "parent_ref": lambda n: f"modele-{n // 4}",
    "status": lambda n: "10"[n % 5 == 0],
    "tags": lambda n: "outil, bricolage, atelier",
    "-": lambda n: str(n % 3),
}
TARGETS = [field for field in VALUES if field != "-"]


def judge(layout: str) -> tuple[int, list[str], int]:
    expected = dict(pair.strip().rsplit("=", 1) for pair in layout.split("; "))
    sample = pl.DataFrame({column: [VALUES[field](n) for n in range(ROWS)] for column, field in expected.items()})
    found = {field: seen.source for field, seen in propose(sample).evidence.items() if seen.source}
    wrong = [f"{field}: {column} is {expected[column]}" for field, column in found.items() if expected[column] != field]
    missed = [f"{field}: missed {column}" for column, field in expected.items() if field != "-" and field not in found]
    right = sum(expected[column] == field for field, column in found.items())
    return right, wrong + missed, sum(field != "-" for field in expected.values())


def test_mapping_of_known_layouts_is_nearly_always_right():
    judged = {name: judge(layout) for name, layout in LAYOUTS.items()}
    right = sum(r for r, _, _ in judged.values())
    total = sum(t for _, _, t in judged.values())
    misses = {name: notes for name, (_, notes, _) in judged.items() if notes}

    assert right / total >= 0.95, misses


@pytest.mark.parametrize("name", LAYOUTS)
def test_price_and_code_columns_are_never_confused(name):
    _, notes, _ = judge(LAYOUTS[name])

    assert not [note for note in notes if note.startswith(("ean:", "price:")) and " is " in note]
