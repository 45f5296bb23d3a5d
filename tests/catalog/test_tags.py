"""Tags of all products: renaming, merging, deleting, later feeds, going back."""

import pytest

from catalog.errors import TagNotFound, UnfitValue
from catalog.models import Change, Offer, Product, TagAlias
from catalog.selectors.tagging import forget_counts, tag_list
from catalog.services import tags as services
from catalog.services.regrouping import undo_regrouping
from core.errors import PermissionRefused
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(acme, in_tenant):
    merge(acme, row("A", tags="old\nnew"), row("B", tags="old"), row("C", tags="Sale\nold"), row("D"))
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


def tags():
    return dict(Product.objects.order_by("title").values_list("title", "tags"))


def everything():
    return {
        "products": list(Product.objects.order_by("pk").values("pk", "tags", "provenance")),
        "offers": list(Offer.objects.order_by("pk").values()),
        "aliases": list(TagAlias.objects.order_by("name").values("name", "target")),
    }


def test_a_tag_is_renamed_for_products_offers_and_feeds(shop, acme):
    job = services.change_tags(["old"], "Sale", **shop)
    assert (job.status, job.changed, job.offers) == ("completed", 3, 3)
    assert tags() == {"Product A": ["Sale", "new"], "Product B": ["Sale"], "Product C": ["Sale"], "Product D": None}
    assert Change.objects.filter(run_id=job.pk).count() == 3
    again = merge(acme, row("A", tags="old\nnew", price="11.00"), row("E", tags="old\nold\nSale"))
    assert again.changed_fields == {"price": 1}
    assert tags()["Product E"] == ["Sale"]


def test_deleted_tags_do_not_come_back_with_a_feed(shop, acme, in_tenant):
    with pytest.raises(PermissionRefused):
        services.delete_tags(["old"], **shop)
    services.delete_tags(["old"], **{**shop, "user": in_tenant.admin})
    assert tags() == {"Product A": ["new"], "Product B": None, "Product C": ["Sale"], "Product D": None}
    merge(acme, row("B", tags="old", price="11.00"), row("F", tags="old"))
    assert (tags()["Product B"], tags()["Product F"]) == (None, None)
    services.forget_alias("old", **shop)
    merge(acme, row("G", tags="old"))
    assert tags()["Product G"] == ["old"]
    with pytest.raises(TagNotFound):
        services.forget_alias("old", **shop)


def test_meanings_follow_one_another(shop):
    services.change_tags(["old"], "older", **shop)
    services.change_tags(["older"], "oldest", **shop)
    assert dict(TagAlias.objects.values_list("name", "target")) == {"old": "oldest", "older": "oldest"}
    services.change_tags(["oldest"], "old", **shop)
    assert dict(TagAlias.objects.values_list("name", "target")) == {"older": "old", "oldest": "old"}


def test_undo_gives_the_state_from_before(shop):
    services.change_tags(["new"], "brand-new", **shop)
    before = everything()
    job = services.change_tags(["old", "brand-new"], "Sale", **shop)
    undone = undo_regrouping(job, user=shop["user"])
    assert undone.status == "completed", undone.error_message
    assert everything() == before


@pytest.mark.parametrize("target", ["", "x" * 201, "old"])
def test_a_name_that_cannot_be_is_refused(shop, target):
    before = everything()
    with pytest.raises(UnfitValue):
        services.change_tags(["old"], target, **shop)
    with pytest.raises(TagNotFound):
        services.change_tags(["none"], "other", **shop)
    assert everything() == before


def test_who_may_not_write_tags_changes_none(shop, in_tenant):
    before = everything()
    viewer = {**shop, "user": in_tenant.viewer}
    for act in (
        lambda: services.change_tags(["old"], "Sale", **viewer),
        lambda: services.delete_tags(["old"], **viewer),
        lambda: services.forget_alias("old", **viewer),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert everything() == before


def test_tags_are_counted_sorted_and_found(shop):
    forget_counts(shop["tenant_id"])
    found = tag_list(tenant_id=shop["tenant_id"])
    assert [(each.name, each.products) for each in found.items] == [("old", 3), ("new", 1), ("Sale", 1)]
    by_name = tag_list(tenant_id=shop["tenant_id"], sort="-name", per_page=2)
    assert ([each.name for each in by_name.items], by_name.total) == (["Sale", "old"], 3)
    assert [each.name for each in tag_list(tenant_id=shop["tenant_id"], search="SÄL").items] == ["Sale"]
