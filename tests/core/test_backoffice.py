"""Staff who are not Super Admins: they look at their organisation's rows, as far as their role lets them."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from catalog.models import Product
from core.access import grants
from core.access.roles import Role
from core.tenancy import tenant_scope
from suppliers.models import Supplier
from tests.factories.people import UserFactory, member
from tests.factories.products import make_catalogue

OURS = ("suppliers_supplier", "catalog_product", "catalog_category", "imports_importrun")
SUPER = ("core_user", "core_tenant", "core_outboxevent", "django_celery_beat_periodictask")


@pytest.fixture
def catalogue(people):
    return make_catalogue(people)


def staff(client, user):
    """The client, signed in as this person of the staff."""
    user.is_staff = True
    user.save()
    client.force_login(user)
    return client


def the_list(name, **query):
    return reverse(f"admin:{name}_changelist", query=query)


def test_a_manager_of_the_staff_finds_the_rows_of_the_organisation(client, people, catalogue):
    browser = staff(client, people.manager)
    assert browser.get(reverse("admin:index")).status_code == 200
    for name in OURS:
        assert browser.get(the_list(name)).status_code == 200, name
    assert "Werkzeug Weber" in browser.get(the_list("suppliers_supplier")).text
    assert "Scie circulaire" in browser.get(the_list("catalog_product")).text


@pytest.mark.parametrize("name", SUPER)
def test_what_concerns_the_installation_is_for_super_admins(client, people, name):
    assert staff(client, people.admin).get(the_list(name)).status_code == 403


def test_groups_have_no_page():
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")


def test_staff_of_another_organisation_find_nothing(client, people, catalogue):
    browser = staff(client, people.stranger)
    assert "Werkzeug" not in browser.get(the_list("suppliers_supplier")).text
    assert "Werkzeug" not in browser.get(the_list("suppliers_supplier", q="WERK")).text
    assert "Scie" not in browser.get(the_list("catalog_product")).text
    for name in ("change", "history", "delete"):
        answer = browser.get(reverse(f"admin:suppliers_supplier_{name}", args=[catalogue.rival]))
        assert answer.status_code in (302, 403, 404), name
        assert "Werkzeug" not in answer.text


def test_the_autocomplete_shows_nobody_elses_people(client, people):
    query = {"app_label": "core", "model_name": "membership", "field_name": "user", "term": "vera"}
    answer = staff(client, people.stranger).get(reverse("admin:autocomplete", query=query))
    assert answer.status_code == 403


def test_a_change_goes_through_the_service(client, people, catalogue):
    browser = staff(client, people.manager)
    address = reverse("admin:suppliers_supplier_change", args=[catalogue.rival])
    form = browser.get(address).context["adminform"].form
    values = {name: value if value is not None else "" for name, value in form.initial.items()}
    inline = {"sources-TOTAL_FORMS": 0, "sources-INITIAL_FORMS": 0}
    answer = browser.post(address, {**values, **inline, "name": "Weber Werkzeuge"})
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    with tenant_scope(people.tenant.pk):
        assert Supplier.objects.get(pk=catalogue.rival).name == "Weber Werkzeuge"


def test_a_viewer_of_the_staff_changes_nothing(client, people, catalogue):
    browser = staff(client, people.viewer)
    address = reverse("admin:suppliers_supplier_change", args=[catalogue.rival])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"name": "Mine"}).status_code == 403
    with tenant_scope(people.tenant.pk):
        assert Supplier.objects.get(pk=catalogue.rival).name == "Werkzeug Weber"


def test_grants_cut_the_lists_of_the_back_office(client, people, catalogue):
    guest = member(people.tenant, "")
    with tenant_scope(people.tenant.pk):
        grants.grant(guest, ["read:products"], Supplier.objects.get(pk=catalogue.rival))
        drill = Product.objects.get(pk=catalogue.drill)
    browser = staff(client, guest)
    text = browser.get(the_list("catalog_product")).text
    assert drill.title in text
    assert "Scie" not in text
    assert browser.get(the_list("suppliers_supplier")).status_code == 403


def test_staff_without_a_place_in_an_organisation_stay_outside(client, people):
    nobody = UserFactory(is_staff=True)
    client.force_login(nobody)
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(the_list("suppliers_supplier")).status_code == 302


def test_every_admin_of_an_organisations_rows_is_guarded():
    from core.backoffice.guarded import Guarded
    from core.base import TenantModel

    open_to_all = [
        model._meta.label
        for model, page in admin.site._registry.items()
        if issubclass(model, TenantModel) and not isinstance(page, Guarded)
    ]
    assert open_to_all == []
    assert Role.ADMIN
