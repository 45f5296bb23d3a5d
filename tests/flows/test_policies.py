"""What a source decides once about errors, duplicates and known products."""

import pytest

from catalog.models import Offer, Product
from imports.models import HeldRow
from imports.selectors import issue_list
from suppliers.services import set_policies
from tests.factories.imports import imported, uploaded

HEAD = "SKU;Nom;Prix\n"
GOOD = "".join(f"G{n};Produit {n};{n},50\n" for n in range(1, 19))
BAD = ";Sans référence;1,00\nB2;Prix illisible;abc\n"
TWENTY = (HEAD + GOOD + BAD).encode()


def with_policy(tenant_id, **values):
    run = uploaded(TWENTY, tenant_id=tenant_id)
    set_policies(by=None, source_id=run.source_id, values=values)


def test_rows_with_errors_are_held_and_the_others_imported(tenant_id):
    run = imported(TWENTY, tenant_id=tenant_id)
    assert (run.rows_created, run.rows_held) == (18, 2)
    assert set(HeldRow.objects.values_list("row_number", "cause")) == {
        (20, "identity_missing:supplier_sku"),
        (21, "field_format_invalid:price"),
    }


@pytest.mark.parametrize(("limit", "status", "offers"), [(10, "completed", 18), (9, "failed", 0)])
def test_too_many_errors_stop_the_whole_file(tenant_id, limit, status, offers):
    with_policy(tenant_id, error_policy="stop_above", error_limit_percent=limit)
    run = imported(TWENTY, tenant_id=tenant_id)
    assert (run.status, Offer.objects.count()) == (status, offers)
    assert run.counts["read"] == sum(run.counts[name] for name in run.counts if name != "read") == 20


def test_all_or_nothing_imports_nothing_when_a_row_has_an_error(tenant_id):
    with_policy(tenant_id, error_policy="all_or_nothing")
    run = imported(TWENTY, tenant_id=tenant_id)
    assert (run.status, run.error_code, Product.objects.count()) == ("failed", "IMPORT_TOO_MANY_ERRORS", 0)
    assert "2 of 20 rows" in run.error_message
    assert issue_list(run, level="error").total == 2


DOUBLED = (HEAD + "A1;Premier;1,00\nA2;Autre;2,00\nA1;Dernier;3,00\n").encode()


@pytest.mark.parametrize(
    ("rule", "titles", "counts"),
    [
        ("last", {"Dernier", "Autre"}, (2, 1, 0)),
        ("first", {"Premier", "Autre"}, (2, 1, 0)),
        ("hold", {"Autre"}, (1, 0, 2)),
    ],
)
def test_rows_with_the_same_key(tenant_id, rule, titles, counts):
    with_policy(tenant_id, duplicates=rule)
    run = imported(DOUBLED, tenant_id=tenant_id)
    assert set(Product.objects.values_list("title", flat=True)) == titles
    assert (run.rows_created, run.rows_skipped, run.rows_held) == counts


def test_a_row_that_gives_way_names_the_one_that_counts(tenant_id):
    run = imported(DOUBLED, tenant_id=tenant_id)
    told = issue_list(run, code="duplicate_in_file").items[0]
    assert (told.row_number, told.level) == (2, "info")
    assert "row 4" in told.message


@pytest.mark.parametrize(
    ("existing", "title", "counts"),
    [("update", "Nouveau", (1, 0, 0)), ("ignore", "Ancien", (0, 1, 0)), ("error", "Ancien", (0, 0, 1))],
)
def test_products_that_are_known(tenant_id, existing, title, counts):
    with_policy(tenant_id, existing_products=existing)
    imported((HEAD + "A1;Ancien;1,00\n").encode(), tenant_id=tenant_id)
    run = imported((HEAD + "A1;Nouveau;1,00\n").encode(), tenant_id=tenant_id)
    assert Product.objects.get().title == title
    assert (run.rows_updated, run.rows_skipped, run.rows_held) == counts


def test_a_feed_of_stocks_updates_known_products_and_holds_unknown_ones(tenant_id):
    imported(b"SKU;Nom;Stock\nA1;Stylo;5\n", tenant_id=tenant_id)
    run = imported(b"SKU;Stock\nA1;3\nA2;9\n", tenant_id=tenant_id)
    assert (run.rows_updated, run.rows_held) == (1, 1)
    assert (Product.objects.get().stock, HeldRow.objects.get().cause) == (3, "title_missing")
