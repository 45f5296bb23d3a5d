"""The proposed mapping: names, values, and what keeps columns apart."""

import polars as pl
import pytest

from catalog.barcodes import check_digit
from imports.feeds.mapping.assignment import assign
from imports.feeds.mapping.fields import TARGETS, target_of
from imports.feeds.mapping.proposal import propose


def eans(number):
    return [body + check_digit(body) for body in (f"{301762042200 + n:012}" for n in range(number))]


def sources(columns, **options):
    sample = pl.DataFrame(columns)
    return {name: seen.source for name, seen in propose(sample, **options).evidence.items()}


def numbers(count, start=0):
    return [str(start + n) for n in range(count)]


def test_codes_that_only_look_like_barcodes_stay_a_reference():
    lookalikes = [f"{10131706872137 + n * 13}" for n in range(200)]

    found = sources({"product_code": lookalikes, "name": [f"Guitare {n}" for n in range(200)]})

    assert found == {"supplier_sku": "product_code", "title": "name"}


def test_a_file_without_header_is_read_by_its_values():
    found = sources(
        {
            "#1": ["Livres"] * 30,
            "#2": ["Livres > Romans", "Livres > Essais"] * 15,
            "#3": eans(30),
            "#4": [f"Le grand roman numéro {n}" for n in range(30)],
            "#5": [f"{9 + n / 10:.2f}" for n in range(30)],
            "#6": [str(n % 9) for n in range(30)],
        }
    )

    assert found["ean"] == "#3"
    assert found["title"] == "#4"
    assert found["price"] == "#5"
    assert found["category"] == "#2"
    assert found["stock"] == "#6"


def test_a_location_number_is_not_taken_for_the_barcode():
    found = sources({"AUTH_HOLDER_GLN": eans(20), "GTIN": eans(40)[20:], "NAME_DE": [f"Salbe {n}" for n in range(20)]})

    assert found["ean"] == "GTIN"


def test_a_price_difference_is_not_a_price():
    found = sources({"EAN13": eans(9), "Impact on price": numbers(9), "Wholesale price": numbers(9, 10)})

    assert "price" not in found
    assert found["cost"] == "Wholesale price"


def test_the_former_price_and_the_purchase_price_do_not_take_the_price():
    found = sources(
        {
            "Variant Compare At Price": ["20.00", "30.00"],
            "Cost per item": ["5.00", "6.00"],
            "Variant Price": ["10.00", "15.00"],
        }
    )

    assert found == {"price": "Variant Price", "cost": "Cost per item", "price_list": "Variant Compare At Price"}


def test_a_shipping_price_of_a_nested_element_is_not_the_price():
    found = sources({"g:shipping/g:price": ["4.90 EUR"] * 5, "g:price": [f"{n}.00 EUR" for n in range(5)]})

    assert found == {"price": "g:price"}


def test_a_vendor_beside_vendor_columns_is_the_supplier_not_the_brand():
    columns = {
        "Vendor": ["Azure", "Deco", "Deco"],
        "Vendor Product Code": numbers(3),
        "Vendor Product Name": ["a b", "c d", "e f"],
    }

    assert "brand" not in sources(columns)
    assert sources({"Vendor": ["Azure", "Deco", "Deco"], "Title": ["a b", "c d", "e f"]})["brand"] == "Vendor"


def test_descriptions_become_titles_when_nothing_else_is_one():
    found = sources({"Cod Art": numbers(5, 1000), "Descripción": [f"Rollo conducto {n} mm" for n in range(5)]})

    assert found["title"] == "Descripción"


def test_an_empty_column_with_a_clear_name_is_mapped():
    assert sources({"Variant Barcode": [None, None], "Variant SKU": ["a1", "a2"]})["ean"] == "Variant Barcode"


def test_names_this_tenant_confirmed_win():
    columns = {"Zauberspalte": ["Bohrer", "Bohrer", "Säge", "Säge", "Säge"], "Nummer": numbers(5)}

    assert "title" not in sources(columns)
    assert sources(columns, synonyms={"Zauberspalte": "title"})["title"] == "Zauberspalte"


def test_no_column_disappears():
    proposal = propose(pl.DataFrame({"sku": numbers(5), "Strange": ["x", "y", "z", "x", "y"], "_row": numbers(5)}))

    assert proposal.unmapped == ("Strange",)


def test_units_currency_and_decimal_mark_of_the_header_become_part_of_the_mapping():
    sample = pl.DataFrame({"price (USD)": ["1,50", "22,00"], "Weight (lbs)": ["1", "2"]})

    fields = propose(sample).mapping.fields

    assert fields["price"].decimal == ","
    assert fields["currency"].default == "USD"
    assert fields["weight"].transformations == (("unit", {"from": "lb", "to": "kg"}),)


