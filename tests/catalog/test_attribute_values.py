"""Typed values of attributes: what people write, what feeds bring, languages, unique values, history and undo."""

import uuid

import polars as pl
import pytest

from catalog.acts import Actor
from catalog.attributes import STANDARD, Kind, attribute_key
from catalog.attributes.values import AttributeFacts, fitting
from catalog.errors import UnfitValue, ValueTaken
from catalog.models import Attribute, AttributeOption, AttributeValue, Change, Product
from catalog.services import create_product, edit_product, restore_field, undo_run
from tests.factories.catalog import GTIN, OTHER_GTIN, merge, row

FRACTION = AttributeFacts(None, "x", "x", Kind.DECIMAL)


def fits(attribute, *texts):
    frame = pl.DataFrame({"v": list(texts)}, schema={"v": pl.String})
    return frame.select(fitting(pl.col("v"), attribute)).to_series().to_list()


def facts(kind, **more):
    return AttributeFacts(None, "x", "x", kind, **more)


@pytest.mark.parametrize(
    ("attribute", "texts", "canonical"),
    [
        (facts(Kind.INTEGER), ["12", "12.0", "12,5", "1 200", "-3", "abc"], ["12", "12", None, "1200", "-3", None]),
        (FRACTION, ["12,50", "1.234,5", "1,234.5", "-0", "1e5"], ["12.5", "1234.5", "1234.5", "0", None]),
        (
            facts(Kind.MEASURE, unit="cm"),
            ["12", "12 cm", "1,2 m", '5"', "3 furlong"],
            ["12", "12", "120", "12.7", None],
        ),
        (facts(Kind.MEASURE, unit="W"), ["1.5 kW", "20 mW", "5 kg"], ["1500", "0.02", None]),
        (facts(Kind.BOOLEAN), ["Oui", "no", "perhaps"], ["true", "false", None]),
        (facts(Kind.DATE), ["2026-01-02", "3/2/2026", "31/02/2026"], ["2026-01-02", "2026-02-03", None]),
        (facts(Kind.SELECT, choices={"red": "Rouge"}), ["ROUGE", "red", "blue"], ["red", "red", None]),
        (facts(Kind.MULTISELECT, choices={"a": "A", "b": "B"}), ["b, a", "b|z", "a;a"], ["a\nb", None, "a"]),
        (facts(Kind.URL), ["https://a.example/b", "ftp://a.example"], ["https://a.example/b", None]),
        (facts(Kind.JSON), ['{"a": 1}', "{a"], ['{"a":1}', None]),
        (facts(Kind.TEXT, standard=STANDARD["country_of_origin"]), ["fr", "France"], ["FR", None]),
        (facts(Kind.RICH_TEXT), ["<p>a</p><script>b</script>"], ["<p>a</p>"]),
    ],
    ids=lambda value: str(value.kind) if isinstance(value, AttributeFacts) else "",
)
def test_each_kind_has_one_canonical_text(attribute, texts, canonical):
    assert fits(attribute, *texts) == canonical


def test_names_of_a_standard_attribute_are_one():
    assert {attribute_key(name) for name in ("hs_code", "HS-Code", "Code douanier")} == {"hscode"}


@pytest.fixture
def product(db, acme, only_product):
    merge(acme, row(gtin=GTIN, **{"attribute:Couleur": "bleu"}))
    return only_product()


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


@pytest.fixture
def edit(product, who):
    return lambda values: edit_product(product.pk, values=values, **who)


def stored(product):
    values = AttributeValue.objects.filter(product=product).select_related("attribute")
    return {(each.attribute.name, each.language): each.value for each in values}


def test_a_feed_meets_the_standard_attribute_and_its_unit(acme, only_product, db):
    given = {"attribute:hs_code": "8467.21", "attribute:Hauteur": "1,2 m", "attribute:Garantie": "24"}
    merge(acme, row(gtin=GTIN, **given))
    assert stored(only_product()) == {("hs_code", ""): "8467.21", ("Hauteur", ""): "120", ("Garantie", ""): "24"}
    kinds = dict(Attribute.objects.values_list("standard", "kind"))
    assert kinds == {"hs_code": "text", "height": "measure", "warranty_months": "integer"}


def test_what_does_not_fit_stays_as_the_feed_wrote_it(acme, only_product, db):
    merge(acme, row(gtin=GTIN, **{"attribute:height": "12 furlong", "attribute:CE": "peut-être"}))
    assert stored(only_product()) == {("height", ""): "12 furlong", ("CE", ""): "peut-être"}


def test_the_same_file_again_changes_no_typed_value(acme, only_product, db):
    given = {"attribute:height": "1,2 m", "attribute@fr:meta_title": "Titre"}
    merge(acme, row(gtin=GTIN, **given))
    assert merge(acme, row(gtin=GTIN, **given)).unchanged == 1
    assert merge(acme, row(gtin=GTIN, title="Other", **given)).changed_fields == {"title": 1}
    assert stored(only_product()) == {("height", ""): "120", ("meta_title", "fr"): "Titre"}


