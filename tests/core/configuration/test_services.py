"""Changing settings: versions, history, audit, rights; a refused change changes nothing."""

import uuid

import pytest
from django.test import override_settings

from core.audit import RECORDED
from core.configuration import services, value
from core.configuration.errors import SettingInvalid, SettingOutdated, UnknownSetting
from core.configuration.registry import SETTINGS
from core.configuration.selectors import history_of, setting_for, settings_for
from core.encryption import MASK, SecretUnreadable
from core.errors import NotFound, PermissionRefused
from core.models import OutboxEvent, SettingChange, StoredSetting
from core.tenancy import tenant_scope
from tests.factories.people import UserFactory
from tests.queries import at_most_queries

pytestmark = pytest.mark.usefixtures("samples")
KEY = "test.number"


def change(people, **values):
    return services.change(by=people.admin, values={f"test.{name}": each for name, each in values.items()})


def test_a_change_is_read_at_once_and_told_to_history_and_audit(in_tenant):
    assert change(in_tenant, number=8) == [KEY]
    assert value(KEY) == 8
    entry = history_of(KEY).items[0]
    assert (entry.old, entry.new, entry.by, entry.version) == (5, 8, in_tenant.admin.email, 1)
    audit = OutboxEvent.objects.get(kind=RECORDED).payload
    assert (audit["code"], audit["before"], audit["after"]) == ("setting.changed", {"value": 5}, {"value": 8})
    told = OutboxEvent.objects.get(kind="setting.changed").payload
    assert told == {"key": KEY, "old": 5, "new": 8, "changed_by": str(in_tenant.admin.pk)}


def test_each_organisation_has_its_own(in_tenant):
    change(in_tenant, number=8)
    assert value(KEY, in_tenant.elsewhere.pk) == 5
    with tenant_scope(in_tenant.elsewhere.pk):
        assert history_of(KEY).total == 0
        assert setting_for(in_tenant.stranger, KEY).is_default


def test_the_same_value_writes_nothing(in_tenant):
    change(in_tenant, number=8)
    assert change(in_tenant, number=8, text="", switch=False) == []
    assert SettingChange.objects.count() == StoredSetting.objects.count() == 1


def test_back_to_the_default_by_value_by_none_and_by_reset(in_tenant):
    for act in (
        lambda: change(in_tenant, number=5),
        lambda: change(in_tenant, number=None),
        lambda: services.reset(by=in_tenant.admin, key=KEY),
    ):
        change(in_tenant, number=8)
        assert act()
        state = setting_for(in_tenant.admin, KEY)
        assert (state.value, state.is_default) == (5, True)
    assert history_of(KEY).total == 6
    assert not services.reset(by=in_tenant.admin, key=KEY)


def test_many_are_changed_together_or_not_at_all(in_tenant):
    with pytest.raises(SettingInvalid) as refused:
        services.change(by=in_tenant.admin, values={KEY: 99, "test.text": "new", "test.unknown": 1})
    assert set(refused.value.params["fields"]) == {KEY, "test.unknown"}
    assert value("test.text") == ""
    assert not StoredSetting.objects.exists()


def test_an_editor_who_knows_an_old_version_overwrites_nothing(in_tenant):
    change(in_tenant, number=8)
    with pytest.raises(SettingOutdated) as refused:
        services.change(by=in_tenant.admin, values={KEY: 9, "test.text": "new"}, versions={KEY: 0, "test.text": 0})
    assert set(refused.value.params["fields"]) == {KEY}
    assert (value(KEY), value("test.text")) == (8, "")
    services.change(by=in_tenant.admin, values={KEY: 9}, versions={KEY: 1})
    assert value(KEY) == 9


def test_a_version_is_never_used_twice(in_tenant):
    change(in_tenant, number=8)
    services.reset(by=in_tenant.admin, key=KEY)
    change(in_tenant, number=9)
    with pytest.raises(SettingOutdated):
        services.change(by=in_tenant.admin, values={KEY: 7}, versions={KEY: 1})


def test_a_row_changed_between_reading_and_writing_is_not_overwritten(in_tenant, monkeypatch):
    change(in_tenant, number=8)
    before = services.stored(in_tenant.tenant.pk)
    change(in_tenant, number=9)
    monkeypatch.setattr(services, "stored", lambda _tenant: before)
    with pytest.raises(SettingOutdated):
        change(in_tenant, number=7)
    assert value(KEY) == 9


def test_an_earlier_value_is_restored(in_tenant):
    change(in_tenant, number=8)
    first = history_of(KEY).items[0]
    change(in_tenant, number=9)
    assert services.restore(by=in_tenant.admin, key=KEY, change_id=first.id)
    assert value(KEY) == 8
    assert history_of(KEY).total == 3
    assert not services.restore(by=in_tenant.admin, key=KEY, change_id=first.id)


