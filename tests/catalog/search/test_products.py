"""Products found: the best first, in the list too, mistyped words corrected, nothing of others."""

import pytest

from catalog.models import Product
from catalog.search.hits import Fit, correction, search_products
from catalog.selectors import ProductFilters, product_list
from core.access import grants
from tests.catalog.search.conftest import GTIN
from tests.factories.people import member
from tests.queries import at_most_queries

CHAIR, CHAIRS, TABLE = "Chaise de bureau ergonomique", "Lot de 4 chaises pliantes", "Table basse avec chaise assortie"
GSR, HAMMER, CASE = "Perceuse visseuse GSR 18V-55", "Perceuse à percussion filaire", "Coffret pour perceuse Bosch"
DRILL, DRILLS, CHARGER = "Cordless drill with two batteries", "Drills set for metal", "Battery charger"
CREAM, SHOES, BOOTS = "Crème brûlée au café", "Running shoes", "Chaussures de randonnée"

# What is typed -> the products found, the first of them best.
FOUND = {
    # words, in any form, accents and case aside
    "chaise": [CHAIR, TABLE, CHAIRS],
    "CHAISES": [CHAIRS, CHAIR, TABLE],
    "chaise pliante": [CHAIRS],
    "drill": [DRILLS, DRILL],
    "drills": [DRILLS, DRILL],
    "battery": [CHARGER, DRILL],
    "creme brulee": [CREAM],
    "CRÈME BRÛLÉE": [CREAM],
    "cafe": [CREAM],
    "chaise du bureau": [CHAIR],
    # brands and references are words of the product too
    "bosch perceuse": [GSR, CASE],
    "lafuma": [CHAIRS, TABLE],
    "oreal": [CREAM],
    # beginnings
    "perc": [HAMMER, GSR, CASE],
    "ergo": [CHAIR],
    # codes
    GTIN: [GSR],
    GTIN[1:]: [GSR],
    "4059952": [GSR],
    "012345678905": [CREAM],
    "P-1": [GSR],
    "ST-77": [CASE],
    "B08N5WRWNW": [CASE],
    "b08n5wrwnw": [CASE],
    "HP2050": [HAMMER],
    "06019-H5202": [GSR],
    # phrases, exclusions
    '"perceuse bosch"': [CASE],
    '"perceuse visseuse" gsr': [GSR],
    "perceuse -filaire": [GSR, CASE],
    "perceuse -bosch": [HAMMER],
    "chaise -pliantes -table": [CHAIR],
    'perceuse -"perceuse bosch"': [HAMMER, GSR],
    # fields
    "brand:Nike": [SHOES],
    "marque:nikew": [BOOTS],
    "marque:bosch perceuse": [GSR],
    "sku:P-1": [GSR],
    f"ean:{GTIN}": [GSR],
    "ean:12": [],
    "asin:b08n5wrwnw": [CASE],
    "mpn:hp-2050": [HAMMER],
    "mpn:--": [],
    "category:Meubles": [CHAIRS, CHAIR, TABLE],
    "catégorie:Chaises chaise": [CHAIR, CHAIRS],
    "category:Nowhere": [],
    "tag:Bio": [CREAM],
    "supplier:bulk drill": [DRILLS, DRILL],
    "fournisseur:nobody": [],
    # nothing
    "nothing like this": [],
    "'; drop table": [],
}


def titles(tenant_id, text, **options):
    return [hit.title for hit in search_products(text, tenant_id=tenant_id, **options).items]


@pytest.mark.parametrize(("text", "expected"), FOUND.items(), ids=FOUND)
def test_found(shop, text, expected):
    found = titles(shop, text)
    assert found[:1] == expected[:1]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("text", [text for text in FOUND if "-" not in text.split(":")[0][1:]])
def test_the_list_finds_the_same(shop, text):
    page = product_list(shop, ProductFilters(search=text), sort="title")
    assert sorted(row.title for row in page.items) == sorted(FOUND[text])


TYPED_WRONG = {
    "perceuze": ("perceuse", [HAMMER, GSR, CASE]),
    "preceuse filaire": ("perceuse filaire", [HAMMER]),
    "chiase": ("chaise", [CHAIR, TABLE, CHAIRS]),
    "makitta": ("makita", [HAMMER, CHARGER]),
    "bosh": ("bosch", [GSR, CASE, DRILL]),
    "ergonomiqe bureau": ("ergonomique bureau", [CHAIR]),
    "cordlesss dril": ("cordless dril", [DRILL]),
    "brand:Bosch perceuze": ("brand:Bosch perceuse", [GSR]),
}


@pytest.mark.parametrize(("text", "meant"), TYPED_WRONG.items())
def test_mistyped_words_are_corrected_and_the_correction_is_told(shop, text, meant):
    corrected, expected = meant
    found = search_products(text, tenant_id=shop)
    assert found.corrected == corrected
    assert sorted(hit.title for hit in found.items) == sorted(expected)
    assert {hit.fit for hit in found.items} == {Fit.CORRECTED}


@pytest.mark.parametrize("text", ["perceuse", "zzzzzz", "12345", "xyz", "", "brand:Bosch"])
def test_what_is_known_or_like_nothing_is_left_as_it_is(shop, text):
    assert correction(text, tenant_id=shop) == ""
    assert search_products(text, tenant_id=shop).corrected == ""


def test_products_that_are_sold_come_before_those_that_are_not(shop):
    Product.objects.filter(title=CHAIR).update(status="archived")
    assert titles(shop, "chaise")[-1] != CHAIR
    Product.objects.exclude(title=CHAIR).update(status="archived")
    assert titles(shop, "drill bosch chaise") == []
    assert titles(shop, "bureau") == [CHAIR]


def test_at_most_so_many(shop):
    assert len(titles(shop, "perceuse", limit=2)) == 2


def test_another_tenant_finds_nothing_and_learns_no_words(shop, people):
    assert titles(people.elsewhere.pk, "chaise") == []
    assert titles(people.elsewhere.pk, GTIN) == []
    assert correction("perceuze", tenant_id=people.elsewhere.pk) == ""


def test_who_holds_grants_finds_what_is_granted(shop, people):
    guest = member(people.tenant, "")
    assert titles(shop, "chaise", seen_by=guest) == []
    grants.grant(guest, ["read:products"], Product.objects.get(title=CHAIRS))
    assert titles(shop, "chaise", seen_by=guest) == [CHAIRS]
    assert titles(shop, GTIN, seen_by=guest) == []
    assert titles(shop, "chaise", seen_by=people.stranger) == []


@pytest.mark.parametrize(("text", "most"), [("chaise", 4), ("brand:Nike shoes", 6), (GTIN, 5), ("perceuze", 10)])
def test_the_number_of_queries_does_not_grow(shop, text, most):
    with at_most_queries(most):
        search_products(text, tenant_id=shop)
