"""Webhooks and notifications as people see them: the log, the bell, the preferences."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext_noop

from core.models import Notification, Webhook, WebhookDelivery
from core.notifications import notify
from core.tenancy import tenant_scope
from tests.browser.conftest import flaws, overflows, shot
from tests.factories.people import make_people

SIZES = [("light", 1440), ("dark", 1280), ("light", 390)]


@pytest.fixture
def people(transactional_db):
    return make_people()


@pytest.fixture
def hook(people):
    with tenant_scope(people.tenant.pk):
        made = Webhook.objects.create(
            tenant=people.tenant,
            url="https://erp.maison-dupont.example/api/hooks/products-manager",
            description="ERP",
            events=["product.updated", "import.completed", "stock.low_alert"],
            last_success_at=timezone.now() - timedelta(minutes=4),
        )
        for number in range(12):
            _delivery(made, number)
    return made


def _delivery(hook, number):
    failed, waiting = number % 4 == 1, number == 0
    at = timezone.now() - timedelta(minutes=7 * number)
    error = {"error": "HTTP 503", "error_code": "HTTP_503"} if failed or waiting else {}
    entry = {"at": at.isoformat(), "status": 503 if error else 200, "ms": 84, "code": "", "error": ""} | (
        {"code": "HTTP_503", "error": "HTTP 503"} if error else {}
    )
    body = {"event": "product.updated", "data": {"sku": f"REF-{number}", "changes": {"price": {"old": 1, "new": 2}}}}
    return WebhookDelivery.objects.create(
        webhook=hook,
        tenant_id=hook.tenant_id,
        event=hook.events[number % 3],
        source_app="catalog",
        source_event=number,
        part=str(number),
        body=json.dumps(body),
        status="waiting" if waiting else "failed" if failed else "delivered",
        attempts=3 if error else 1,
        response_status=503 if error else 200,
        response_ms=84,
        response_body="ok",
        created_at=at,
        attempted_at=at,
        history=[entry],
        **error,
    )


def tell(people):
    common = {"tenant_id": people.tenant.pk, "users": [people.admin]}
    params = {"supplier": "NordTech", "file": "nordtech-2026-11.csv", "created": 1204, "updated": 11226, "held": 38}
    notify(
        "import_completed",
        title=gettext_noop("Import finished: %(supplier)s"),
        message=gettext_noop("%(file)s — rows created: %(created)s, changed: %(updated)s, held: %(held)s."),
        params=params,
        level="warning",
        url="/imports/",
        **common,
    )
    notify("import_failed", title="Import failed: Velosport", message="The file is protected.", level="error", **common)
    notify("supplier_created", title="New supplier: Biomarkt", url="/suppliers/", **common)


@pytest.mark.parametrize(("theme", "width"), SIZES)
def test_pages_of_webhooks(open_page, people, hook, theme, width):
    paths = {
        "list": "/settings/webhooks/",
        "webhook": f"/settings/webhooks/{hook.pk}/",
        "form": f"/settings/webhooks/{hook.pk}/edit/",
    }
    with tenant_scope(people.tenant.pk):
        paths["delivery"] = f"{paths['webhook']}deliveries/{hook.deliveries.filter(status='failed').first().pk}/"
    page = open_page(paths["list"], user=people.admin, theme=theme, width=width)
    for name, path in paths.items():
        page.goto(path)
        shot(page, f"webhooks-{name}-{theme}-{width}")
        assert not overflows(page)
        assert flaws(page) == []


@pytest.mark.parametrize(("theme", "width"), SIZES)
def test_pages_of_notifications(open_page, people, theme, width):
    tell(people)
    page = open_page("/notifications/", user=people.admin, theme=theme, width=width)
    for name, path in {
        "list": "/notifications/",
        "preferences": "/profile/notifications/",
        "providers": "/settings/messaging/",
        "provider": "/settings/messaging/sms/",
    }.items():
        page.goto(path)
        shot(page, f"notifications-{name}-{theme}-{width}")
        assert not overflows(page)
        assert flaws(page) == []


def test_the_bell_counts_and_leads_to_the_place(open_page, people):
    tell(people)
    page = open_page("/dashboard/", user=people.admin)
    page.wait_for_selector(".bell-count:text('3')")
    page.click("#bell")
    page.wait_for_selector("#bell-menu .news")
    assert page.locator("#bell-menu .news").count() == 3
    shot(page, "notifications-bell-light")
    assert flaws(page) == []
    page.click("#bell-menu .news:has-text('Biomarkt')")
    page.wait_for_url("**/suppliers/")
    page.wait_for_selector(".bell-count:text('2')")


def test_a_new_webhook_shows_its_secret_once(open_page, people):
    page = open_page("/settings/webhooks/new/", user=people.admin)
    page.fill("input[name=url]", "https://93.184.216.34/hook")
    page.check("input[value='import.completed']")
    page.click("form button.btn-primary")
    page.wait_for_selector("text=whsec_")
    shot(page, "webhooks-secret-light-1440")
    secret = page.locator("pre.code").first.inner_text()
    page.click("text=I have copied it")
    assert secret not in page.content()


def test_preferences_are_kept(open_page, people):
    page = open_page("/profile/notifications/", user=people.manager)
    page.uncheck("input[value='import_completed:bell']")
    page.check("input[value='low_stock:email']")
    page.click("form button.btn-primary:has-text('Save')")
    page.wait_for_selector("text=The changes are saved.")
    assert not page.is_checked("input[value='import_completed:bell']")
    assert page.is_checked("input[value='low_stock:email']")
    tenant = {"tenant_id": people.tenant.pk, "users": [people.manager]}
    assert notify("import_completed", title="Import finished", **tenant) == 0
    assert Notification.objects.count() == 0
