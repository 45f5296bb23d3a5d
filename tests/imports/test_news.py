"""The end of a run: webhooks and people are told, each once."""

import pytest

from core.configuration import services as settings_services
from core.events import outbox_of, relay
from core.models import Notification, OutgoingMessage
from core.notifications.preferences import set_preferences
from core.tenancy import every_tenant, tenant_scope
from imports.services import cancel_run, claim, execute_run, start_run
from tests.factories.imports import confirmed, feed_csv, imported, uploaded
from tests.factories.webhooks import told, webhook


@pytest.fixture
def in_scope(people):
    with tenant_scope(people.tenant.pk):
        yield people


def news():
    with every_tenant():
        relay("imports")
    return [(row.user.name, row.kind, row.level) for row in Notification.objects.order_by("user__name")]


def broken(people, monkeypatch, **options):
    run = confirmed(uploaded(feed_csv(3), tenant_id=people.tenant.pk, **options))
    monkeypatch.setattr("imports.services.work.perform", lambda run: 1 / 0)
    claim(run)
    execute_run(run.pk)
    return run


def test_webhooks_get_the_documented_fields(in_scope):
    hook = webhook(in_scope.tenant, "import.started", "import.completed")
    run = imported(feed_csv(3), tenant_id=in_scope.tenant.pk, by=in_scope.manager)
    (started, first), (completed, second) = told(hook, "imports")
    assert (started, completed) == ("import.started", "import.completed")
    assert set(first) == {"job_id", "supplier_id", "supplier_name", "import_type", "total_products", "started_by"}
    assert set(second) == {"job_id", "supplier_id", "supplier_name", "duration_seconds", "stats", "status"}
    assert second["job_id"] == str(run.pk)
    assert second["stats"] == {"total_products": 3, "created": 3, "updated": 0, "errors": 0}


def test_a_failure_is_told_with_its_error(in_scope, monkeypatch):
    hook = webhook(in_scope.tenant, "import.failed")
    broken(in_scope, monkeypatch)
    [(event, data)] = told(hook, "imports")
    assert (event, data["error"]["code"]) == ("import.failed", "UNEXPECTED")


def test_who_started_a_run_hears_of_its_end(in_scope):
    imported(feed_csv(3), tenant_id=in_scope.tenant.pk, by=in_scope.manager)
    assert news() == [("Marc Manager", "import_completed", "success")]


def test_of_a_run_by_itself_hear_those_who_look_after_imports(in_scope):
    imported(feed_csv(3), tenant_id=in_scope.tenant.pk)
    assert [name for name, _kind, _level in news()] == ["Alice Admin", "Marc Manager"]


def test_an_event_that_comes_twice_is_told_once(in_scope):
    imported(feed_csv(3), tenant_id=in_scope.tenant.pk, by=in_scope.manager)
    news()
    outbox_of("imports").objects.update(delivered_at=None)
    assert len(news()) == 1


def test_a_failure_is_told_by_e_mail_too(in_scope, monkeypatch):
    broken(in_scope, monkeypatch, by=in_scope.manager)
    assert {name for name, _kind, _level in news()} == {"Alice Admin", "Marc Manager"}
    assert OutgoingMessage.objects.count() == 2


def test_the_organisation_can_do_without_these_mails(in_scope, monkeypatch):
    values = {"notifications.emailImportError": False}
    settings_services.change(by=in_scope.admin, tenant_id=in_scope.tenant.pk, values=values)
    broken(in_scope, monkeypatch)
    assert len(news()) == 2
    assert OutgoingMessage.objects.count() == 0


def test_nobody_hears_what_nobody_wants(in_scope):
    set_preferences(in_scope.manager, channels={"import_completed": []})
    imported(feed_csv(3), tenant_id=in_scope.tenant.pk, by=in_scope.manager)
    assert news() == []


def test_a_run_stopped_on_request_is_no_news(in_scope):
    run = confirmed(uploaded(feed_csv(3), tenant_id=in_scope.tenant.pk, by=in_scope.manager))
    start_run(run, by=in_scope.manager)
    cancel_run(run, by=in_scope.manager)
    assert news() == []
