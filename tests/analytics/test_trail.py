"""The audit trail read: page, API, CSV; filters, pages, who may, and nothing of another tenant."""

import csv
import io
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.act_words import sentence, shown
from analytics.models import AuditEntry
from analytics.selectors import TrailFilters, trail, whole_trail
from core.actor import Actor, acting_as
from core.audit import record
from core.errors import InvalidInput
from core.events import relay
from core.tenancy import every_tenant, tenant_scope
from suppliers.services import create_supplier, update_supplier
from tests.queries import at_most_queries

ACTIVITY, EXPORT = reverse("analytics:activity"), reverse("analytics:activity-export")
API, API_EXPORT, LOGS = reverse("api-audit"), reverse("api-audit-export"), reverse("api-admin-logs")
MARTIN = ("suppliers.Supplier", uuid.UUID(int=7), "Martin")
ENGLISH = {"Accept-Language": "en"}


def delivered():
    with every_tenant():
        for app_label in ("core", "suppliers", "analytics"):
            relay(app_label)


def act(code="supplier.updated", *, by=None, subject=MARTIN, **options):
    who = Actor("person", by.pk, by.email, "192.0.2.7", "Firefox", "request-1") if by else Actor("job")
    with acting_as(who):
        record(code, app="suppliers", subject=subject, **options)


@pytest.fixture
def acts(in_tenant):
    """Three acts: the admin's, the manager's, a job's."""
    act(by=in_tenant.admin, before={"name": "Martin", "priority": 5}, after={"name": "Martin SA", "priority": 1})
    act("supplier.created", by=in_tenant.manager, subject=("suppliers.Supplier", uuid.UUID(int=8), "Durand"))
    act("import.completed", supplier="Durand", created=3, updated=1, subject=("imports.ImportRun", uuid.uuid4(), "Run"))
    delivered()
    return in_tenant


def codes(people, **filters):
    return [one.code for one in trail(people.tenant.pk, TrailFilters(**filters)).items]


def test_the_newest_comes_first(acts):
    assert codes(acts) == ["import.completed", "supplier.created", "supplier.updated"]


def test_filters(acts):
    today = timezone.localdate()
    assert codes(acts, person=acts.manager.pk) == ["supplier.created"]
    assert codes(acts, actor_kind="job") == ["import.completed"]
    assert codes(acts, code="supplier.updated") == ["supplier.updated"]
    assert codes(acts, category="imports", subject="durand") == ["supplier.created"]
    assert codes(acts, subject=str(uuid.UUID(int=7))) == ["supplier.updated"]
    assert len(codes(acts, request_id="request-1")) == 2
    assert len(codes(acts, since=today, until=today)) == 3
    assert codes(acts, until=today - timezone.timedelta(days=1)) == []
    assert codes(acts, since=today + timezone.timedelta(days=1)) == []
    assert codes(acts, installation=True) == []


def test_pages_are_read_by_key(acts):
    first = trail(acts.tenant.pk, TrailFilters(), per_page=2)
    second = trail(acts.tenant.pk, TrailFilters(), per_page=2, after=first.next_cursor)
    assert [one.code for one in first.items + second.items] == codes(acts)
    assert second.next_cursor is None
    with pytest.raises(InvalidInput, match="cursor"):
        trail(acts.tenant.pk, TrailFilters(), after="no cursor")


def test_the_whole_trail_comes_in_pieces(acts, monkeypatch):
    monkeypatch.setattr("analytics.selectors.acts.EXPORT_BATCH", 1)
    assert [one.code for one in whole_trail(acts.tenant.pk, TrailFilters())] == codes(acts)


def test_an_act_in_words(acts):
    done, _created, updated = (shown(one) for one in trail(acts.tenant.pk, TrailFilters()).items)
    assert updated.sentence == "Changed the supplier Martin"
    assert (updated.actor, updated.kind, updated.category) == (acts.admin.email, "", "Imports")
    assert updated.url == reverse("suppliers:supplier", args=[uuid.UUID(int=7)])
    assert [(value.label, value.old, value.new) for value in updated.values] == [
        ("name", "Martin", "Martin SA"),
        ("priority", "5", "1"),
    ]
    assert done.sentence == "Import of Durand completed: 3 created, 1 updated"
    assert (done.actor, done.kind) == ("Job", "")


def test_an_act_of_another_version_is_still_told(acts):
    (one, *_others) = trail(acts.tenant.pk, TrailFilters()).items
    assert sentence(type(one)(**{**vars(one), "code": "future.act"})) == "future.act"
    assert sentence(type(one)(**{**vars(one), "details": {}})) == "Import of – completed: – created, – updated"


def page(client, user, **query):
    client.force_login(user)
    return client.get(ACTIVITY, query, headers=ENGLISH)


def test_the_page_shows_what_was_done(client, acts):
    text = page(client, acts.admin).content.decode()
    assert "Changed the supplier Martin" in text
    assert "Martin SA" in text
    assert "192.0.2.7" in text
    assert "request-1" in text


def test_the_page_takes_filters_and_ignores_nonsense(client, acts):
    answer = page(client, acts.admin, person=str(acts.manager.pk), since="yesterday", scope="installation")
    assert [one.facts.code for one in answer.context["acts"]] == ["supplier.created"]
    assert "Nothing matches" in page(client, acts.admin, subject="nobody").content.decode()


