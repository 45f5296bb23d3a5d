"""Products without EAN: queued by imports, resolved once, taken by later files, closed when a file brings the EAN."""

import pytest

from catalog.models import Offer, Product
from core.errors import InvalidInput, PermissionRefused
from imports.errors import EanTaken
from imports.feeds import ean_queue
from imports.models import EanPending, OutboxEvent
from imports.selectors.ean_pending import PendingFilters, pending_counts, pending_list
from imports.selectors.issues import issue_list
from imports.services.ean_pending import dismiss_eans, reopen_eans, resolve_ean
from tests.factories.imports import imported

FILE = (
    "SKU;EAN;Nom;Marque;Référence fabricant;Prix\n"
    "A1;4006381333931;Stylo;Bic;S-1;1,50\n"
    "A2;;Feutre épais;Bic;F-2;2,00\n"
    "A3;0000000000000;Gomme;Maped;G-3;3,00\n"
    "A4;4006381333932;Colle;UHU;C-4;4,00\n"
).encode()
EAN = "4006381333948"


@pytest.fixture
def run(tenant_id):
    return imported(FILE, tenant_id=tenant_id)


def entry(sku):
    return EanPending.objects.get(supplier_sku=sku)


def test_imported_rows_without_a_usable_ean_are_queued_once(run, tenant_id):
    assert {(row.supplier_sku, row.title, row.brand, row.mpn) for row in EanPending.objects.all()} == {
        ("A2", "Feutre épais", "Bic", "F-2"),
        ("A3", "Gomme", "Maped", "G-3"),
    }
    imported(FILE.replace(b"3,00", b"3,50"), tenant_id=tenant_id)
    assert pending_counts() == {"open": 2, "resolved": 0, "dismissed": 0}
    assert entry("A2").run_id == run.pk


def test_a_resolved_ean_goes_to_the_product_and_to_later_files(run, tenant_id, people):
    before = Offer.objects.get(supplier_sku="A2").key
    resolve_ean(entry("A2").pk, ean=EAN, tenant_id=tenant_id, by=people.manager)
    assert Product.objects.get(title="Feutre épais").gtin == f"0{EAN}"
    again = imported(FILE.replace(b"2,00", b"2,20"), tenant_id=tenant_id)
    (issue,) = issue_list(again, code="ean_resolved").items
    assert issue.message == f"Row 3 has no EAN; 0{EAN}, found for it before, is taken."
    offer = Offer.objects.get(supplier_sku="A2")
    assert (offer.gtin, offer.key) == (f"0{EAN}", before)
    assert Product.objects.count() == 3


def test_an_article_is_found_again_by_title_and_reference(run, tenant_id, people):
    resolve_ean(entry("A2").pk, ean=EAN, tenant_id=tenant_id, by=people.manager)
    other = "SKU;EAN;Nom;Marque;Référence fabricant;Prix\nB9;;FEUTRE  EPAIS;Bic;f2;2,00\n".encode()
    again = imported(other, tenant_id=tenant_id)
    assert again.issue_counts["info"]["ean_resolved"] == 1
    assert Offer.objects.get(supplier_sku="B9").gtin == f"0{EAN}"
    assert Offer.objects.get(supplier_sku="B9").product == Product.objects.get(title="Feutre épais")


def test_another_supplier_is_not_concerned(run, tenant_id, people):
    resolve_ean(entry("A2").pk, ean=EAN, tenant_id=tenant_id, by=people.manager)
    other = imported(FILE, tenant_id=tenant_id, supplier="OTHER")
    assert "ean_resolved" not in other.issue_counts.get("info", {})


def test_a_file_that_brings_the_ean_closes_the_entry(run, tenant_id):
    imported(FILE.replace(b"A2;;", f"A2;{EAN};".encode()), tenant_id=tenant_id)
    assert (entry("A2").state, entry("A2").gtin) == ("resolved", f"0{EAN}")
    assert pending_counts()["open"] == 1


def test_what_is_found_is_told(run, tenant_id, people):
    resolve_ean(entry("A2").pk, ean=EAN, tenant_id=tenant_id, by=people.manager)
    resolve_ean(entry("A2").pk, ean=EAN, tenant_id=tenant_id, by=people.manager)
    (event,) = OutboxEvent.objects.filter(kind="ean.resolved")
    assert event.payload["ean"] == f"0{EAN}"
    assert event.payload["product_id"] == str(Product.objects.get(title="Feutre épais").pk)


@pytest.mark.parametrize("ean", ["4006381333932", "abc", "", "2000000000015"])
def test_what_is_no_ean_is_refused(run, tenant_id, people, ean):
    with pytest.raises(InvalidInput, match="is not an EAN"):
        resolve_ean(entry("A2").pk, ean=ean, tenant_id=tenant_id, by=people.manager)
    assert entry("A2").state == "open"


def test_the_ean_of_another_product_is_refused_with_its_name(run, tenant_id, people):
    with pytest.raises(EanTaken, match="Another product has the EAN 4006381333931: “Stylo”") as refused:
        resolve_ean(entry("A2").pk, ean="4006381333931", tenant_id=tenant_id, by=people.manager)
    assert refused.value.params["product_id"] == str(Product.objects.get(title="Stylo").pk)
    assert (entry("A2").state, Product.objects.get(title="Feutre épais").gtin) == ("open", None)


def test_dismissed_articles_are_not_queued_again(run, tenant_id, people):
    assert dismiss_eans([entry("A2").pk], tenant_id=tenant_id, by=people.manager) == 1
    imported(FILE.replace(b"2,00", b"2,20"), tenant_id=tenant_id)
    assert [row.supplier_sku for row in pending_list(PendingFilters()).items] == ["A3"]
    assert reopen_eans([entry("A2").pk], tenant_id=tenant_id, by=people.manager) == 1
    assert pending_counts()["open"] == 2


def test_who_may_only_read_changes_nothing(run, tenant_id, people):
    with pytest.raises(PermissionRefused):
        resolve_ean(entry("A2").pk, ean=EAN, tenant_id=tenant_id, by=people.viewer)
    with pytest.raises(PermissionRefused):
        dismiss_eans([entry("A2").pk], tenant_id=tenant_id, by=people.viewer)
    assert entry("A2").state == "open"
    assert Product.objects.get(title="Feutre épais").gtin is None


def test_the_list_is_searched(run):
    assert [row.title for row in pending_list(PendingFilters(search="feutre")).items] == ["Feutre épais"]
    assert pending_list(PendingFilters(search="xyz")).total == 0


def test_a_large_file_without_eans_does_not_fill_the_queue(tenant_id, monkeypatch):
    monkeypatch.setattr(ean_queue, "MANY_ROWS", 3)
    imported(b"SKU;Nom;Prix\nA1;a;1\nA2;b;2\nA3;c;3\n", tenant_id=tenant_id)
    assert not EanPending.objects.exists()


@pytest.mark.parametrize(("wanted", "queued"), [("never", 0), ("always", 2)])
def test_the_setting_decides(tenant_id, monkeypatch, wanted, queued):
    monkeypatch.setattr(ean_queue.configuration, "value", lambda key, tenant_id: wanted)
    imported(FILE, tenant_id=tenant_id)
    assert EanPending.objects.count() == queued


def test_a_file_of_prices_queues_nothing(tenant_id):
    imported(b"SKU;Prix\nA1;1\nA2;2\n", tenant_id=tenant_id)
    assert not EanPending.objects.exists()
