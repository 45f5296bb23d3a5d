"""Attributes and families: making, changing, choices, merging, removing; what is refused changes nothing."""

from dataclasses import replace

import pytest

from catalog.attributes import Kind
from catalog.errors import AttributeInUse, AttributeNotFound, AttributesDiffer, AttributeTaken, UnfitValue
from catalog.models import Attribute, AttributeAlias, AttributeFamily, AttributeValue, Offer, Product
from catalog.selectors.attributes import all_attributes, merges_at_work
from catalog.selectors.sheet import product_sheet
from catalog.services import edit_product, lock_field
from catalog.services.attribute_merge import execute_attribute_merge, merge_attributes
from catalog.services.attributes import AttributeSpec, Choice, change_attribute, delete_attribute, make_attribute
from catalog.services.families import Member, change_family, delete_family, make_family
from catalog.services.variants import set_axes
from core.errors import PermissionRefused
from tests.factories.catalog import GTIN, merge, row
from tests.factories.configuration import set_setting

pytestmark = pytest.mark.django_db
GRIP = AttributeSpec("Grip", Kind.SELECT, choices=[Choice("Soft", {"fr": "Doux"}), Choice("Hard")])


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.admin}


@pytest.fixture
def product(acme, only_product):
    merge(acme, row(gtin=GTIN, **{"attribute:Farbton": "rot", "attribute:Grip": "soft"}))
    return only_product()


def values(product):
    rows = AttributeValue.objects.filter(product=product).values_list("attribute__name", "language", "value")
    return {(name, language): value for name, language, value in rows}


def test_an_attribute_is_made_with_its_choices(who):
    pk = make_attribute(GRIP, **who)
    found = Attribute.objects.get(pk=pk)
    assert [each.name for each in found.options.all()] == ["Soft", "Hard"]
    assert (found.key, found.kind, found.standard) == ("grip", "select", "")


def test_a_standard_name_makes_the_standard_attribute_once(who):
    make_attribute(AttributeSpec("Couleur"), **who)
    assert Attribute.objects.get().standard == "color"
    with pytest.raises(AttributeTaken):
        make_attribute(AttributeSpec("colour"), **who)
    assert Attribute.objects.count() == 1


@pytest.mark.parametrize(
    "spec",
    [
        AttributeSpec(" "),
        AttributeSpec("a:b"),
        AttributeSpec("Width of grip", Kind.MEASURE),
        AttributeSpec("x", group="nowhere"),
        AttributeSpec("x", Kind.SELECT, choices=[Choice(str(number)) for number in range(2_001)]),
    ],
    ids=["blank", "colon", "no unit", "no group", "too many choices"],
)
def test_what_is_no_attribute_is_refused(who, spec):
    with pytest.raises(UnfitValue):
        make_attribute(spec, **who)
    assert Attribute.objects.count() == 0


def test_labels_and_choices_change_and_the_name_stays(who, product):
    pk = Attribute.objects.get(name="Grip").pk
    change_attribute(pk, replace(GRIP, name="Other", kind=Kind.TEXT, labels={"fr": "Prise"}, choices=()), **who)
    found = Attribute.objects.get(pk=pk)
    assert (found.name, found.labels) == ("Grip", {"fr": "Prise"})


def test_kind_and_choices_in_use_stay(who, product):
    pk = Attribute.objects.get(name="Grip").pk
    with pytest.raises(AttributeInUse, match="its kind and unit stay"):
        change_attribute(pk, GRIP, **who)
    edit_product(product.pk, values={"attribute:Grip": None}, **who)
    change_attribute(pk, GRIP, **who)
    edit_product(product.pk, values={"attribute:Grip": "soft"}, **who)
    with pytest.raises(AttributeInUse, match="1 product has the choice “Soft”"):
        change_attribute(pk, replace(GRIP, choices=[Choice("Hard")]), **who)
    assert Attribute.objects.get(pk=pk).options.count() == 2


def test_only_an_unused_attribute_is_deleted(who, product):
    pk = Attribute.objects.get(name="Grip").pk
    with pytest.raises(AttributeInUse):
        delete_attribute(pk, **who)
    edit_product(product.pk, values={"attribute:Grip": None}, **who)
    delete_attribute(pk, **who)
    assert not Attribute.objects.filter(pk=pk).exists()
    with pytest.raises(AttributeNotFound):
        delete_attribute(pk, **who)


def test_two_attributes_become_one(who, acme, product):
    merge(acme, row("2", **{"attribute:Farbton": "grün", "attribute:color": "vert"}))
    lock_field(product.pk, field="attribute:Farbton", **who)
    source, target = (Attribute.objects.get(name=name).pk for name in ("Farbton", "color"))
    assert merge_attributes(source, into=target, **who).changed == 2
    second = Product.objects.exclude(pk=product.pk).get()
    assert values(product)["color", ""] == "rot"
    assert values(second) == {("color", ""): "vert"}
    assert Product.objects.get(pk=product.pk).locks == ["attribute:color"]
    assert Offer.objects.get(product=product).extra == {"attribute:color": "rot", "attribute:Grip": "soft"}
    assert AttributeAlias.objects.get().attribute_id == target


