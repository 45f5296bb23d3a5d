"""Variants from feeds: products with the same parent reference."""

import uuid
from collections import Counter

import pytest

from catalog.acts import Actor
from catalog.models import Product
from catalog.selectors.grouping import group_page
from catalog.services import edit_product, undo_run
from catalog.services.variants import group_by_reference
from core.configuration import services as settings_services
from core.errors import PermissionRefused
from core.events import relay
from core.tenancy import every_tenant
from tests.factories.catalog import merge, row
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db


def size(key, value, reference="P1", **more):
    return row(key, title=f"Shirt {value}", parent_ref=reference, brand="Basic", **{"attribute:Size": value}, **more)


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


def group(tenant_id, **options):
    page = group_page(tenant_id, **options)
    return page.items, page.after


def test_groups_are_shown_with_what_would_be_made(acme, who):
    merge(acme, size("1", "S"), size("2", "M"), row("4", parent_ref="P2"), row("5", parent_ref="P2"))
    with at_most_queries(12):
        (first, second), after = group(who["tenant_id"])
    assert (first.reference, first.title, first.axes, first.model_id) == ("P1", "Shirt", ["Size"], None)
    assert [values for _member, values in first.value_rows()] == [["M"], ["S"]]
    assert [member.title for member in second.left_out] == ["Product 4", "Product 5"]
    assert (first.is_possible, second.is_possible, after) == (True, False, "")
    assert group(who["tenant_id"], size=1)[1] == "P1"


def test_a_new_model_says_what_its_variants_share(acme, who):
    merge(acme, size("1", "S"), size("2", "M"))
    made = group_by_reference(["P1", "unknown"], **who)
    assert (made.models, made.variants, made.refused) == (1, 2, {})
    model = Product.objects.get(kind="model")
    assert (model.title, model.brand.name, model.parent_ref, model.variant_axes) == ("Shirt", "Basic", "P1", ["size"])
    assert {product.parent_id for product in Product.objects.filter(kind="variant")} == {model.pk}
    assert group(who["tenant_id"]) == ([], "")
    undo_run(made.run_id, tenant_id=who["tenant_id"], actor=Actor("undo"), undo_run_id=uuid.uuid4())
    assert set(Product.objects.values_list("kind", "parent_id")) == {("simple", None)}


def test_the_named_product_is_the_model_and_later_rows_follow(acme, who):
    merge(acme, row("P1", title="Shirt"), size("1", "S"), size("2", "M"))
    assert group_by_reference(["P1"], **who).variants == 2
    model = Product.objects.get(title="Shirt")
    assert model.kind == "model"
    merge(acme, size("3", "L"), size("4", "S"), size("5", "XL"))
    (waiting,), _after = group(who["tenant_id"])
    assert (waiting.model_id, [member.title for member in waiting.left_out]) == (model.pk, [])
    made = group_by_reference(["P1"], tenant_id=who["tenant_id"])
    assert (made.variants, list(made.refused)) == (0, ["P1"])
    edit_product(Product.objects.get(title="Shirt S", kind="simple").pk, values={"attribute:Size": "XXL"}, **who)
    assert group_by_reference(["P1"], tenant_id=who["tenant_id"]).variants == 3
    assert Product.objects.filter(kind="model").count() == 1


def test_groups_nobody_can_tell_apart_are_refused(acme, who, in_tenant):
    merge(acme, row("4", parent_ref="P2"), row("5", parent_ref="P2"))
    made = group_by_reference(["P2"], **who)
    assert (made.variants, list(made.refused)) == (0, ["P2"])
    with pytest.raises(PermissionRefused):
        group_by_reference(["P2"], tenant_id=who["tenant_id"], user=in_tenant.viewer)
    assert not Product.objects.exclude(kind="simple").exists()


def test_another_tenant_sees_no_group(acme, in_tenant):
    merge(acme, size("1", "S"), size("2", "M"))
    assert group(in_tenant.elsewhere.pk) == ([], "")
    assert group_by_reference(["P1"], tenant_id=in_tenant.elsewhere.pk).variants == 0


@pytest.mark.parametrize(("wanted", "kinds"), [(True, {"model": 1, "variant": 2}), (False, {"simple": 2})])
def test_the_organisation_may_want_it_by_itself(people, acme, in_tenant, wanted, kinds):
    values = {"catalog.group_variants": wanted}
    settings_services.change(by=people.admin, tenant_id=people.tenant.pk, values=values)
    merge(acme, size("1", "S"), size("2", "M"))
    with every_tenant():
        relay("catalog")
        relay("catalog")
    assert Counter(Product.objects.values_list("kind", flat=True)) == kinds
