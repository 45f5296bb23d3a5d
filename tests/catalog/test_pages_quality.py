"""Pages of completeness and duplicates."""

import pytest

from catalog.models import CompletenessRun, DuplicatePair, DuplicateRun, Product, ProductMerge
from catalog.services import completeness, duplicates
from catalog.services.merging_products import merge_products
from tests.factories.catalog import GTIN, merge, row
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db
QUEUE = "/duplicates/"


@pytest.fixture
def pair(acme, bulk, in_tenant):
    """Two lamps that may be the same."""
    merge(acme, row("1", title="Desk lamp Lisbon brass", price="40", gtin=GTIN, mpn="LX-100"))
    merge(bulk, row("2", title="Desk lamp Lisbon, brass", price="41", description="Brass.", mpn="LX 100"))
    completeness.follow_changes(in_tenant.tenant.pk)
    duplicates.follow_changes(in_tenant.tenant.pk)
    return DuplicatePair.objects.get()


@pytest.fixture
def site(client, in_tenant):
    client.force_login(in_tenant.manager)
    return client


def test_completeness_shows_grades_and_what_is_lacking(pair, site, in_tenant):
    completeness.note_day(in_tenant.tenant.pk)
    with at_most_queries(30):
        page = site.get("/completeness/").content.decode()
    assert "/products/?missing_field=image" in page
    assert "/products/?grade=F" in page


def test_an_empty_catalogue_has_nothing_to_measure(site):
    assert site.get("/completeness/").status_code == 200
    assert "pair" not in site.get(QUEUE).context or site.get(QUEUE).context["pair"] is None


def test_all_is_measured_anew_by_a_button(pair, site):
    assert site.post("/completeness/recalculate/").url == "/completeness/"
    assert CompletenessRun.objects.count() == 1
    part = site.get("/completeness/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in part
    assert "<html" not in part


def test_the_product_shows_its_score_and_where_it_went(pair, site, in_tenant):
    page = site.get(f"/products/{pair.first_id}/").content.decode()
    assert "section-completeness" in page
    merge_products(pair.first_id, pair.second_id, tenant_id=in_tenant.tenant.pk, user=in_tenant.manager)
    assert "section-absorbed" in site.get(f"/products/{pair.first_id}/").content.decode()
    assert f"/products/{pair.first_id}/" in site.get(f"/products/{pair.second_id}/").content.decode()


def test_the_queue_shows_both_cards_and_accepts(pair, site):
    with at_most_queries(30):
        page = site.get(QUEUE)
    assert page.content.decode().count("Desk lamp Lisbon") >= 2
    answer = site.post(f"{QUEUE}{pair.pk}/accept/", {"survivor": pair.second_id, "least": "0"})
    assert answer.url == f"{QUEUE}?decided={pair.pk}"
    assert ProductMerge.objects.get().survivor_id == pair.second_id
    assert str(pair.pk) in site.get(answer.url).content.decode()
    site.post(f"{QUEUE}{pair.pk}/undo/")
    pair.refresh_from_db()
    assert pair.state == "pending"


def test_reject_goes_on_and_the_second_person_is_told(pair, site):
    site.post(f"{QUEUE}{pair.pk}/reject/", {"least": "60"})
    pair.refresh_from_db()
    assert pair.state == "rejected"
    told = site.post(f"{QUEUE}{pair.pk}/accept/", follow=True)
    assert [str(message) for message in told.context["messages"]]
    assert not ProductMerge.objects.exists()
    assert "Desk lamp" in site.get(f"{QUEUE}decided/").content.decode()


def test_skip_and_least_score(pair, site):
    skip = site.get(QUEUE).context["skip"]
    assert site.get(skip).context["pair"] is None
    assert site.get(f"{QUEUE}?least=100").context["pair"] is None or pair.score == 100
    assert site.get(f"{QUEUE}?after=rubbish").status_code in (400, 422)


def test_field_by_field(pair, site):
    page = site.get(f"{QUEUE}{pair.pk}/").content.decode()
    assert "choice.title" in page
    other = site.get(f"{QUEUE}{pair.pk}/?survivor={pair.first_id}").context["survivor"]
    assert other.id == pair.first_id
    site.post(f"{QUEUE}{pair.pk}/", {"survivor": pair.first_id, "choice.title": "absorbed", "choice.price": "what"})
    assert Product.objects.get(pk=pair.first_id).title == Product.objects.get(pk=pair.second_id).title


def test_a_strange_survivor_is_refused(pair, site):
    assert site.post(f"{QUEUE}{pair.pk}/accept/", {"survivor": "x"}).status_code in (400, 422)
    assert site.post(f"{QUEUE}{pair.pk}/dance/").status_code == 404


def test_merging_many_and_its_run(pair, site):
    DuplicatePair.objects.update(score=95)
    assert "Desk lamp" in site.get(f"{QUEUE}bulk/?least=90").content.decode()
    answer = site.post(f"{QUEUE}bulk/", {"least": "90"})
    run = DuplicateRun.objects.get()
    assert answer.url == f"{QUEUE}runs/{run.pk}/"
    duplicates.execute_run(run.pk)
    assert site.get(answer.url).status_code == 200
    assert site.get(answer.url, headers={"HX-Request": "true"}).status_code == 200
    assert ProductMerge.objects.count() == 1
    assert site.post(answer.url).status_code == 302  # it has ended: the page says so


def test_a_search_is_started_and_cancelled(pair, site):
    answer = site.post(f"{QUEUE}search/")
    site.post(answer.url)
    assert DuplicateRun.objects.get().status == "cancelled"


def test_who_may_only_read_decides_nothing(pair, client, in_tenant):
    client.force_login(in_tenant.viewer)
    assert client.get(QUEUE).status_code == 200
    assert client.post(f"{QUEUE}{pair.pk}/accept/").status_code == 403
    assert client.post("/completeness/recalculate/").status_code == 403
    pair.refresh_from_db()
    assert pair.state == "pending"
    assert not CompletenessRun.objects.exists()