def test_every_proposal_says_why():
    proposal = propose(pl.DataFrame({"EAN": eans(5), "Titre": [f"Lampe {n}" for n in range(5)]}))

    for evidence in proposal.evidence.values():
        assert 0 < evidence.confidence < 1
        assert evidence.source in str(evidence.reason)


def test_variants_without_title_take_that_of_their_handle():
    sample = pl.DataFrame(
        {"Handle": ["a", "a", "b", "b"], "Title": ["Gant", None, "Veste", None], "Variant SKU": ["1", "2", "3", "4"]}
    )

    assert propose(sample).mapping.inherit.by == "Handle"


def test_the_assignment_has_the_greatest_sum():
    scores = {"a": {"x": 0.9, "y": 0.8}, "b": {"x": 0.85}, "c": {"z": 0.1}, "d": {}}

    assert assign(scores) == {"a": "y", "b": "x", "c": "z"}
    assert assign({}) == {}


@pytest.mark.parametrize(
    ("name", "known"),
    [
        *[(name, True) for name in TARGETS],
        ("price:USD", True),
        ("attribute:colour", True),
        ("price:", False),
        ("x:y", False),
    ],
)
def test_targets_and_their_dimensions(name, known):
    assert (target_of(name) is not None) is known


@pytest.mark.parametrize(
    ("weight", "unit"),
    [
        ("weight", "weight_unit"),
        ("poids", "poids/@unite"),
        ("Variant Weight", "Variant Weight Unit"),
        ("variants[].weight", "variants[].weight_unit"),
        ("Gewicht", "Gewichtseinheit"),
        ("measurements.packageWeight.value", "measurements.packageWeight.unit"),
        ("Measure/Measurement", "Measure/MeasureUnitCode"),
    ],
)
def test_the_unit_column_of_a_weight_is_proposed(weight, unit):
    sample = pl.DataFrame({"sku": numbers(6), weight: numbers(6, 100), unit: ["g"] * 5 + ["kg"]})

    proposal = propose(sample)

    field = proposal.mapping.fields["weight"]
    assert (field.column, dict(field.transformations)["unit"]["unit_column"]) == (weight, unit)
    assert unit in str(proposal.evidence["weight"].reason)
    assert unit not in proposal.unmapped


@pytest.mark.parametrize(
    ("weight", "unit", "units"),
    [
        ("Variant Grams", "Variant Weight Unit", ["kg"] * 6),
        ("weight", "sales unit", ["kg"] * 6),
        ("weight", "weight_unit", ["Stk", "kg", "Stk", "Stk", "kg", "Stk"]),
    ],
)
def test_what_only_resembles_a_unit_column_is_left_alone(weight, unit, units):
    field = propose(pl.DataFrame({"sku": numbers(6), weight: numbers(6, 100), unit: units})).mapping.fields["weight"]

    assert "unit_column" not in dict(field.transformations).get("unit", {})


def test_an_unknown_language_names_no_title_but_the_texts_are_clear():
    found = sources({"Kodi": numbers(6), "Emri": [f"Trapan blu {n}" for n in range(6)], "Cena": numbers(6, 10)})

    assert found["title"] == "Emri"


def test_a_model_of_several_words_is_the_title_and_the_description_stays():
    models = [f"Notebook Firebat U{n} 16 GB" for n in range(6)]

    found = sources({"model": models, "description": [f"A fast notebook {n} for work" for n in range(6)]})

    assert found == {"title": "model", "description": "description"}


def test_the_first_pack_price_is_the_price():
    columns = {"Product Name": [f"Amber {n}" for n in range(6)], "1 Kg": numbers(6, 6000), "500 g": numbers(6, 3000)}

    assert sources(columns)["price"] == "1 Kg"


def test_whole_prices_without_header():
    found = sources(
        {
            "#1": [f"BX{n}7A" for n in range(9)],
            "#2": numbers(9, 2700),
            "#3": numbers(9),
            "#4": [f"Radiateur {n} neuf" for n in range(9)],
        }
    )

    assert (found["price"], found["stock"]) == ("#2", "#3")


@pytest.mark.parametrize(
    ("name", "target"),
    [("מחיר", "price"), ("السعر", "price"), ("가격", "price"), ("Τιμή", "price"), ("價格", "price"),
     ("Netto €", "price"), ("Ποσότητα", "stock"), ("Залишок", "stock"), ("재고", "stock"), ("المخزون", "stock")],
)  # fmt: skip
def test_names_in_other_scripts(name, target):
    assert sources({"sku": numbers(6), name: numbers(6, 3)})[target] == name


def test_the_first_of_two_columns_of_one_name_counts():
    found = sources({"sku": numbers(6), "Weight": numbers(6, 1), "Weight (2)": numbers(6, 1)})

    assert found["weight"] == "Weight"
