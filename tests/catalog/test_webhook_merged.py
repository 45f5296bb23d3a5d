"""Webhooks are told of merged products, and of the one that went into the trash by it."""

from catalog.models import Product
from catalog.services.merging_products import merge_products
from core.tenancy import tenant_scope
from tests.factories.catalog import GTIN, merge, row, supplier
from tests.factories.webhooks import told, webhook


def test_a_merge_is_told_with_what_moved(people):
    acme = supplier(people.tenant)
    merge(acme, row("A", title="One"), row("B", title="Two", gtin=GTIN))
    hook = webhook(people.tenant, "product.merged", "product.deleted")
    with tenant_scope(people.tenant.pk):
        stays, goes = (Product.objects.get(title=title).pk for title in ("One", "Two"))
    made = merge_products(stays, goes, tenant_id=people.tenant.pk, user=people.manager)
    events = dict(told(hook, "catalog"))
    assert events["product.merged"] == {
        "merge_id": str(made.pk),
        "survivor_id": str(stays),
        "absorbed_id": str(goes),
        "name": "One",
        "fields": ["gtin"],
        "offers": 1,
    }
    assert events["product.deleted"]["reason"] == "trash"
