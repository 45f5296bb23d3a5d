"""The status of products from a file to the pages: proposed, read, rehearsed, imported, undone."""

from catalog.models import Product
from tests.factories.imports import confirmed, imported, uploaded
from tests.flows.test_dry_run import rehearsed
from tests.flows.test_undo import undone
from tests.imports.pages import signed_in, text_of

HEAD = "Réf.;Désignation;Marque;Prix;Publié\n"
FIRST = HEAD + "A1;Perceuse;Bosch;99,00;oui\nA2;Scie;Makita;149,00;non\nA3;Ponceuse;Bosch;79,00;Fin de série\n"
ODD = FIRST + "A4;Meuleuse;Bosch;59,00;web uniquement\n"


def statuses() -> dict[str, str]:
    return dict(Product.objects.values_list("title", "status"))


def test_a_file_says_what_its_products_are(tenant_id):
    run = imported(FIRST.encode(), tenant_id=tenant_id)
    assert run.mapping["fields"]["status"]["column"] == "Publié"
    assert statuses() == {"Perceuse": "active", "Scie": "inactive", "Ponceuse": "archived"}
    again = imported(FIRST.encode(), tenant_id=tenant_id)
    assert (again.rows_unchanged, again.changed_fields) == (3, {})


def test_a_changed_word_is_foreseen_counted_and_undone(people, tenant_id):
    imported(FIRST.encode(), tenant_id=tenant_id)
    run = confirmed(uploaded(FIRST.replace("99,00;oui", "99,00;brouillon").encode(), tenant_id=tenant_id))
    impact = rehearsed(run)
    assert impact["changed_fields"] == {"status": 1}
    assert [(each["old"], each["new"]) for each in impact["samples"]["status"]] == [("active", "draft")]
    page = text_of(signed_in(people.manager).get(f"/imports/{run.pk}/dry-run/"))
    assert "Draft" in page
    done = imported(FIRST.replace("99,00;oui", "99,00;brouillon").encode(), tenant_id=tenant_id)
    assert (done.changed_fields, statuses()["Perceuse"]) == ({"status": 1}, "draft")
    undone(done)
    assert statuses() == {"Perceuse": "active", "Scie": "inactive", "Ponceuse": "archived"}


def test_an_unknown_word_is_told_and_left_out(people, tenant_id):
    run = imported(ODD.encode(), tenant_id=tenant_id)
    assert run.issue_counts["warning"] == {"field_format_invalid": 1}
    assert statuses()["Meuleuse"] == "active"
    waiting = confirmed(uploaded(ODD.replace("59,00", "58,00").encode(), tenant_id=tenant_id))
    assert "web uniquement" in text_of(signed_in(people.manager).get(f"/imports/{waiting.pk}/values/"))


def test_a_file_without_the_column_makes_active_products(tenant_id):
    imported(FIRST.replace(";Publié", "").replace(";oui", "").replace(";non", "").encode(), tenant_id=tenant_id)
    assert set(statuses().values()) == {"active"}


def test_the_pages_of_a_product_tell_its_status_and_who_says_it(people, tenant_id):
    imported(FIRST.encode(), tenant_id=tenant_id)
    place = f"/products/{Product.objects.get(title='Ponceuse').pk}/"
    browser = signed_in(people.manager)
    assert "Archived" in text_of(browser.get(place))
    assert text_of(browser.get(f"{place}offers/")).count("Archived") == 2
