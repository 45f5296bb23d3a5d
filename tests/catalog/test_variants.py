"""Variants: axes, combinations, attaching and detaching, inheritance."""

import uuid

import pytest

from catalog.acts import Actor
from catalog.combinations import combine, common_title, count_of, key_of, skus, telling_apart
from catalog.errors import (
    ActNotFound,
    CombinationTaken,
    FieldLocked,
    IdentifierTaken,
    NotPossibleForKind,
    ProductChanged,
    ProductNotFound,
    UnfitValue,
)
from catalog.models import Change, Product
from catalog.selectors import explain_field, product_detail
from catalog.selectors.amounts import active_prices, price_table
from catalog.selectors.combining import plan
from catalog.selectors.variants import inherited_values, model_of, variant_of
from catalog.services import edit_product, lock_field, set_status, undo_run
from catalog.services.variants import (
    Wanted,
    attach_variants,
    detach_variants,
    inherit_field,
    make_variants,
    making,
    own_field,
    set_axes,
    undo_variants,
)
from core.errors import PermissionRefused
from tests.factories.catalog import merge, row
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
CHOICES = {"size": ["S", "M"], "Colour": ["red", "blue"]}


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


@pytest.fixture
def shirt(acme, only_product, who):
    merge(acme, row("1", title="Shirt", brand="Basic", cost="4", **{"attribute:Material": "cotton"}))
    pk = only_product().pk
    edit_product(pk, values={"sku": "SHIRT"}, **who)
    set_axes(pk, axes=["Size", "Colour"], **who)
    return pk


@pytest.fixture
def variants(shirt, who):
    make_variants(shirt, wanted=Wanted(CHOICES), **who)
    return {product.sku: product.pk for product in Product.objects.filter(parent_id=shirt)}


def refused(error, act):
    """The act is refused, and nothing was changed."""
    before = list(Product.objects.order_by("pk").values()), Change.objects.count()
    with pytest.raises(error):
        act()
    assert (list(Product.objects.order_by("pk").values()), Change.objects.count()) == before


def test_combinations_are_made_of_every_value_once():
    assert combine([["S", "M", "s"], ["red"]]) == [("S", "red"), ("M", "red")]
    assert count_of([["S", "M"], ["red", "blue", "green"]]) == 6
    assert key_of(["Été", " S "]) == "ete|s"
    assert skus("A", [("Très long nom", "S"), ("!", "S")], taken={"A-S"}) == {
        ("Très long nom", "S"): "A-TRESLONGNOM-S",
        ("!", "S"): "A-S-2",
    }


def test_what_tells_products_apart():
    members = [{"Size": s, "Colour": c, "Brand": "B"} for s in "SM" for c in ("red", "blue")]
    assert telling_apart(members) == ["Colour", "Size"]
    assert telling_apart([{"Size": "S"}, {"Size": "s"}]) == []
    assert telling_apart([{"Size": "S"}, {}]) == []
    assert common_title(["Shirt Basic - S", "Shirt Basic - M"]) == "Shirt Basic"
    assert common_title(["One", "Two"]) == "One"


def test_combinations_become_products_of_their_own(shirt, variants, who):
    assert set(variants) == {"SHIRT-S-RED", "SHIRT-S-BLUE", "SHIRT-M-RED", "SHIRT-M-BLUE"}
    product = Product.objects.get(pk=variants["SHIRT-S-RED"])
    assert (product.title, product.kind, product.status) == ("Shirt – S, red", "variant", "draft")
    assert product.search_text == "shirt s red"
    created = Change.objects.filter(product_id=product.pk).get()
    assert created.new["attribute:Size"] == "S"
    assert created.new["parent"] == str(shirt)
    with at_most_queries(12):
        model = model_of(shirt, tenant_id=who["tenant_id"])
    assert [axis.name for axis in model.axes] == ["Size", "Colour"]
    assert [variant.values for variant in model.variants] == [("M", "blue"), ("M", "red"), ("S", "blue"), ("S", "red")]
    assert {(v.price, v.currency, v.price_is_inherited) for v in model.variants} == {(10, "EUR", True)}


def test_what_exists_is_kept(shirt, variants, who):
    edit_product(variants["SHIRT-S-RED"], values={"title": "Mine"}, **who)
    more = {"size": ["s", "L"], "Colour": ["RED"]}
    planned = plan(shirt, tenant_id=who["tenant_id"], choices=more)
    assert [(each.sku, each.variant_id is None) for each in planned.combinations] == [
        ("SHIRT-S-RED", False),
        ("SHIRT-L-RED", True),
    ]
    _act, count = make_variants(shirt, wanted=Wanted(more), **who)
    assert (count, Product.objects.filter(parent_id=shirt).count()) == (1, 5)
    assert make_variants(shirt, wanted=Wanted(more), **who)[1] == 0
    only = Wanted({"size": ["XL", "XXL"], "Colour": ["red"]}, prefix="X", only=[key_of(["XL", "red"])], status="active")
    assert make_variants(shirt, wanted=only, **who)[1] == 1
    assert Product.objects.get(sku="X-XL-RED").status == "active"


