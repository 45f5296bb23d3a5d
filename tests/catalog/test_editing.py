"""Changes by hand."""

import pytest

from catalog.errors import FieldLocked, IdentifierTaken, ProductChanged, ProductNotFound, UnfitValue, UnknownField
from catalog.models import Change, Product
from catalog.services import (
    edit_product,
    lock_field,
    release_field,
    restore_field,
    restore_products,
    set_status,
    unlock_field,
)
from core.errors import PermissionRefused
from tests.factories.catalog import GTIN, merge, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(acme, only_product):
    merge(acme, row(gtin=GTIN, brand="Bosch", stock="1"))
    return only_product()


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


def test_an_edit_is_logged_marked_and_found(product, who, in_tenant):
    values = {
        "title": "Scie été",
        "price": "9,990".replace(",", "."),
        "brand": "Nïke",
        "category": "A > B",
        "tags": ["a", "b"],
    }
    version = edit_product(product.pk, values=values, version=1, **who)
    product.refresh_from_db()
    assert version == product.version == 2
    assert (product.search_text, product.brand.name, product.category.path) == ("scie ete nike", "Nïke", "A > B")
    assert product.provenance["title"]["label"] == str(in_tenant.manager)
    change = Change.objects.latest("seq")
    assert (change.actor_kind, change.actor_id, change.new["price"]) == ("user", in_tenant.manager.pk, "9.99")


def test_nothing_new_changes_nothing(product, who):
    assert edit_product(product.pk, values={"title": "Product 1", "stock": 1, "price": "10"}, **who) == 1
    assert Change.objects.count() == 1


def test_an_old_version_is_refused(product, who):
    edit_product(product.pk, values={"stock": 2}, **who)
    with pytest.raises(ProductChanged) as refusal:
        edit_product(product.pk, values={"stock": 3}, version=1, **who)
    assert refusal.value.params == {"version": 2}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"title": " "}, UnfitValue),
        ({"price": "cheap"}, UnfitValue),
        ({"gtin": "3760001234560"}, UnfitValue),
        ({"colour": "red"}, UnknownField),
        ({"status": "active"}, UnknownField),
    ],
)
def test_values_that_do_not_fit_are_refused(product, who, values, error):
    with pytest.raises(error):
        edit_product(product.pk, values=values, **who)
    assert Change.objects.count() == 1


def test_an_identifier_is_used_once(acme, product, who):
    merge(acme, row("2"))
    with pytest.raises(IdentifierTaken):
        edit_product(Product.objects.get(gtin=None).pk, values={"gtin": GTIN}, **who)


def test_locks(product, who):
    lock_field(product.pk, field="stock", **who)
    with pytest.raises(FieldLocked):
        edit_product(product.pk, values={"stock": 9}, **who)
    unlock_field(product.pk, field="stock", **who)
    edit_product(product.pk, values={"stock": 9}, **who)
    product.refresh_from_db()
    assert (product.stock, product.locks) == (9, [])
    assert Change.objects.filter(new__has_key="locks").count() == 2


def test_release_gives_the_field_back_to_the_source(product, who):
    edit_product(product.pk, values={"title": "Mine"}, **who)
    lock_field(product.pk, field="title", **who)
    release_field(product.pk, field="title", **who)
    product.refresh_from_db()
    assert (product.title, product.provenance, product.locks) == ("Product 1", {}, [])


def test_a_field_goes_back_to_an_earlier_value(product, who):
    edit_product(product.pk, values={"title": "Mine"}, **who)
    edit_product(product.pk, values={"title": "Other"}, **who)
    restore_field(product.pk, field="title", seq=Change.objects.latest("seq").seq, **who)
    product.refresh_from_db()
    assert product.title == "Mine"
    with pytest.raises(UnfitValue):
        restore_field(product.pk, field="title", seq=0, **who)


def test_trash_and_back(product, in_tenant):
    who = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.admin}
    set_status([product.pk], status="inactive", **who)
    assert set_status([product.pk], status="trash", **who) == 1
    assert restore_products([product.pk], **who) == 1
    product.refresh_from_db()
    assert (product.status, product.status_before_trash) == ("inactive", "")


def test_rights(product, in_tenant):
    reader = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.viewer}
    for act in (
        lambda: edit_product(product.pk, values={"stock": 2}, **reader),
        lambda: lock_field(product.pk, field="stock", **reader),
        lambda: release_field(product.pk, field="stock", **reader),
        lambda: restore_field(product.pk, field="stock", seq=1, **reader),
        lambda: set_status([product.pk], status="trash", **reader),
    ):
        with pytest.raises(PermissionRefused):
            act()
    product.refresh_from_db()
    assert (product.stock, product.version, product.status) == (1, 1, "active")


def test_a_stranger_finds_nothing(product, in_tenant):
    stranger = {"tenant_id": in_tenant.elsewhere.pk, "user": in_tenant.stranger}
    if in_tenant.stranger.memberships.filter(role__in=["admin", "manager"]).exists():
        with pytest.raises(ProductNotFound):
            edit_product(product.pk, values={"stock": 2}, **stranger)
    with pytest.raises(PermissionRefused):
        edit_product(product.pk, tenant_id=in_tenant.tenant.pk, user=in_tenant.stranger, values={"stock": 2})