def test_an_attribute_that_a_feed_gives_by_language_has_values_by_language(acme, only_product, db):
    merge(acme, row(gtin=GTIN, **{"attribute@de:Stoff": "Wolle", "attribute:Stoff": "wool"}))
    assert stored(only_product()) == {("Stoff", ""): "wool", ("Stoff", "de"): "Wolle"}
    assert Attribute.objects.get().is_localizable


def test_an_edit_finds_the_attribute_under_any_spelling(edit, product):
    edit({"attribute:color": "rouge", "attribute@en:couleur": "red"})
    assert stored(product) == {("Couleur", ""): "rouge", ("Couleur", "en"): "red"}
    assert set(Change.objects.latest("seq").new) == {"attribute:Couleur", "attribute@en:Couleur"}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("attribute:height", "tall", "write a number, alone in cm"),
        ("attribute:gender", "cat", "use one of Women, Men, Everybody"),
        ("attribute:country_of_origin", "France", "the two capital letters"),
        ("attribute:release_date", "soon", "write it as 2026-11-25"),
        ("attribute@xx1:color", "red", "no language"),
    ],
)
def test_people_are_refused_with_a_sentence(edit, product, name, value, sentence):
    with pytest.raises(UnfitValue, match=sentence):
        edit({name: value})
    assert stored(product) == {("Couleur", ""): "bleu"}


def test_an_attribute_without_languages_takes_no_language(edit, product, who):
    edit({"attribute:height": "1 m"})
    with pytest.raises(UnfitValue, match="one value for all languages"):
        edit({"attribute@fr:height": "2 m"})


def test_choices_are_met_by_folded_name(edit, product, in_tenant):
    attribute = Attribute.objects.create(tenant_id=in_tenant.tenant.pk, name="Grip", key="grip", kind="select")
    AttributeOption.objects.create(
        tenant_id=in_tenant.tenant.pk, attribute=attribute, name="Soft", key="soft", labels={"fr": "Doux"}
    )
    edit({"attribute:Grip": "  SOFT"})
    assert stored(product)["Grip", ""] == "Soft"


def test_a_unique_value_is_refused_with_the_name_of_the_other_product(edit, acme, who):
    edit({"attribute:url_slug": "perceuse", "attribute@fr:url_slug": "la-perceuse"})
    other = create_product(values={"title": "Other", "sku": "O"}, **who)
    with pytest.raises(ValueTaken, match="of “Product 1” already"):
        edit_product(other, values={"attribute:slug": "perceuse"}, **who)
    edit_product(other, values={"attribute@fr:slug": "perceuse"}, **who)
    edit({"attribute:url_slug": None})
    edit_product(other, values={"attribute:slug": "perceuse"}, **who)
    held = AttributeValue.objects.filter(unique_value="perceuse").values_list("product_id", "language")
    assert sorted(held) == [(other, ""), (other, "fr")]


def test_a_feed_with_a_value_twice_is_not_stopped(acme, db):
    merge(acme, row("1", gtin=GTIN, **{"attribute:slug": "x"}), row("2", gtin=OTHER_GTIN, **{"attribute:slug": "x"}))
    assert AttributeValue.objects.filter(value="x").count() == 2
    assert AttributeValue.objects.filter(unique_value="x").count() == 1


def test_a_value_of_a_language_goes_back_in_the_history(edit, product, who):
    edit({"attribute@fr:meta_title": "Un"})
    edit({"attribute@fr:meta_title": "Deux"})
    seq = Change.objects.latest("seq").seq
    restore_field(product.pk, field="attribute@fr:meta_title", seq=seq, **who)
    assert stored(product)["meta_title", "fr"] == "Un"


def test_undo_takes_and_brings_back_values_of_languages(acme, in_tenant, db):
    run, undo, redo = (uuid.uuid4() for _number in range(3))
    named = {"attribute@fr:meta_title": "Un", "attribute:slug": "un", "attribute:height": "1 m"}
    merge(acme, row(gtin=GTIN, **named), run_id=run)
    before = stored(Product.objects.get())
    where = {"tenant_id": in_tenant.tenant.pk, "actor": Actor("undo")}
    undo_run(run, undo_run_id=undo, **where)
    assert (Product.objects.count(), AttributeValue.objects.count()) == (0, 0)
    undo_run(undo, undo_run_id=redo, **where)
    assert stored(Product.objects.get()) == before
    assert AttributeValue.objects.get(unique_value="un").language == ""


def test_a_slug_taken_meanwhile_is_not_held_by_what_comes_back(acme, in_tenant, who, db):
    run, undo = uuid.uuid4(), uuid.uuid4()
    merge(acme, row(gtin=GTIN, **{"attribute:slug": "un"}), run_id=run)
    where = {"tenant_id": in_tenant.tenant.pk, "actor": Actor("undo")}
    undo_run(run, undo_run_id=undo, **where)
    taker = create_product(values={"title": "Taker", "sku": "T", "attribute:slug": "un"}, **who)
    undo_run(undo, undo_run_id=uuid.uuid4(), **where)
    assert AttributeValue.objects.filter(value="un").count() == 2
    assert AttributeValue.objects.get(unique_value="un").product_id == taker