def test_measures_mean_the_same_in_other_units(acme, shirt, variants, who):
    merge(acme, row("2", title="Disc"))
    disc = Product.objects.get(title="Disc").pk
    set_axes(disc, axes=["Diamètre"], **who)
    assert make_variants(disc, wanted=Wanted({"Diamètre": ["160 mm", "16 cm", "19"]}, prefix="D"), **who)[1] == 2
    model = model_of(disc, tenant_id=who["tenant_id"])
    assert [variant.values for variant in model.variants] == [("16",), ("19",)]
    planned = plan(disc, tenant_id=who["tenant_id"], choices={"Diamètre": ["190 mm", "230 mm"]}, prefix="D")
    assert [each.title for each in planned.new] == ["Disc – 230 mm"]
    refused(UnfitValue, lambda: make_variants(disc, wanted=Wanted({"Diamètre": ["wide"]}, prefix="D"), **who))


def test_a_variant_in_the_trash_keeps_its_combination(shirt, variants, who, in_tenant):
    admin = {"tenant_id": who["tenant_id"], "user": in_tenant.admin}
    set_status([variants["SHIRT-S-RED"]], status="trash", **admin)
    assert len(model_of(shirt, tenant_id=who["tenant_id"]).variants) == 3
    assert make_variants(shirt, wanted=Wanted(CHOICES), **who)[1] == 0


def test_other_axes_meanwhile_refuse_the_old_combinations(shirt, who, monkeypatch):
    before = making.hold

    def held(ids, **options):
        Product.objects.filter(pk=shirt).update(variant_axes=["cut"])
        return before(ids, **options)

    monkeypatch.setattr(making, "hold", held)
    with pytest.raises(ProductChanged):
        make_variants(shirt, wanted=Wanted(CHOICES), **who)
    assert not Product.objects.filter(parent_id=shirt).exists()


def test_variants_are_undone_as_one_act(shirt, who):
    act, count = make_variants(shirt, wanted=Wanted(CHOICES), **who)
    result = undo_run(act, tenant_id=who["tenant_id"], actor=Actor("undo"), undo_run_id=uuid.uuid4())
    assert (count, result.removed_products) == (4, 4)
    assert Product.objects.get().pk == shirt


def test_an_act_is_taken_back_by_who_may(shirt, who, in_tenant):
    act, _count = make_variants(shirt, wanted=Wanted(CHOICES), **who)
    kept = Product.objects.get(sku="SHIRT-S-RED")
    edit_product(kept.pk, values={"stock": 4}, **who)
    refused(PermissionRefused, lambda: undo_variants(act, tenant_id=who["tenant_id"], user=in_tenant.viewer))
    refused(ActNotFound, lambda: undo_variants(uuid.uuid4(), **who))
    result = undo_variants(act, **who)
    assert (result.removed_products, result.kept) == (3, 1)
    assert undo_variants(act, **who) == result
    assert set(Product.objects.values_list("pk", flat=True)) == {shirt, kept.pk}


def test_the_page_of_a_variant_shows_what_is_the_models(shirt, variants, who):
    pk = variants["SHIRT-S-RED"]
    fields = {field.name: field for field in product_detail(pk, tenant_id=who["tenant_id"]).fields}
    assert (fields["price"].value, fields["price"].badge.kind, fields["price"].badge.label) == (10, "model", "Shirt")
    assert (fields["attribute:Material"].value, fields["attribute:Material"].badge.kind) == ("cotton", "model")
    assert (fields["title"].badge.kind, fields["attribute:Size"].badge.kind) == ("manual", "manual")
    assert fields["stock"].badge.kind == "none"
    assert explain_field(pk, "brand", tenant_id=who["tenant_id"]).reason == "model"
    assert explain_field(pk, "stock", tenant_id=who["tenant_id"]).reason == "empty"


def test_too_many_or_too_few_are_refused(shirt, who):
    many = {"size": [str(n) for n in range(51)], "Colour": [str(n) for n in range(10)]}
    refused(UnfitValue, lambda: make_variants(shirt, wanted=Wanted(many), **who))
    refused(UnfitValue, lambda: make_variants(shirt, wanted=Wanted({"size": ["S"]}), **who))
    refused(UnfitValue, lambda: make_variants(shirt, wanted=Wanted(CHOICES, status="trash"), **who))
    refused(ProductChanged, lambda: make_variants(shirt, wanted=Wanted(CHOICES), version=1, **who))
    edit_product(shirt, values={"sku": None}, **who)
    refused(UnfitValue, lambda: make_variants(shirt, wanted=Wanted(CHOICES), **who))
    refused(ProductNotFound, lambda: make_variants(uuid.uuid4(), wanted=Wanted(CHOICES), **who))


