"""The pages of schedules: what to do where no feed can be planned, and the list that follows a fetch."""

import pytest
from django.utils import timezone

from core.jobs import JobStatus
from core.tenancy import tenant_scope
from imports.models import Fetch
from suppliers.models import Source
from suppliers.services import create_schedule
from tests.imports.pages import completed, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def planned(people):
    """A feed that is fetched every day."""
    run = completed(people)
    with tenant_scope(people.tenant.pk):
        Source.objects.update(kind="http", connection={"url": "https://files.example.com/tarif.csv"})
        create_schedule(by=None, source_id=run.source_id)
        return Source.objects.get()


def test_without_a_feed_to_plan_the_page_says_what_to_do(manager, people):
    completed(people)
    page = text_of(manager.get("/schedules/new/"))
    assert "No feed can be planned yet" in page
    assert 'href="/suppliers/"' in page.partition("No feed can be planned yet")[2]
    assert "<select" not in page.partition("<h1")[2]
    assert "none is here that you may plan" in text_of(manager.get("/schedules/"))
    assert manager.post("/schedules/new/", {"frequency": "daily"}).status_code == 422


def test_with_one_the_form_is_there(manager, planned):
    page = text_of(manager.get("/schedules/new/"))
    assert "No feed can be planned yet" not in page
    assert f'value="{planned.pk}"' in page


@pytest.mark.parametrize("address", ["/schedules/", "/feeds/{source}/schedule/"], ids=["all", "feed"])
def test_the_list_follows_a_fetch(manager, people, planned, address):
    address = address.format(source=planned.pk)
    assert "hx-trigger" not in text_of(manager.get(address)).partition('id="schedules"')[2]
    with tenant_scope(people.tenant.pk):
        place = {"tenant_id": people.tenant.pk, "supplier_id": planned.supplier_id, "source_id": planned.pk}
        fetch = Fetch.objects.create(**place, status=JobStatus.PENDING, queued_at=timezone.now())
    part = text_of(manager.get(address, headers={"hx-request": "true"}))
    assert part.startswith('<div id="schedules" hx-get=')
    with tenant_scope(people.tenant.pk):
        Fetch.objects.filter(pk=fetch.pk).update(status=JobStatus.COMPLETED, outcome=Fetch.Outcome.UNCHANGED)
    part = text_of(manager.get(address, headers={"hx-request": "true"}))
    assert part.startswith('<div id="schedules"><div')
    assert "Nothing new" in part