def test_pages_follow_each_other(client, acts, monkeypatch):
    monkeypatch.setattr("analytics.views.trail.PER_PAGE", 2)
    first = page(client, acts.admin, category="imports")
    second = page(client, acts.admin, category="imports", after=first.context["next_cursor"])
    assert [one.facts.code for one in second.context["acts"]] == ["supplier.updated"]
    assert 'rel="next"' in first.content.decode()
    assert 'rel="next"' not in second.content.decode()
    assert page(client, acts.admin, after="nonsense").status_code == 422


def test_the_page_costs_the_same_however_much_it_shows(client, acts):
    page(client, acts.admin)
    with at_most_queries(16) as few:
        page(client, acts.admin)
    for _number in range(5):
        act(by=acts.admin)
    delivered()
    with at_most_queries(few.total):
        page(client, acts.admin)


def test_only_a_super_admin_sees_the_acts_of_the_installation(client, people):
    with acting_as(Actor("anonymous", name="", address="192.0.2.66")):
        record("access.denied", method="GET", path="/nowhere/", permission="")
    delivered()
    assert page(client, people.admin, scope="installation").context["acts"] == []
    people.admin.is_superuser = True
    people.admin.save()
    (one,) = page(client, people.admin, scope="installation").context["acts"]
    assert one.facts.address == "192.0.2.66"


@pytest.mark.parametrize("address", [ACTIVITY, EXPORT])
def test_others_may_not(client, acts, address):
    client.force_login(acts.viewer)
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).url.startswith("/login/")


@pytest.mark.parametrize("address", [API, API_EXPORT, LOGS])
def test_programs_of_others_may_not(api, acts, address):
    assert api.get(address).status_code == 401
    api.force_login(acts.manager)
    assert api.get(address).status_code == 403


def test_a_stranger_sees_nothing(client, api, acts):
    assert page(client, acts.stranger).context["acts"] == []
    api.force_login(acts.stranger)
    assert api.get(API).json()["items"] == []
    client.force_login(acts.stranger)
    assert read(client.get(EXPORT)) == []


def read(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_export_has_what_the_filters_let_through_and_is_an_act(client, acts):
    client.force_login(acts.admin)
    rows = read(client.get(EXPORT, {"code": "supplier.updated"}, headers=ENGLISH))
    assert [(row["Code"], row["By"], row["Address"]) for row in rows] == [
        ("supplier.updated", acts.admin.email, "192.0.2.7")
    ]
    assert rows[0]["Act"] == "Changed the supplier Martin"
    delivered()
    (exported,) = trail(acts.tenant.pk, TrailFilters(code="audit.exported")).items
    assert (exported.actor_name, exported.details) == (acts.admin.email, {"filters": {"code": "supplier.updated"}})


def test_no_cell_of_the_export_is_a_formula(client, acts):
    evil = "=HYPERLINK(1)"
    act(by=acts.admin, subject=("suppliers.Supplier", uuid.uuid4(), evil), supplier=evil)
    with acting_as(Actor("anonymous", name="", user_agent="@SUM(1)")):
        record("access.denied", method="GET", path="/x/", permission="")
    delivered()
    client.force_login(acts.admin)
    cells = [cell for row in read(client.get(EXPORT)) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    assert "'" + evil in cells


def test_the_api_lists_acts_with_a_cursor(api, acts):
    api.force_login(acts.admin)
    first = api.get(API, {"per_page": 2}, headers=ENGLISH).json()
    assert (first["total"], len(first["items"])) == (3, 2)
    assert first["items"][0]["sentence"] == "Import of Durand completed: 3 created, 1 updated"
    second = api.get(LOGS, {"per_page": 2, "after": first["next_cursor"]}).json()
    assert [one["code"] for one in second["items"]] == ["supplier.updated"]
    assert second["items"][0]["before"] == {"name": "Martin", "priority": 5}
    assert api.get(API, {"category": "nonsense"}).status_code == 422
    assert len(read(api.get(API_EXPORT, {"category": "imports"}))) == 3


def test_a_change_through_the_page_says_who_from_where(client, in_tenant):
    supplier_id = create_supplier(by=None, tenant_id=in_tenant.tenant.pk, code="ALPHA", name="Alpha")
    client.force_login(in_tenant.manager)
    url = reverse("suppliers:edit", args=[supplier_id])
    form = client.get(url).context["form"]
    values = {name: value for name, value in form.initial.items() if value is not None}
    client.post(url, {**values, "name": "Beta"}, headers={"User-Agent": "Browser", "X-Request-ID": "request-42"})
    delivered()
    (one,) = AuditEntry.objects.filter(code="supplier.updated")
    assert (one.actor_kind, one.actor_id, one.address) == ("person", in_tenant.manager.pk, "127.0.0.1")
    assert (one.user_agent, one.request_id) == ("Browser", "request-42")
    assert (one.before, one.after) == ({"name": "Alpha"}, {"name": "Beta"})


def test_a_change_of_nothing_is_no_act(in_tenant):
    supplier_id = create_supplier(by=None, tenant_id=in_tenant.tenant.pk, code="ALPHA", name="Alpha")
    update_supplier(by=in_tenant.manager, supplier_id=supplier_id, values={"name": "Alpha"})
    delivered()
    with tenant_scope(in_tenant.tenant.pk):
        assert not AuditEntry.objects.filter(code="supplier.updated").exists()


def test_the_api_lists_acts_in_the_order_asked_for(api, acts):
    api.force_login(acts.admin)
    newest = [act["id"] for act in api.get("/api/v1/audit").json()["items"]]
    oldest = [act["id"] for act in api.get("/api/v1/audit?sort_by=at&order=asc").json()["items"]]
    assert oldest == newest[::-1]
    assert len(newest) > 1
