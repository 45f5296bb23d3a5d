"""Reading a recipe's YAML: every fault with its place, and nothing that swells."""

import pytest

from imports.errors import RecipeInvalid
from imports.feeds.recipes import read_recipe

GOOD = """
recipe: 1
name: Tarif
reading: {encoding: cp1252, header_row: 2}
columns: [Réf, Nom, Prix, "2026"]
identity: [supplier_sku]
mapping:
  supplier_sku: {column: Réf}
  title:
    column: Nom
    transformations: [{name: trim}]
  price: {column: Prix, decimal: ","}
  vat_rate: {default: 5.50}
  attribute:Année: {column: 2026}
rules:
  - {kind: range, field: price, max: 100}
value_maps:
  category: {Scies: Outillage > Scies, no: "1.50"}
samples:
  - row: {Réf: 007, Nom: Scie, Prix: 1.50}
    imported: {supplier_sku: "007", price: 1.50}
  - row: {Nom: Scie}
    held: [identity_missing]
"""


def test_a_good_document_is_read_with_texts_as_they_stand():
    recipe = read_recipe(GOOD)
    content = recipe.content
    assert (recipe.name, content["columns"][3], content["reading"]["header_row"]) == ("Tarif", "2026", 2)
    fields = content["mapping"]["fields"]
    assert (fields["attribute:Année"]["column"], fields["vat_rate"]["default"]) == ("2026", "5.50")
    assert content["samples"][0]["row"] == {"Réf": "007", "Nom": "Scie", "Prix": "1.50"}
    assert content["samples"][0]["fields"]["price"] == "1.50"
    assert content["value_maps"] == {"category": {"Scies": "Outillage > Scies", "no": "1.50"}}


@pytest.mark.parametrize(
    ("old", "new", "path", "sentence"),
    [
        ("recipe: 1", "recipe: 7", "recipe", "received “7”, allowed is 1"),
        ("name: Tarif", "nom: Tarif", "nom", "allowed is one of: recipe, name"),
        ("name: Tarif", "name: Tarif\nbrake: {rows_less: 900}", "brake", "allowed is one of: recipe, name"),
        ("name: Tarif", "name: ''", "name", "a text of at most 200 characters"),
        ("reading: {enc", "reading: {connection: x, enc", "reading.connection", "allowed is one of: encoding"),
        ("header_row: 2", "header_row: [2]", "reading.header_row", "a text or a whole number"),
        ("identity: [supplier_sku]", "identity: [ean]", "identity[0]", "one of the mapped fields"),
        ("supplier_sku: {column: Réf}", "sku: {column: Réf}", "mapping.sku", "one of: ean, supplier_sku"),
        ("supplier_sku: {column: Réf}", "supplier_sku: {column: Ref}", "mapping.supplier_sku.column", "Réf, Nom"),
        ("supplier_sku: {column: Réf}", "supplier_sku: Réf", "mapping.supplier_sku", "an object"),
        (
            "supplier_sku: {column: Réf}",
            "supplier_sku: {mode: never}",
            "mapping.supplier_sku",
            "default value is needed",
        ),
        ("{name: trim}", "{name: explode}", "mapping.title.transformations", "is not a transformation"),
        ("[{name: trim}]", "7", "mapping.title", "a list is needed"),
        ("kind: range", "kind: rang", "rules", "Rule 1"),
        ("category: {Scies", "category: [Scies", "", "not YAML"),
        ("held: [identity_missing]", "becomes: 3", "samples[1].becomes", "row, imported, held, filtered"),
        ("held: [identity_missing]", "held: x", "samples[1].held", "a list of at most 50"),
        ("row: {Nom: Scie}", "row: {Nom: [Scie]}", "samples[1].row.Nom", "a text of at most"),
        ("row: {Nom: Scie}", "row: {}", "samples[1]", "“row” and one of"),
        ("name: Tarif", "name: Tarif\nname: Tarif", "", "“name” stands twice in one object. (line 4, column 1"),
        ("name: Tarif", "name: &a Tarif\ndescription: *a", "", "References (*name) are not allowed"),
        ("name: Tarif", "name: !!python/object:os.system x", "", "not YAML"),
        ("name: Tarif", "description: " + "[" * 20 + "]" * 20, "", "deeper or longer"),
    ],
)
def test_every_fault_has_its_place(old, new, path, sentence):
    assert old in GOOD
    with pytest.raises(RecipeInvalid) as refused:
        read_recipe(GOOD.replace(old, new, 1))
    assert refused.value.params["path"] == path
    assert sentence in str(refused.value)


@pytest.mark.parametrize("text", ["", "- 1", "just words", "recipe: 1\nmapping: [", "\x00", "a: 2026-99-99"])
def test_what_is_no_recipe_is_refused(text):
    with pytest.raises(RecipeInvalid):
        read_recipe(text)


def test_too_long_a_document_is_not_even_parsed():
    with pytest.raises(RecipeInvalid, match="at most 2000000 characters"):
        read_recipe("x" * 2_000_001)
