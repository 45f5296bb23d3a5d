"""What belongs to one organisation does not exist for another: by query, page, API, back office, search, export."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django_scopes import ScopeError, get_scope

from core.backoffice.guarded import Guarded
from core.databases import alias_of
from core.errors import Terminal
from core.tenancy import tenant_scope
from tests.access.routes import PUBLIC, RULES
from tests.access.test_matrix import PARAMETER
from tests.access.urls import routes
from tests.access.world import make_world
from tests.factories.anything import make_any

OURS = [
    model
    for model in apps.get_models()
    if any(field.attname == "tenant_id" for field in model._meta.concrete_fields) and model._meta.managed
]
# Rows of many organisations by nature: only the code named here reads them, always with the tenant in the condition.
UNSCOPED = {
    "core.Membership": "who belongs where; core.people and core.access name tenant or user",
    "core.CustomRole": "core.people names the tenant",
    "core.Invitation": "core.signin names the tenant, or the secret token",
    "core.ApiKey": "core.apikeys names the tenant, or the secret key",
    "core.IdempotentRequest": "core.rest names tenant and caller",
    "core.RateLimitViolation": "written only; read by Super Admins",
    "core.Notification": "core.notifications names the person",
    "core.OutgoingMessage": "sent by a task, read by nobody",
    **{f"{app}.OutboxEvent": "the relay reads them all" for app in (
        "core", "suppliers", "media", "catalog", "imports", "code2asin", "analytics"
    )},
}  # fmt: skip
# What a page or an answer of another organisation must not hold.
MARKS = ("Scie circulaire", "Outillage Martin", "Werkzeug Weber", "Maison Dupont", "Alice Admin", "Buyer")


def label(model):
    return model._meta.label


def is_scoped(model):
    try:
        model._default_manager.all().query  # noqa: B018 - a scoped manager refuses outside of a scope
    except (ScopeError, NotImplementedError, AttributeError):
        return True
    return type(model._default_manager.all()).__name__ == "DisabledQuerySet"


def rows_of(model):
    return model._base_manager.using(alias_of(model._meta.app_label))


def test_every_model_of_an_organisation_is_scoped_or_says_why_not():
    assert not get_scope()
    unscoped = {label(model) for model in OURS if not is_scoped(model)}
    assert unscoped == set(UNSCOPED), "scope the model, or write down here who reads it and by which condition"


@pytest.mark.parametrize("model", [model for model in OURS if label(model) not in UNSCOPED], ids=label)
def test_rows_of_another_organisation_are_neither_seen_nor_changed(people, model):
    row = make_any(model, people.tenant)
    before = rows_of(model).filter(pk=row.pk).values().get()
    with pytest.raises(ScopeError):
        list(model._default_manager.all())
    with tenant_scope(people.elsewhere.pk):
        mine = model._default_manager.filter(pk=row.pk)
        assert not mine.exists()
        assert _refused(lambda: mine.update(**{_column(model): before[_column(model)]}))
        assert _refused(lambda: mine.delete()[0])
    assert rows_of(model).filter(pk=row.pk).values().get() == before
    with tenant_scope(people.tenant.pk):
        assert model._default_manager.filter(pk=row.pk).exists()


def _refused(act) -> bool:
    """Nothing was changed: no row was found, or the rows are never changed at all (the audit trail)."""
    try:
        return act() == 0
    except Terminal:
        return True


def _column(model: type[models.Model]) -> str:
    """Any column that can be written."""
    return next(field.attname for field in model._meta.concrete_fields if not field.primary_key)


@pytest.mark.parametrize(
    "model", [each for each, page in admin.site._registry.items() if isinstance(page, Guarded)], ids=label
)
def test_the_back_office_shows_and_changes_nothing_of_another_organisation(client, people, model):
    row = make_any(model, people.tenant)
    before = rows_of(model).filter(pk=row.pk).values().get()
    people.stranger.is_staff = True
    people.stranger.save()
    client.force_login(people.stranger)
    stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    found = client.get(reverse(f"{stem}_changelist"))
    assert found.status_code == 200
    assert not found.context["cl"].result_list
    for name in ("change", "history", "delete"):
        address = reverse(f"{stem}_{name}", args=[row.pk])
        assert client.get(address).status_code in (302, 403, 404), name
        assert client.post(address, {"post": "yes"}).status_code in (302, 403, 404), name
    assert rows_of(model).filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("query", [{}, {"q": "GSR", "search": "GSR"}, {"format": "csv"}])
def test_no_list_search_or_export_holds_anything_of_another_organisation(client, people, query):
    world = make_world(people)
    marks = {*MARKS, *map(str, world.ids.values())}
    client.force_login(people.stranger)
    leaks = []
    for route in routes():
        for rule in RULES.get(route.address, ()):
            names = PARAMETER.findall(route.address)
            if "GET" not in rule.methods or rule.methods["GET"] == PUBLIC or not set(names) <= set(rule.args):
                continue
            path = "/" + PARAMETER.sub(lambda found, rule=rule: rule.args[found[1]], route.address)
            answer = client.get(path, query)
            body = answer.getvalue().decode(errors="replace")
            leaks += [f"{path}: {mark}" for mark in marks if mark in body]
    assert not leaks


def test_the_marks_are_found_where_they_belong(client, people):
    make_world(people)
    client.force_login(people.admin)
    pages = ["/products/", "/suppliers/", "/settings/users/", "/settings/roles/", "/held-rows/", "/imports/"]
    text = "".join(client.get(path).text for path in pages)
    assert [mark for mark in MARKS if mark not in text] == []
