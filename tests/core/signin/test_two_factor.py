"""The second factor: set-up, two steps at sign-in, recovery codes, remembered devices, mandatory mode."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone

from core.errors import Conflict, InvalidInput
from core.models import RecoveryCode, SecondFactor
from core.signin import second_factor, selectors, services
from core.signin.errors import Locked, SecondFactorNeeded, WrongCode
from tests.core.signin.conftest import NEW_PASSWORD
from tests.factories.people import PASSWORD, UserFactory

# RFC 6238, appendix B, cut to six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}


def enter(people, code="", **more):
    return services.authenticate(email=people.manager.email, password=PASSWORD, code=code, **more)


@pytest.mark.parametrize(("moment", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(moment, code):
    assert second_factor.code_at(RFC_SECRET, moment // 30) == code


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_be_one_step_off(steps, good):
    with time_machine.travel(1_800_000_000, tick=False):
        code = second_factor.code_at(RFC_SECRET, second_factor.present_step() + steps)
        assert (second_factor.matching_step(RFC_SECRET, code) is not None) == good


def test_the_secret_is_not_readable_in_the_database(people, app):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM core_secondfactor")
        [(stored,)] = cursor.fetchall()
    assert app.secret not in stored
    assert SecondFactor.objects.get().secret == app.secret


def test_the_secret_stays_until_it_is_confirmed_or_made_anew(people):
    first = services.begin_two_factor(user=people.manager)
    assert services.begin_two_factor(user=people.manager) == first
    assert services.begin_two_factor(user=people.manager, anew=True) != first


def test_an_unconfirmed_second_factor_asks_for_nothing(people):
    services.begin_two_factor(user=people.manager)
    assert enter(people) == people.manager


def test_confirming_needs_a_right_code(people):
    services.begin_two_factor(user=people.manager)
    with pytest.raises(WrongCode):
        services.confirm_two_factor(user=people.manager, code="000000")
    assert not second_factor.is_on(people.manager)


def test_setting_up_twice_is_refused(people, app):
    with pytest.raises(Conflict):
        services.begin_two_factor(user=people.manager)
    with pytest.raises(Conflict):
        services.confirm_two_factor(user=people.manager, code=app.code())


def test_a_code_is_asked_for(people, app):
    with pytest.raises(SecondFactorNeeded) as needed:
        enter(people)
    assert needed.value.user == people.manager
    assert enter(people, app.code()) == people.manager


def test_a_code_counts_once(people, app):
    enter(people, app.code())
    with pytest.raises(WrongCode):
        enter(people, app.code())
    with pytest.raises(WrongCode):
        enter(people, app.code(-1))
    assert enter(people, app.code(1))


def test_the_code_of_the_set_up_counts_no_more(people, app):
    with pytest.raises(WrongCode):
        enter(people, app.code(-1))


def test_wrong_codes_lock_and_a_right_password_between_does_not_help(people, app):
    for _attempt in range(5):
        with pytest.raises(SecondFactorNeeded):
            enter(people)
        with pytest.raises(WrongCode):
            enter(people, "000000")
    with pytest.raises(Locked):
        enter(people, app.code())
    with pytest.raises(Locked):
        services.check_code(user=people.manager, code=app.code())


def test_asking_for_the_code_is_no_failure(people, app):
    for _attempt in range(12):
        with pytest.raises(SecondFactorNeeded):
            enter(people)


@pytest.mark.parametrize("spelling", [str, str.upper, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_recovery_code_replaces_the_app_once(people, app, spelling, acts):
    assert enter(people, spelling(app.recovery[3]))
    with pytest.raises(WrongCode):
        enter(people, app.recovery[3])
    assert enter(people, app.recovery[4])
    assert acts().count("two_factor.recovery_used") == 2


def test_recovery_codes_are_ten_and_kept_as_hashes(people, app):
    assert len(set(app.recovery)) == 10
    stored = str(RecoveryCode.objects.values_list())
    assert not any(code.replace("-", "") in stored for code in app.recovery)


def test_new_recovery_codes_replace_the_old(people, app):
    new = services.renew_recovery_codes(user=people.manager, password=PASSWORD, code=app.recovery[0])
    with pytest.raises(WrongCode):
        enter(people, app.recovery[1])
    assert enter(people, new[0])


@pytest.mark.parametrize(("password", "good", "field"), [("wrong", True, "password"), (PASSWORD, False, "code")])
def test_switching_off_needs_password_and_code(people, app, password, good, field):
    code = app.code() if good else "000000"
    with pytest.raises(InvalidInput) as refused:
        services.disable_two_factor(user=people.manager, password=password, code=code)
    assert refused.value.params["field"] == field
    assert second_factor.is_on(people.manager)


def test_switching_off(people, app, acts):
    services.disable_two_factor(user=people.manager, password=PASSWORD, code=app.code())
    assert enter(people) == people.manager
    assert not RecoveryCode.objects.exists()
    assert {"two_factor.on", "two_factor.off"} <= set(acts())


def test_a_reset_by_an_administrator(people, app):
    assert services.reset_two_factor(user=people.manager)
    assert not services.reset_two_factor(user=people.manager)
    assert enter(people) == people.manager


def test_a_remembered_device_is_not_asked(people, app):
    device = second_factor.device_token(people.manager)
    assert enter(people, device=device) == people.manager
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(SecondFactorNeeded):
        enter(people, device=device)


@pytest.mark.parametrize("device", ["", "nonsense", "a:b:c"])
def test_a_made_up_device_is_asked(people, app, device):
    with pytest.raises(SecondFactorNeeded):
        enter(people, device=device)


def test_somebody_elses_device_is_asked(people, app):
    with pytest.raises(SecondFactorNeeded):
        enter(people, device=second_factor.device_token(people.viewer))


def test_a_device_is_forgotten_with_a_new_password_or_a_new_secret(people, app):
    device = second_factor.device_token(people.manager)
    services.change_password(user=people.manager, old_password=PASSWORD, new_password=NEW_PASSWORD)
    assert not second_factor.is_known_device(people.manager, device)
    device = second_factor.device_token(people.manager)
    services.reset_two_factor(user=people.manager)
    services.begin_two_factor(user=people.manager)
    assert not second_factor.is_known_device(people.manager, device)


def test_a_lost_encryption_key_leaves_recovery_codes_and_the_reset(people, app, settings):
    code, device = app.code(), second_factor.device_token(people.manager)
    settings.ENCRYPTION_KEYS = ["another key that never encrypted anything"]
    with pytest.raises(WrongCode):
        enter(people, code, device=device)
    assert enter(people, app.recovery[0])
    assert selectors.protection_of(people.manager).two_factor_since
    assert services.reset_two_factor(user=people.manager)
    assert services.begin_two_factor(user=people.manager).secret


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_the_same_code_used_twice_at_once_wins_once(kind):
    user = UserFactory()
    secret = services.begin_two_factor(user=user).secret
    step = second_factor.present_step()
    recovery = services.confirm_two_factor(user=user, code=second_factor.code_at(secret, step - 1))
    code = second_factor.code_at(secret, step) if kind == "app" else recovery[0]

    def take(_number):
        try:
            return second_factor.takes_code(user, code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [False, False, False, True]
