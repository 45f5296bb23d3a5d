"""Full imports: what the file does not name is no longer delivered, when the file is complete; undone it comes back."""

import pytest

from catalog import bulk
from catalog.models import Offer, Product
from core.jobs import JobStatus
from imports.feeds import missing
from imports.models import ImportRun
from imports.selectors import log_lines, undo_state
from imports.services import claim, execute_dry_run, execute_run, start_dry_run, undo_run
from suppliers.services import set_policies
from tests.factories.imports import confirmed, uploaded

HEAD = "SKU;Nom;Prix;Stock\n"


def rows(*numbers, stock=5):
    return "".join(f"G{n};Produit {n};{n},50;{stock}\n" for n in numbers)


def feed(*numbers, more=""):
    return (HEAD + rows(*numbers) + more).encode()


def full(content, *, tenant_id, **policies):
    run = confirmed(uploaded(content, tenant_id=tenant_id, is_partial=False))
    if policies:
        set_policies(by=None, source_id=run.source_id, values=policies)
        run = confirmed(uploaded(content, tenant_id=tenant_id, is_partial=False))
    return carried_out(run)


def carried_out(run):
    claim(run)
    execute_run(run.pk)
    run.refresh_from_db()
    return run


def stocks():
    return dict(Product.objects.values_list("title", "stock"))


@pytest.fixture
def ten(tenant_id):
    run = full(feed(*range(1, 11)), tenant_id=tenant_id, completeness_percent=50)
    assert (run.status, run.offers_missing) == (JobStatus.COMPLETED, 0)
    return run


def test_what_is_not_in_the_file_has_no_stock_any_more_and_an_undo_brings_it_back(tenant_id, ten):
    run = full(feed(*range(1, 9)), tenant_id=tenant_id)
    assert (run.status, run.offers_missing, run.offers_retired) == (JobStatus.COMPLETED, 2, 2)
    assert (stocks()["Produit 9"], stocks()["Produit 8"]) == (0, 5)
    assert "retired" in [line.code for line in log_lines(run)]
    undoing = undo_run(run, by=None, start=False)
    assert carried_out(undoing).status == JobStatus.COMPLETED
    assert stocks()["Produit 9"] == 5
    assert Offer.objects.filter(missing_since=None).count() == 10


def test_offers_are_compared_piece_by_piece(tenant_id, ten, monkeypatch):
    monkeypatch.setattr(bulk, "PACK_ROWS", 2)
    monkeypatch.setattr(bulk, "PIECE_PACKS", 1)
    run = full(feed(1, 2, 4, 5, 7, 8, 10), tenant_id=tenant_id)
    assert (run.offers_missing, run.offers_retired) == (3, 3)
    assert [n for n in range(1, 11) if stocks()[f"Produit {n}"] == 0] == [3, 6, 9]


def test_a_partial_import_takes_nothing_away(tenant_id, ten):
    run = carried_out(confirmed(uploaded(feed(1), tenant_id=tenant_id, is_partial=True)))
    assert (run.offers_missing, stocks()["Produit 9"]) == (0, 5)


def test_products_of_held_rows_and_of_rows_that_give_way_are_not_missing(tenant_id, ten):
    more = "G9;Produit 9;abc;5\nG8;Produit 8;8,50;5\n"
    run = full(feed(*range(1, 9), more=more), tenant_id=tenant_id)
    assert (run.rows_held, run.rows_skipped) == (1, 1)
    assert (run.offers_missing, stocks()["Produit 9"], stocks()["Produit 10"]) == (1, 5, 0)


def test_products_of_another_source_are_not_missing(tenant_id, ten):
    run = confirmed(uploaded(feed(1, 2), tenant_id=tenant_id, source="other", is_partial=False))
    assert carried_out(run).offers_missing == 0
    assert stocks()["Produit 9"] == 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (feed(1, 2), "too_few_rows"),
        (feed(*range(1, 9), more=";Sans référence;1,00;5\n"), "keyless_rows"),
    ],
)
def test_of_an_incomplete_file_nothing_is_missing(tenant_id, ten, content, code):
    run = full(content, tenant_id=tenant_id)
    assert (run.status, run.offers_missing, stocks()["Produit 10"]) == (JobStatus.COMPLETED, 0, 5)
    warned = [line for line in log_lines(run) if line.level == "warning"]
    assert [line.code for line in warned] == [code]
    assert "nothing counts as missing" in warned[0].message


@pytest.mark.parametrize(
    ("policy", "stock", "status"), [("keep", 5, "active"), ("deactivate", 0, "inactive"), ("trash", 0, "trash")]
)
def test_policies_for_missing_products(tenant_id, ten, policy, stock, status):
    run = full(feed(*range(1, 10)), tenant_id=tenant_id, missing_rows=policy)
    gone = Product.objects.get(title="Produit 10")
    assert (run.offers_missing, gone.stock, gone.status) == (1, stock, status)


def test_a_dry_run_says_how_many_would_be_missing_and_changes_nothing(tenant_id, ten):
    dry_run = start_dry_run(
        confirmed(uploaded(feed(*range(1, 9)), tenant_id=tenant_id, is_partial=False)), by=None, start=False
    )
    claim(dry_run)
    found = execute_dry_run(dry_run.pk).impact["missing"]
    assert (found["count"], found["delivered"], found["policy"]) == (2, 10, "stock_zero")
    assert found["samples"] == [{"key": "supplier_sku:G10"}, {"key": "supplier_sku:G9"}]
    assert stocks()["Produit 9"] == 5


def test_a_worker_that_dies_between_two_batches_takes_each_product_away_once(tenant_id, ten, monkeypatch):
    monkeypatch.setattr(missing, "BATCH", 2)
    run = confirmed(uploaded(feed(*range(1, 6)), tenant_id=tenant_id, is_partial=False))
    original, deaths = missing.retire_offers, iter([False, True, False, False, False, False])

    def dying(ids, **values):
        result = original(ids, **values)
        if next(deaths):
            raise ZeroDivisionError
        return result

    monkeypatch.setattr(missing, "retire_offers", dying)
    assert carried_out(run).status == JobStatus.FAILED
    assert Offer.objects.exclude(missing_since=None).count() == 4
    assert undo_state(run).possible
    ImportRun.objects.filter(pk=run.pk).update(status=JobStatus.PENDING, finished_at=None)
    run.refresh_from_db()
    assert carried_out(run).status == JobStatus.COMPLETED
    assert (run.offers_missing, run.offers_retired) == (5, 5)
    assert Offer.objects.exclude(missing_since=None).count() == 5


def test_a_product_that_is_delivered_again_is_no_longer_missing(tenant_id, ten):
    full(feed(*range(1, 9)), tenant_id=tenant_id)
    run = full(feed(*range(1, 11)), tenant_id=tenant_id)
    assert (run.offers_missing, stocks()["Produit 9"]) == (0, 5)
