"""The audit trail: every act once, of its tenant only, never changed, removed by its age only."""

import uuid
from datetime import timedelta

import pytest
from django.db import Error
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from analytics.models import AuditEntry
from analytics.services import keep_acts, sweep_acts, sweep_old_acts
from core.actor import Actor, acting_as
from core.audit import record
from core.databases import alias_of, atomic, connection_of
from core.errors import Terminal
from core.events import outbox_of, relay
from core.tenancy import every_tenant, tenant_scope

JOB = Actor(kind="job", user_id=uuid.uuid4(), name="Marc Manager")


def deliver(*app_labels):
    with every_tenant():
        for app_label in app_labels or ("core", "suppliers", "imports", "catalog", "analytics"):
            relay(app_label)


def told(**options):
    with acting_as(JOB):
        record("audit.exported", app="suppliers", count=3, **options)


def trail(tenant=None):
    deliver()
    with tenant_scope(tenant.pk) if tenant else every_tenant():
        return list(AuditEntry.objects.all())


def test_an_act_stands_in_the_trail_with_who_what_and_when(in_tenant):
    subject = ("suppliers.Supplier", uuid.uuid4(), "Martin SA")
    told(subject=subject, before={"name": "Martin"}, after={"name": "Martin SA"})
    (entry,) = trail(in_tenant.tenant)
    assert (entry.tenant_id, entry.code, entry.category) == (in_tenant.tenant.pk, "audit.exported", "exports")
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("job", JOB.user_id, "Marc Manager")
    assert (entry.subject_type, entry.subject_id, entry.subject) == (subject[0], str(subject[1]), "Martin SA")
    assert (entry.before, entry.after, entry.details) == ({"name": "Martin"}, {"name": "Martin SA"}, {"count": 3})
    assert timezone.now() - entry.at < timedelta(minutes=1)


def test_an_act_delivered_twice_stands_there_once(in_tenant):
    told()
    deliver()
    outbox_of("suppliers").objects.update(delivered_at=None)
    assert len(trail(in_tenant.tenant)) == 1


def test_acts_of_two_databases_with_one_number_are_two(in_tenant):
    message = {"id": 1, "kind": "", "tenant_id": str(in_tenant.tenant.pk), "aggregate_id": "", "at": ""}
    told()
    payload = outbox_of("suppliers").objects.get().payload
    keep_acts([{**message, "app": app, "payload": payload} for app in ("core", "imports", "core")])
    assert {entry.app for entry in AuditEntry.objects.all()} == {"core", "imports"}


def test_an_act_of_nobody_we_know_belongs_to_the_installation(people):
    record("audit.exported", count=0)
    (entry,) = trail()
    assert (entry.tenant_id, entry.actor_kind) == (None, "system")
    assert trail(people.tenant) == []


def test_another_tenant_sees_nothing(people):
    with tenant_scope(people.tenant.pk):
        told()
    assert trail(people.elsewhere) == []
    assert len(trail(people.tenant)) == 1


def test_secrets_do_not_reach_the_trail(in_tenant):
    told(after={"password": "hunter2", "api_key": "pm_live_x", "nested": {"token": "t0p"}})
    (entry,) = trail(in_tenant.tenant)
    assert not {"hunter2", "pm_live_x", "t0p"} & set(str(entry.after).replace("'", " ").split())


def refused(work):
    with pytest.raises(Terminal, match="append-only"):
        work()


def test_the_application_cannot_change_or_remove_an_act(in_tenant):
    told()
    (entry,) = trail(in_tenant.tenant)
    entry.code = "forged"
    refused(entry.save)
    refused(entry.delete)
    refused(lambda: AuditEntry.objects.update(code="forged"))
    refused(lambda: AuditEntry.objects.filter(pk=entry.pk).delete())
    refused(lambda: AuditEntry.objects.bulk_update([entry], ["code"]))
    assert AuditEntry.objects.get().code == "audit.exported"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE analytics_auditentry SET code = 'forged'",
        "DELETE FROM analytics_auditentry",
        "TRUNCATE analytics_auditentry",
        "SET LOCAL pm.audit_retention = 'on'; UPDATE analytics_auditentry SET code = 'forged'",
    ],
)
def test_the_database_refuses_it_too(in_tenant, statement):
    told()
    deliver()
    with pytest.raises(Error, match="append-only"), atomic("analytics"):
        connection_of("analytics").cursor().execute(statement)
    assert AuditEntry.objects.get().code == "audit.exported"


def test_the_base_manager_is_no_way_around(in_tenant):
    told()
    deliver()
    with pytest.raises(Error, match="append-only"), atomic("analytics"):
        AuditEntry._base_manager.using(alias_of("analytics")).update(code="forged")
    with pytest.raises(Error, match="append-only"), atomic("analytics"):
        AuditEntry._base_manager.all().delete()
    assert AuditEntry.objects.get().code == "audit.exported"


def test_old_acts_go_by_their_age_and_the_sweep_is_an_act(in_tenant, people):
    told()
    with tenant_scope(people.elsewhere.pk):
        told()
    assert sweep_acts(tenant_id=in_tenant.tenant.pk, before=timezone.now()) == 0
    deliver()
    assert sweep_acts(tenant_id=in_tenant.tenant.pk, before=timezone.now()) == 1
    (sweep,) = trail(in_tenant.tenant)
    assert (sweep.code, sweep.details["count"], sweep.actor_kind) == ("audit.swept", 1, "system")
    assert len(trail(people.elsewhere)) == 1
    with pytest.raises(Error, match="append-only"), atomic("analytics"):
        connection_of("analytics").cursor().execute("DELETE FROM analytics_auditentry")


def kept_acts(tenant, *moments):
    """Acts of that time, as the outbox would have told them."""
    told()
    payload = outbox_of("suppliers").objects.latest("pk").payload
    outbox_of("suppliers").objects.update(delivered_at=timezone.now())
    identity = {"app": "suppliers", "kind": "", "tenant_id": str(tenant.pk), "aggregate_id": "", "at": ""}
    keep_acts([{**identity, "id": n, "payload": {**payload, "at": at}} for n, at in enumerate(moments)])


def test_the_setting_says_how_long_acts_are_kept(in_tenant, people, monkeypatch):
    now = parse_datetime("2027-03-31T12:00:00Z")
    monkeypatch.setattr("analytics.services.audit.timezone.now", lambda: now)
    short = {people.tenant.pk: 1, people.elsewhere.pk: 12}
    monkeypatch.setattr("analytics.services.audit.value", lambda key, tenant_id=None: short.get(tenant_id, 12))
    kept_acts(people.tenant, "2027-02-28T11:59:00+00:00", "2027-02-28T12:01:00+00:00")
    assert sweep_old_acts() == 1
    left = AuditEntry.objects.exclude(code="audit.swept").values_list("event_id", flat=True)
    assert list(left) == [1]
    assert sweep_old_acts() == 0