def test_a_sku_taken_in_the_same_moment_is_refused(shirt, who, monkeypatch):
    edit_product(shirt, values={"sku": "OTHER"}, **who)
    monkeypatch.setattr("catalog.selectors.combining._taken", lambda *_options: set())
    make_variants(shirt, wanted=Wanted({"size": ["S"], "Colour": ["red"]}, prefix="A"), **who)
    Product.objects.filter(sku="A-S-RED").update(parent=None, kind="simple")
    refused(IdentifierTaken, lambda: make_variants(shirt, wanted=Wanted(CHOICES, prefix="A"), **who))


def test_axes_are_chosen_well(acme, shirt, variants, who):
    refused(UnfitValue, lambda: set_axes(shirt, axes=["Size", "Colour", "Cut", "Length"], **who))
    refused(UnfitValue, lambda: set_axes(shirt, axes=["Size", "Length"], **who))
    refused(CombinationTaken, lambda: set_axes(shirt, axes=["Size"], **who))
    refused(NotPossibleForKind, lambda: set_axes(shirt, axes=[], **who))
    refused(NotPossibleForKind, lambda: set_axes(variants["SHIRT-S-RED"], axes=["Size"], **who))
    merge(acme, row("2", title="Mug"))
    mug = Product.objects.get(title="Mug").pk
    set_axes(mug, axes=["Size"], **who)
    set_axes(mug, axes=[], **who)
    assert Product.objects.get(pk=mug).kind == "simple"


def test_a_variant_has_what_its_model_has(shirt, variants, who):
    pk = variants["SHIRT-S-RED"]
    given = inherited_values([pk, shirt], tenant_id=who["tenant_id"])
    assert set(given) == {pk}
    assert set(given[pk]) == {"brand", "price", "currency", "cost", "attribute:Material"}
    edit_product(pk, values={"price": "12", "currency": "USD", "attribute:Material": "wool"}, **who)
    assert set(inherited_values([pk], tenant_id=who["tenant_id"])[pk]) == {"brand"}
    assert active_prices([pk], tenant_id=who["tenant_id"])[pk].amount == 12
    shown = variant_of(pk, tenant_id=who["tenant_id"])
    assert (shown.model_title, shown.axes) == ("Shirt", [("Size", "S"), ("Colour", "red")])
    assert {each.name: each.is_inherited for each in shown.values}["brand"]
    assert variant_of(shirt, tenant_id=who["tenant_id"]) is None


def test_inheritance_is_broken_and_mended_by_field(shirt, variants, who):
    pk = variants["SHIRT-S-RED"]
    own_field(pk, field="price", **who)
    edit_product(shirt, values={"price": "15"}, **who)
    assert [(line.amount, line.is_inherited) for line in price_table(pk, tenant_id=who["tenant_id"]).lines] == [
        (10, False),
        (4, True),
    ]
    inherit_field(pk, field="price", **who)
    assert active_prices([pk], tenant_id=who["tenant_id"])[pk].amount == 15
    refused(UnfitValue, lambda: own_field(pk, field="vat_rate", **who))
    refused(UnfitValue, lambda: inherit_field(pk, field="title", **who))
    refused(NotPossibleForKind, lambda: inherit_field(shirt, field="brand", **who))
    lock_field(pk, field="brand", **who)
    refused(FieldLocked, lambda: own_field(pk, field="brand", **who))


def test_a_product_becomes_a_variant_and_single_again(acme, shirt, variants, who):
    merge(acme, row("2", title="Old", price="9", **{"attribute:Size": "L"}))
    old = Product.objects.get(title="Old").pk
    refused(UnfitValue, lambda: attach_variants(shirt, products={old: {}}, **who))
    taken = {"attribute:Size": "S", "attribute:Colour": "Red"}
    refused(CombinationTaken, lambda: attach_variants(shirt, products={old: taken}, **who))
    refused(NotPossibleForKind, lambda: attach_variants(old, products={shirt: {}}, **who))
    assert attach_variants(shirt, products={old: {"attribute:Colour": "green"}}, **who) == 1
    product = Product.objects.get(pk=old)
    assert (product.kind, product.parent_id, product.price) == ("variant", shirt, 9)
    refused(NotPossibleForKind, lambda: attach_variants(shirt, products={old: {}}, **who))
    assert detach_variants(shirt, products=[old], **who) == 1
    product.refresh_from_db()
    assert (product.kind, product.parent_id, product.brand.name, product.cost) == ("simple", None, "Basic", 4)
    refused(NotPossibleForKind, lambda: detach_variants(shirt, products=[old], **who))


def test_rights(shirt, variants, in_tenant, who):
    reader = {"tenant_id": who["tenant_id"], "user": in_tenant.viewer}
    pk = variants["SHIRT-S-RED"]
    for act in (
        lambda: set_axes(shirt, axes=["Cut"], **reader),
        lambda: make_variants(shirt, wanted=Wanted({"size": ["L"], "Colour": ["red"]}), **reader),
        lambda: attach_variants(shirt, products={pk: {}}, **reader),
        lambda: detach_variants(shirt, products=[pk], **reader),
        lambda: own_field(pk, field="price", **reader),
        lambda: inherit_field(pk, field="price", **reader),
    ):
        refused(PermissionRefused, act)
