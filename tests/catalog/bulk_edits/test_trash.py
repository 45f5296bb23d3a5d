"""Emptying the trash: only what is in it, its history stays, what others need stays, and by itself after some days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import AttributeValue, BulkEdit, BundleItem, Change, Offer, Price, Product
from catalog.services import edit_product, set_status
from catalog.services.bulk_edits import empty_trash, purge_expired, undo_bulk
from catalog.tasks import purge_trash
from core.errors import Conflict, PermissionRefused
from tests.factories.catalog import merge, row
from tests.factories.configuration import set_setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def trash(goods, in_tenant):
    """Alpha, with an attribute and a price, is in the trash."""
    alpha = Product.objects.get(title="Alpha")
    values = {"attribute:Colour": "red", "price:CHF": "9"}
    edit_product(alpha.pk, tenant_id=goods, user=in_tenant.manager, values=values)
    set_status([alpha.pk], tenant_id=goods, user=in_tenant.admin, status="trash")
    return alpha


def test_the_product_goes_with_all_that_belongs_to_it_and_its_history_stays(trash, goods, in_tenant):
    edit = empty_trash(tenant_id=goods, by=in_tenant.admin)
    assert (edit.status, edit.changed) == ("completed", 1)
    assert set(Product.objects.values_list("title", flat=True)) == {"Beta", "Gamma"}
    for model in (Offer, Price, AttributeValue):
        assert not model.objects.filter(product_id=trash.pk).exists()
    last = Change.objects.filter(product_id=trash.pk).latest("seq")
    assert (last.kind, last.run_id, last.old["title"]) == ("removed", edit.pk, "Alpha")
    with pytest.raises(Conflict, match="do not come back"):
        undo_bulk(edit, by=in_tenant.admin)


def test_the_next_file_makes_the_product_anew(trash, goods, acme, in_tenant):
    empty_trash(tenant_id=goods, by=in_tenant.admin)
    merge(acme, row("A", title="Alpha", price="11"))
    assert Product.objects.get(title="Alpha").pk != trash.pk


def test_what_a_bundle_or_a_variant_needs_stays(trash, goods, in_tenant):
    beta = Product.objects.get(title="Beta")
    BundleItem.objects.create(tenant_id=goods, bundle=beta, product=trash)
    edit = empty_trash(tenant_id=goods, by=in_tenant.admin)
    assert (edit.changed, edit.left_out) == (0, {"needed": 1})
    assert Product.objects.filter(pk=trash.pk).exists()


def test_without_the_right_nothing_goes(trash, goods, in_tenant):
    with pytest.raises(PermissionRefused):
        empty_trash(tenant_id=goods, by=in_tenant.viewer)
    assert Product.objects.filter(pk=trash.pk).exists()


def test_after_the_days_of_the_setting_it_goes_by_itself(trash, goods, in_tenant):
    set_setting(in_tenant.tenant, "catalog.trash_days", 10)
    assert purge_expired(goods) is None
    Product.objects.filter(pk=trash.pk).update(updated_at=timezone.now() - timedelta(days=11))
    assert purge_trash() == 1
    assert not Product.objects.filter(pk=trash.pk).exists()
    edit = BulkEdit.objects.get()
    assert (edit.status, edit.changed, edit.created_by_id) == ("completed", 1, None)
    assert purge_trash() == 0


def test_products_that_are_not_in_the_trash_stay(goods, in_tenant):
    edit = empty_trash(tenant_id=goods, by=in_tenant.admin)
    assert (edit.progress_total, edit.changed, Product.objects.count()) == (0, 0, 3)