def test_a_value_that_stays_keeps_its_own_mark_and_its_one_lock(who, acme, product):
    edit_product(product.pk, values={"attribute:color": "blue"}, **who)
    for field in ("attribute:Farbton", "attribute:color"):
        lock_field(product.pk, field=field, **who)
    source, target = (Attribute.objects.get(name=name).pk for name in ("Farbton", "color"))
    merge_attributes(source, into=target, **who)
    merged = Product.objects.get(pk=product.pk)
    assert (values(product)["color", ""], merged.locks) == ("blue", ["attribute:color"])
    assert merged.provenance["attribute:color"]["kind"] == "manual"
    assert "attribute:Farbton" not in merged.provenance


def test_an_attribute_in_which_variants_differ_is_not_merged_away(who, product):
    set_axes(product.pk, axes=["Farbton"], **who)
    source, target = Attribute.objects.get(name="Farbton").pk, make_attribute(AttributeSpec("Hue"), **who)
    with pytest.raises(AttributeInUse, match="take it from their axes first"):
        merge_attributes(source, into=target, **who)
    assert values(product)["Farbton", ""] == "rot"


def test_a_feed_that_keeps_the_old_name_gives_the_merged_attribute(who, acme, product):
    target = make_attribute(AttributeSpec("Hue"), **who)
    merge_attributes(Attribute.objects.get(name="Farbton").pk, into=target, **who)
    merge(acme, row(gtin=GTIN, **{"attribute:Farbton": "blau", "attribute:Grip": "soft"}))
    assert values(product)["Hue", ""] == "blau"
    assert not Attribute.objects.filter(name="Farbton").exists()


def test_a_standard_attribute_and_languages_are_not_merged_away(who, product):
    color = make_attribute(AttributeSpec("color", localizable=True), **who)
    grip = Attribute.objects.get(name="Grip").pk
    with pytest.raises(AttributesDiffer):
        merge_attributes(color, into=grip, **who)
    assert Attribute.objects.filter(pk=color).exists()


def test_a_family_asks_its_products_for_attributes(who, product):
    family = make_family("Shoes", members=[Member("size", is_required=True), Member("Grip")], **who)
    edit_product(product.pk, values={"family": "shoes"}, **who)
    cells = {
        cell.name: cell
        for group in product_sheet(product.pk, tenant_id=who["tenant_id"]).groups
        for cell in group.cells
    }
    assert (cells["attribute:size"].required, cells["attribute:Grip"].required) == (True, False)
    change_family(family, "Boots", members=[Member("Grip")], **who)
    assert list(AttributeFamily.objects.get().members.values_list("attribute__name", flat=True)) == ["Grip"]
    with pytest.raises(AttributeInUse, match="1 product belongs"):
        delete_family(family, **who)
    edit_product(product.pk, values={"family": None}, **who)
    delete_family(family, **who)
    assert AttributeFamily.objects.count() == 0


def test_unknown_names_are_refused(who, product):
    with pytest.raises(UnfitValue, match="no family"):
        edit_product(product.pk, values={"family": "Boats"}, **who)
    with pytest.raises(AttributeNotFound):
        make_family("Boats", members=[Member("Sails")], **who)
    assert AttributeFamily.objects.count() == 0


def test_a_viewer_changes_nothing(in_tenant, product):
    who = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.viewer}
    grip = Attribute.objects.get(name="Grip").pk
    for act in (
        lambda: make_attribute(AttributeSpec("New"), **who),
        lambda: change_attribute(grip, GRIP, **who),
        lambda: delete_attribute(grip, **who),
        lambda: merge_attributes(grip, into=grip, **who),
        lambda: make_family("New", **who),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert (Attribute.objects.count(), AttributeFamily.objects.count()) == (2, 0)


def test_the_list_has_the_standard_ones_too(who, product):
    names = [each.name for each in all_attributes(tenant_id=who["tenant_id"])]
    assert {"Grip", "Farbton", "hs_code"} <= set(names)


def test_a_large_merge_is_left_to_a_worker(who, acme, product, in_tenant):
    set_setting(in_tenant.tenant, "catalog.bulk_direct", 0)
    target = make_attribute(AttributeSpec("Hue"), **who)
    job = merge_attributes(Attribute.objects.get(name="Farbton").pk, into=target, **who)
    assert (job.status, values(product)["Farbton", ""]) == ("pending", "rot")
    assert [each.pk for each in merges_at_work(tenant_id=who["tenant_id"])] == [job.pk]
    execute_attribute_merge(job.pk)
    assert values(product)["Hue", ""] == "rot"
    assert merges_at_work(tenant_id=who["tenant_id"]) == []
    assert execute_attribute_merge(job.pk) is None
