"""The home page: tiles that lead to their lists, runs, causes, activity, system state; what each person sees."""

import pytest
from django.urls import reverse

from core import health
from core.events import relay
from core.tenancy import every_tenant, tenant_scope
from imports.models import ImportRun
from suppliers.models import Source
from suppliers.services import create_schedule, create_supplier, update_supplier
from tests.factories.imports import feed_csv, imported
from tests.queries import at_most_queries

HOME, SYSTEM = reverse("analytics:home"), reverse("analytics:system")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def shop(people):
    """Three products imported, one row of the file held."""
    held = b"REF-X;12;Sans prix;;;gratuit;;;;;;;;;;;;;;\n"
    with tenant_scope(people.tenant.pk):
        run = imported(feed_csv(3) + held, tenant_id=people.tenant.pk, supplier="MARTIN")
    with every_tenant():
        relay("imports")
    return run


def page(client, user):
    client.force_login(user)
    answer = client.get(HOME, headers=ENGLISH)
    assert answer.status_code == 200
    return answer


def test_first_use_says_what_to_do(client, people):
    text = page(client, people.manager).content.decode()
    assert "Import the first file" in text
    assert reverse("imports:new") in text
    assert reverse("suppliers:add") in text
    assert reverse("imports:new") not in page(client, people.viewer).content.decode()


def test_every_number_leads_to_its_list(client, people, shop):
    text = page(client, people.manager).content.decode()
    home = page(client, people.manager).context["home"]
    assert home.products.total == 3
    assert (home.runs_today.completed, home.runs_today.with_held, home.held) == (1, 1, 1)
    for url in (
        reverse("catalog:products") + "?has_gtin=yes",
        f"{reverse('imports:runs')}?since={home.today:%Y-%m-%d}&amp;status=with_held",
        reverse("imports:run", args=[shop.pk]),
        reverse("imports:quarantine") + "?cause=",
    ):
        assert url in text


def test_activity_is_told_in_words(client, people, shop):
    text = page(client, people.viewer).content.decode()
    assert "MARTIN: import completed" in text
    assert "3 created, 0 updated, 0 unchanged, 1 row held" in text


def test_more_runs_do_not_cost_more_queries(client, people, shop):
    page(client, people.manager)
    with at_most_queries(36) as few:
        page(client, people.manager)
    with tenant_scope(people.tenant.pk):
        for code in ("ONE", "TWO", "THREE"):
            imported(feed_csv(2), tenant_id=people.tenant.pk, supplier=code)
    with every_tenant():
        relay("imports")
    with at_most_queries(few.total + 1):
        page(client, people.manager)


def test_feeds_that_need_somebody_and_the_next_runs_are_told(client, people, shop):
    with tenant_scope(people.tenant.pk):
        ImportRun.objects.update(status="pending", stage=ImportRun.Stage.HELD)
        Source.objects.update(kind="http")
        create_schedule(by=None, source_id=shop.source_id, frequency="daily")
    text = page(client, people.viewer).content.decode()
    assert "Feeds that need somebody" in text
    assert "Waits for approval" in text
    assert "Next runs" in text
    assert reverse("imports:feed", args=[shop.source_id]) in text
    assert "&amp;status=held" in text


def test_another_organisation_sees_its_own(client, people, shop):
    answer = page(client, people.stranger)
    assert answer.context["home"].is_first_use
    assert "MARTIN" not in answer.content.decode()


def test_nobody_signs_in_first(client, people):
    assert client.get(HOME).url.startswith("/login/")


def test_the_system_says_who_answers(client, people, monkeypatch):
    monkeypatch.setattr("analytics.dashboard.workers", lambda: 0)
    monkeypatch.setattr("analytics.dashboard.redis_works", lambda: True)
    monkeypatch.setattr("analytics.dashboard.databases", lambda: {**health.databases(), "db_media": False})
    client.force_login(people.viewer)
    text = client.get(SYSTEM, headers={**ENGLISH, "HX-Request": "true"}).content.decode()
    assert "none answers" in text
    assert "db_media does not answer" in text
    monkeypatch.setattr("analytics.dashboard.workers", lambda: 2)
    monkeypatch.setattr("analytics.dashboard.databases", health.databases)
    text = client.get(SYSTEM, headers={**ENGLISH, "HX-Request": "true"}).content.decode()
    assert "2 answer" in text
    assert "all answer" in text


def test_several_changes_of_a_supplier_are_told_once(client, people):
    with tenant_scope(people.tenant.pk):
        supplier_id = create_supplier(by=None, tenant_id=people.tenant.pk, code="ALPHA", name="Alpha")
        for name in ("Beta", "Gamma"):
            update_supplier(by=people.manager, supplier_id=supplier_id, values={"name": name})
        imported(feed_csv(1), tenant_id=people.tenant.pk, supplier="ALPHA")
    with every_tenant():
        relay("suppliers")
    text = page(client, people.viewer).content.decode()
    assert text.count("Gamma: sheet or policies changed") == 1
