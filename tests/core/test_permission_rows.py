"""The permissions of templates have moved to another model: an upgraded installation keeps its rows and its grants."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from core.access import grants
from core.access.permissions import CODES
from core.tenancy import tenant_scope
from tests.factories.catalog import supplier

pytestmark = pytest.mark.django_db
MOVE = import_module("core.migrations.0010_templates_have_their_own_model")
EDITOR = SimpleNamespace(connection=connection)
TEMPLATES = ("read:templates", "write:templates", "delete:templates")


def owners() -> set[str]:
    """The models on which permissions of templates are declared."""
    rows = Permission.objects.filter(codename__in=TEMPLATES)
    return set(rows.values_list("content_type__model", flat=True))


def test_a_new_installation_has_the_62_once():
    assert Permission.objects.filter(codename__in=CODES).count() == 62
    assert owners() == {"mappingtemplate"}


def test_an_older_installation_keeps_its_rows_and_its_grants(people):
    MOVE.move_back(apps, EDITOR)
    assert owners() == {"importsresource"}
    acme = supplier(people.tenant)
    grants.grant(people.viewer, ["write:templates"], acme)
    MOVE.move(apps, EDITOR)
    assert owners() == {"mappingtemplate"}
    assert Permission.objects.filter(codename__in=CODES).count() == 62
    with tenant_scope(people.tenant.pk):
        assert grants.grants_on(acme) == {people.viewer.pk: ["write:templates"]}


def test_twins_become_one_and_no_grant_is_lost(people):
    old_type = ContentType.objects.get(app_label="imports", model="importsresource")
    stale = Permission.objects.create(content_type=old_type, codename="write:templates", name="write:templates")
    acme = supplier(people.tenant)
    grants.grant(people.viewer, ["read:templates"], acme)
    apps.get_model("core", "UserGrant").objects.update(permission=stale)
    MOVE.move(apps, EDITOR)
    assert Permission.objects.filter(codename__in=CODES).count() == 62
    assert grants.grants_on(acme) == {people.viewer.pk: ["write:templates"]}


def test_moving_twice_changes_nothing():
    before = set(Permission.objects.values_list("pk", "content_type"))
    MOVE.move(apps, EDITOR)
    assert set(Permission.objects.values_list("pk", "content_type")) == before
