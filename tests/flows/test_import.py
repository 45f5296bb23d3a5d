"""From a file to the catalogue, and what the run says about it."""

import pytest

from catalog.models import Change, Offer, Product
from core.tenancy import tenant_scope
from imports.models import ImportRun
from imports.selectors import log_lines, run_report
from tests.factories.imports import feed_csv, imported
from tests.factories.people import make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant_id():
    tenant_id = make_people().tenant.pk
    with tenant_scope(tenant_id):
        yield tenant_id


def test_a_new_file_becomes_offers_and_products(tenant_id):
    run = imported(feed_csv(300), tenant_id=tenant_id)
    assert (run.status, run.error_message) == ("completed", "")
    assert run.counts == {"read": 300, "created": 300, "updated": 0, "unchanged": 0, "held": 0, "skipped": 0}
    assert (Offer.objects.count(), Product.objects.count(), Change.objects.count()) == (300, 300, 300)
    product = Product.objects.get(title="Perceuse visseuse sans fil modèle 7")
    assert (product.gtin, str(product.price), product.stock) == ("03000001000075", "17.1700", 7)


def test_the_same_file_again_changes_nothing(tenant_id):
    imported(feed_csv(300), tenant_id=tenant_id)
    again = imported(feed_csv(300), tenant_id=tenant_id)
    assert again.mapping_origin == ImportRun.MappingOrigin.SAVED
    assert again.counts == {"read": 300, "created": 0, "updated": 0, "unchanged": 300, "held": 0, "skipped": 0}
    assert Change.objects.count() == 300


def test_changed_rows_are_updated(tenant_id):
    imported(feed_csv(300), tenant_id=tenant_id)
    run = imported(feed_csv(300, changed_every=50), tenant_id=tenant_id)
    assert (run.rows_updated, run.rows_unchanged) == (6, 294)
    assert run.changed_fields == {"price": 6, "stock": 6}


def test_the_report_adds_up_and_tells_the_story(tenant_id):
    run = imported(feed_csv(120), tenant_id=tenant_id)
    report = run_report(run)
    assert report["rows"]["read"] == sum(report["rows"][name] for name in report["rows"] if name != "read")
    assert report["products"] == {"created": 120, "updated": 0}
    assert [line.code for line in log_lines(run)][:2] == ["uploaded", "recognised"]
    assert log_lines(run)[-1].code == "completed"
