"""The pages of settings: tabs, typed fields, errors beside them, history, restore."""

import pytest
from django.urls import reverse

from core.configuration import SETTINGS, value
from core.encryption import SecretUnreadable
from core.middleware import ErrorPages
from core.models import SettingChange
from core.tenancy import tenant_scope
from tests.factories.configuration import set_setting

pytestmark = pytest.mark.usefixtures("samples")
GENERAL = "/settings/section/general/"
KEY = "test.number"


@pytest.fixture
def admin(client, people):
    client.force_login(people.admin)
    return client


@pytest.fixture
def read(people):
    return lambda key: value(key, people.tenant.pk)


def page_values(client, address=GENERAL):
    """What a browser sends when nobody touches anything."""
    form = client.get(address).context["form"]
    values = {}
    for state in form.states:
        if state.may_change:
            shown = form.shown(state)
            values |= {f"was:{state.key}": shown, f"seen:{state.key}": str(state.version)}
            if shown or state.setting.kind != "bool":
                values[state.key] = shown
    return values


def save(client, **changed):
    given = {f"test.{name}": each for name, each in changed.items()}
    return client.post(GENERAL, {**page_values(client), **given})


def entries(people, key):
    with tenant_scope(people.tenant.pk):
        return list(SettingChange.objects.filter(key=key).order_by("version"))


def test_the_first_tab_opens(admin):
    assert admin.get("/settings/").url == GENERAL


def test_every_tab_shows_its_settings(admin):
    for section in {setting.section for setting in SETTINGS.values()}:
        text = admin.get(f"/settings/section/{section}/").content.decode()
        missing = [key for key, each in SETTINGS.items() if each.section == section and str(each.label) not in text]
        assert missing == []


def test_what_was_touched_is_saved_with_its_type(admin, people, read):
    answer = save(
        admin, number="8", rate="2.5", text="Bonjour", choice="b", list="a\r\nb\r\n", secret="hush", switch="on"
    )
    assert answer.url == GENERAL
    found = [read(f"test.{name}") for name in ("number", "text", "choice", "list", "secret", "switch")]
    assert found == [8, "Bonjour", "b", ("a", "b"), "hush", True]
    assert str(read("test.rate")) == "2.5"
    text = admin.get(GENERAL).content.decode()
    assert people.admin.email in text
    assert "hush" not in text
    assert save(admin).status_code == 302
    assert len(entries(people, "test.list")) == len(entries(people, "test.secret")) == 1


def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_saved(admin, read):
    answer = save(admin, number="99", text="new")
    assert answer.status_code == 422
    assert answer.context["form"].errors[KEY] == ["“99” is not possible: a whole number from 1 to 10 is needed."]
    assert save(admin, number="", text="new").status_code == 422
    assert (read(KEY), read("test.text")) == (5, "")


def test_two_editors_do_not_overwrite_each_other(admin, people, read):
    values = page_values(admin)
    set_setting(people.tenant, KEY, 8)
    assert admin.post(GENERAL, {**values, "test.text": "mine"}).status_code == 302
    assert (read(KEY), read("test.text")) == (8, "mine")
    late = admin.post(GENERAL, {**values, KEY: "9"})
    assert late.status_code == 422
    assert "Somebody else has changed" in late.content.decode()
    assert read(KEY) == 8


def test_a_switch_is_turned_off_by_its_absence(admin, people, read):
    set_setting(people.tenant, "test.switch", True)
    values = page_values(admin)
    values.pop("test.switch")
    admin.post(GENERAL, values)
    assert read("test.switch") is False


def test_history_restore_and_default(admin, people, read):
    set_setting(people.tenant, KEY, 8)
    set_setting(people.tenant, KEY, 9)
    address = f"{GENERAL}{KEY}/"
    assert "8 days" in admin.get(address).content.decode()
    assert "<html" not in admin.get(address, headers={"hx-request": "true"}).content.decode()
    first = entries(people, KEY)[0]
    assert admin.post(f"{address}restore/{first.pk}/").url == GENERAL
    assert read(KEY) == 8
    admin.post(f"{address}reset/")
    assert read(KEY) == 5
    told = admin.post(f"{address}reset/", follow=True).content.decode()
    assert "Nothing was different" in told


def test_an_unreadable_secret_is_told_not_restored(admin, people, read, settings):
    set_setting(people.tenant, "test.secret", "first-one")
    first = entries(people, "test.secret")[0]
    set_setting(people.tenant, "test.secret", "second-one")
    settings.ENCRYPTION_KEYS = ["another-" + "2" * 40]
    answer = admin.post(f"{GENERAL}test.secret/restore/{first.pk}/", follow=True)
    assert answer.status_code == 200
    assert "cannot be read with the keys" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_a_page_that_needs_an_unreadable_secret_says_so(rf, headers):
    request = rf.get(GENERAL, headers=headers)
    answer = ErrorPages(lambda _request: None).process_exception(request, SecretUnreadable())
    assert answer.status_code == 503
    assert "cannot be read with the keys" in answer.content.decode() + answer.headers.get("HX-Trigger", "")


@pytest.mark.parametrize("address", ["general/test.unknown/", "security/test.number/"])
def test_a_setting_that_is_not_there(admin, address):
    assert admin.get(f"/settings/section/{address}").status_code == 404


def test_what_only_super_admins_change_is_shown(admin, read):
    assert "Changed by a Super Admin only" in admin.get(GENERAL).content.decode()
    admin.post(GENERAL, {**page_values(admin), "test.risky": "on"})
    assert admin.post(f"{GENERAL}test.risky/reset/").status_code == 302
    assert read("test.risky") is False


@pytest.mark.parametrize("person", ["manager", "viewer"])
def test_others_see_and_change_nothing(client, people, read, person):
    set_setting(people.tenant, KEY, 8)
    change = entries(people, KEY)[0]
    client.force_login(getattr(people, person))
    address = f"{GENERAL}{KEY}/"
    assert {client.get(each).status_code for each in ("/settings/", GENERAL, address)} == {403}
    assert client.post(GENERAL, {KEY: "9"}).status_code == 403
    assert client.post(f"{address}reset/").status_code == 403
    assert client.post(f"{address}restore/{change.pk}/").status_code == 403
    assert read(KEY) == 8
    assert f'"{reverse("configuration:home")}"' not in client.get("/profile/preferences/").content.decode()


def test_a_stranger_works_in_an_own_organisation(client, people, read):
    set_setting(people.tenant, KEY, 8)
    change = entries(people, KEY)[0]
    client.force_login(people.stranger)
    assert client.post(f"{GENERAL}{KEY}/restore/{change.pk}/").status_code == 404
    save(client, number="7")
    assert (read(KEY), value(KEY, people.elsewhere.pk)) == (8, 7)
