"""Making, changing, rotating and using API keys."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.apikeys import selectors, services
from core.apikeys.errors import ApiKeyAddressRefused, ApiKeyInvalid, ApiKeyNotFound
from core.errors import InvalidInput, PermissionRefused
from core.models import ApiKey, ApiKeyUsage, Membership
from core.people.errors import BeyondOwnRights
from tests.factories.people import member

SCOPES = ["read:products", "read:suppliers"]


def make(people, **options):
    values = {"name": "Warehouse", "scopes": SCOPES, **options}
    return services.create_key(by=people.admin, tenant_id=people.tenant.pk, **values)


def used(new, address="203.0.113.7"):
    return services.key_behind(new.secret, address=address)


def test_a_key_has_the_promised_shape_and_only_its_hash_is_kept(people):
    new = make(people)
    assert new.secret.startswith("pm_live_")
    assert len(new.secret) == len("pm_live_") + 64
    row = ApiKey.objects.values().get()
    assert new.secret not in map(str, row.values())
    assert row["prefix"] == new.secret[:14]
    assert used(new).pk == new.id


def test_a_test_key_says_so(people):
    assert make(people, mode="test").secret.startswith("pm_test_")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "  "}, "Give the key a name"),
        ({"scopes": []}, "no permissions"),
        ({"scopes": ["fly:products"]}, "fly:products"),
        ({"networks": ["nowhere"]}, "nowhere is no address"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "in the past"),
        ({"colour": "red"}, "colour: unknown"),
    ],
)
def test_wrong_values_are_named_and_no_key_is_made(people, values, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        make(people, **values)
    assert not ApiKey.objects.exists()


def test_a_key_can_do_no_more_than_its_maker(people):
    Membership.objects.filter(user=people.admin).update(overrides={"delete:products": False})
    with pytest.raises(InvalidInput, match="delete:products"):
        make(people, scopes=["delete:products"])


@pytest.mark.parametrize("person", ["manager", "viewer", "stranger"])
def test_only_administrators_touch_keys(people, person):
    new, by = make(people), getattr(people, person)
    where = {"by": by, "tenant_id": people.tenant.pk, "key_id": new.id}
    before = ApiKey.objects.values().get()
    for act in (
        lambda: services.create_key(by=by, tenant_id=people.tenant.pk, name="x", scopes=SCOPES),
        lambda: services.update_key(**where, values={"name": "x"}),
        lambda: services.rotate_key(**where),
        lambda: services.switch_key(**where, active=False),
        lambda: services.delete_key(**where),
    ):
        with pytest.raises(PermissionRefused, match="admin:access"):
            act()
    assert ApiKey.objects.values().get() == before


def test_the_secret_of_a_key_that_does_more_stays_out_of_reach(people):
    new = make(people)
    clerk = member(people.tenant, "")
    Membership.objects.filter(user=clerk).update(overrides={"admin:access": True, "read:products": True})
    where = {"by": clerk, "tenant_id": people.tenant.pk, "key_id": new.id}
    before = ApiKey.objects.values().get()
    for act in (lambda: services.rotate_key(**where), lambda: services.update_key(**where, values={"networks": []})):
        with pytest.raises(BeyondOwnRights, match="read:suppliers"):
            act()
    assert ApiKey.objects.values().get() == before
    services.switch_key(**where, active=False)
    with pytest.raises(ApiKeyInvalid):
        used(new)


def test_a_key_of_another_organisation_does_not_exist(people):
    new = make(people)
    with pytest.raises(ApiKeyNotFound):
        services.delete_key(by=people.stranger, tenant_id=people.elsewhere.pk, key_id=new.id)
    with pytest.raises(ApiKeyNotFound):
        selectors.key_facts(people.elsewhere.pk, new.id)
    assert selectors.key_list(people.elsewhere.pk).total == 0


@pytest.mark.parametrize("case", ["off", "expired", "left", "person off", "closed", "changed", "nonsense", "unknown"])
def test_a_key_that_does_not_count_is_refused(people, case):
    new = make(people, expires_at=timezone.now() + timedelta(days=1))
    secret = new.secret
    if case == "off":
        services.switch_key(by=people.admin, tenant_id=people.tenant.pk, key_id=new.id, active=False)
    elif case == "person off":
        type(people.admin).objects.filter(pk=people.admin.pk).update(is_active=False)
    elif case == "left":
        Membership.objects.filter(user=people.admin).delete()
    elif case == "closed":
        type(people.tenant).objects.filter(pk=people.tenant.pk).update(is_active=False)
    elif case == "changed":
        services.rotate_key(by=people.admin, tenant_id=people.tenant.pk, key_id=new.id)
    elif case == "nonsense":
        secret = "pm_live_x"
    elif case == "unknown":
        secret = "pm_live_" + "0" * 64
    moment = timezone.now() + timedelta(days=2 if case == "expired" else 0)
    with time_machine.travel(moment, tick=False), pytest.raises(ApiKeyInvalid):
        services.key_behind(secret, address="203.0.113.7")


def test_the_old_secret_goes_on_for_the_overlap(people):
    old = make(people)
    new = services.rotate_key(by=people.admin, tenant_id=people.tenant.pk, key_id=old.id, overlap_hours=2)
    assert used(old).pk == used(new).pk == old.id
    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=1), tick=False):
        assert used(new).pk == old.id
        with pytest.raises(ApiKeyInvalid):
            used(old)


@pytest.mark.parametrize("hours", [-1, 169])
def test_an_overlap_has_its_bounds(people, hours):
    new = make(people)
    with pytest.raises(InvalidInput, match="0 to 168"):
        services.rotate_key(by=people.admin, tenant_id=people.tenant.pk, key_id=new.id, overlap_hours=hours)
    assert used(new).pk == new.id


@pytest.mark.parametrize(
    ("address", "accepted"),
    [("203.0.113.7", True), ("::ffff:203.0.113.7", True), ("203.0.114.1", False), ("2001:db8::1", False), ("", False)],
)
def test_a_key_may_be_bound_to_addresses(people, address, accepted):
    new = make(people, networks=["203.0.113.0/24"])
    if accepted:
        assert used(new, address).pk == new.id
        return
    with pytest.raises(ApiKeyAddressRefused):
        used(new, address)


def test_use_is_counted_and_written_down_once_a_minute(people):
    new = make(people)
    with time_machine.travel("2026-03-02 10:00Z", tick=False) as clock:
        for _each in range(3):
            used(new)
        assert ApiKeyUsage.objects.get().requests == 1
        clock.shift(timedelta(minutes=1))
        used(new, "198.51.100.9")
        found = selectors.key_statistics(people.tenant.pk, new.id)
        assert found.total == 4
        assert found.last_used_at == timezone.now()
    assert selectors.key_facts(people.tenant.pk, new.id).last_address == "198.51.100.9"


def test_changing_nothing_writes_nothing(people):
    new = make(people)
    before = ApiKey.objects.values().get()
    services.update_key(
        by=people.admin, tenant_id=people.tenant.pk, key_id=new.id, values={"name": "Warehouse", "scopes": SCOPES}
    )
    assert ApiKey.objects.values().get() == before
    services.update_key(by=people.admin, tenant_id=people.tenant.pk, key_id=new.id, values={"name": "Shop"})
    assert ApiKey.objects.get().name == "Shop"