def test_only_changes_of_this_setting_and_organisation_are_restored(in_tenant):
    change(in_tenant, number=8, text="new")
    other = history_of("test.text").items[0]
    with pytest.raises(NotFound):
        services.restore(by=in_tenant.admin, key=KEY, change_id=other.id)
    with pytest.raises(NotFound):
        services.restore(by=in_tenant.admin, key=KEY, change_id=uuid.uuid4())
    mine = history_of(KEY).items[0]
    with tenant_scope(in_tenant.elsewhere.pk), pytest.raises(NotFound):
        services.restore(by=in_tenant.stranger, key=KEY, change_id=mine.id)
    assert value(KEY, in_tenant.elsewhere.pk) == 5


def test_an_unknown_setting(in_tenant):
    for act in (services.reset, services.restore):
        extra = {"change_id": uuid.uuid4()} if act is services.restore else {}
        with pytest.raises(UnknownSetting):
            act(by=in_tenant.admin, key="test.unknown", **extra)
    with pytest.raises(UnknownSetting):
        setting_for(in_tenant.admin, "test.unknown")
    with pytest.raises(UnknownSetting):
        history_of("test.unknown")


@pytest.mark.parametrize("person", ["manager", "viewer", "stranger"])
def test_only_those_who_may_change_settings(in_tenant, person):
    with pytest.raises(PermissionRefused):
        services.change(by=getattr(in_tenant, person), values={KEY: 8})
    assert value(KEY) == 5


def test_some_are_for_super_admins(in_tenant):
    with pytest.raises(PermissionRefused, match="Super Admin"):
        change(in_tenant, risky=True, number=8)
    assert (value("test.risky"), value(KEY)) == (False, 5)
    assert change(in_tenant, risky=False, number=8) == [KEY]
    assert not setting_for(in_tenant.admin, "test.risky").may_change
    services.change(by=UserFactory(is_superuser=True), values={"test.risky": True})
    assert value("test.risky") is True


def test_settings_belong_to_an_organisation(people):
    with pytest.raises(ValueError, match="organisation"):
        services.change(by=people.admin, values={KEY: 8})
    with pytest.raises(ValueError, match="organisation"):
        settings_for(people.admin)


def test_a_secret_is_encrypted_masked_everywhere_and_restored(in_tenant):
    change(in_tenant, secret="first-one")
    first = history_of("test.secret").items[0]
    change(in_tenant, secret="second-one")
    assert value("test.secret") == "second-one"
    assert change(in_tenant, secret=MASK) == []
    assert setting_for(in_tenant.admin, "test.secret").value == MASK
    entries = history_of("test.secret").items
    assert [(each.old, each.new) for each in entries] == [(MASK, MASK), ("", MASK)]
    assert "-one" not in str([event.payload for event in OutboxEvent.objects.all()])
    assert services.restore(by=in_tenant.admin, key="test.secret", change_id=first.id)
    assert value("test.secret") == "first-one"
    assert services.reset(by=in_tenant.admin, key="test.secret")
    assert value("test.secret") == ""


def test_a_secret_whose_key_is_lost_spoils_nothing_else_and_can_be_replaced(in_tenant):
    change(in_tenant, secret="first-one", number=8)
    with override_settings(ENCRYPTION_KEYS=["another-" + "2" * 40]):
        assert value(KEY) == 8
        with pytest.raises(SecretUnreadable):
            value("test.secret")
        assert setting_for(in_tenant.admin, "test.secret").value == MASK
        change(in_tenant, secret="second-one")
        assert value("test.secret") == "second-one"


def test_a_stored_value_beyond_todays_limits_counts_as_the_default(in_tenant, monkeypatch):
    change(in_tenant, number=8)
    narrower = SETTINGS[KEY].__class__(key=KEY, kind="int", default=3, minimum=1, maximum=4, label="Number")
    monkeypatch.setitem(SETTINGS, KEY, narrower)
    assert value(KEY) == 3


def test_the_list_of_settings_costs_two_queries(in_tenant):
    change(in_tenant, number=8, text="new")
    in_tenant.admin.memberships.count()
    with at_most_queries(3):
        states = {state.key: state for state in settings_for(in_tenant.admin)}
    assert (states[KEY].value, states[KEY].changed_by) == (8, in_tenant.admin.email)
    assert states["test.text"].words == "new"
    assert {state.key for state in settings_for(in_tenant.admin, section="security")} <= {
        key for key in SETTINGS if key.startswith("security.")
    }
