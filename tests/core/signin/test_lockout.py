"""Attempts are counted per address, known or not; the lock grows in three steps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from core.models import Notification, SignInCounter
from core.signin import lockout, services
from core.signin.errors import Locked, WrongCredentials
from tests.factories.people import PASSWORD, UserFactory

UNKNOWN = "nobody@example.org"


def fail(email, times=1):
    for _attempt in range(times):
        with pytest.raises(WrongCredentials):
            services.authenticate(email=email, password="wrong")


def waits(email, password="wrong"):
    """Seconds to wait as a refusal tells them."""
    with pytest.raises(Locked) as refused:
        services.authenticate(email=email, password=password)
    return refused.value.params["retry_after"]


@pytest.mark.parametrize("known", [True, False])
def test_three_steps_for_known_and_unknown_addresses_alike(people, known):
    email = people.manager.email if known else UNKNOWN
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fail(email, 5)
        assert waits(email) == 15 * 60
        clock.shift(timedelta(minutes=15))
        fail(email, 5)
        assert waits(email) == 3600
        clock.shift(timedelta(hours=1))
        fail(email, 10)
        assert waits(email) is None
        clock.shift(timedelta(days=300))
        assert waits(email) is None


def test_the_right_password_is_refused_with_the_same_sentence(people):
    fail(people.manager.email, 5)
    sentences = set()
    for password in ("wrong", PASSWORD):
        with pytest.raises(Locked) as refused:
            services.authenticate(email=people.manager.email, password=password)
        sentences.add(str(refused.value))
    assert sentences == {"Too many attempts with this address: try again in 15 minutes."}


def test_attempts_during_a_lock_do_not_count(people):
    fail(people.manager.email, 5)
    for _attempt in range(30):
        waits(people.manager.email)
    assert SignInCounter.objects.get().failures == 5


def test_a_success_forgets_failures(people):
    fail(people.manager.email, 4)
    services.authenticate(email=people.manager.email, password=PASSWORD)
    assert not SignInCounter.objects.exists()
    fail(people.manager.email, 4)


def test_other_addresses_are_not_locked(people):
    fail(people.manager.email, 5)
    assert services.authenticate(email=people.viewer.email, password=PASSWORD) == people.viewer


def test_the_case_of_the_address_does_not_matter(people):
    fail(people.manager.email.upper(), 5)
    assert waits(f" {people.manager.email} ")


def test_unlocking(people, acts):
    fail(people.manager.email, 5)
    assert lockout.lock_states([people.manager.email])[people.manager.email].is_locked
    assert services.unlock(user=people.manager, by=people.admin)
    assert not services.unlock(user=people.manager, by=people.admin)
    assert services.authenticate(email=people.manager.email, password=PASSWORD)
    assert acts().count("signin.unlocked") == 1


def test_the_trail_tells_failures_and_the_lock(people, acts):
    fail(people.manager.email, 5)
    assert acts() == ["signin.failed"] * 5 + ["signin.locked"]


def test_administrators_are_told(people):
    services.tell_lock(email=people.manager.email, failures=5)
    assert [row.user for row in Notification.objects.all()] == [people.admin]
    assert services.tell_lock(email=UNKNOWN, failures=5) == 0


def test_an_inactive_person_gets_the_neutral_refusal(people):
    inactive = UserFactory(is_active=False)
    with pytest.raises(WrongCredentials):
        services.authenticate(email=inactive.email, password=PASSWORD)


def test_old_counters_are_swept_and_blocked_ones_kept(db):
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        fail(UNKNOWN)
        for minutes in (0, 20, 90):
            with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
                fail("blocked@example.org", 5 if minutes < 90 else 10)
    lockout.sweep()
    assert list(SignInCounter.objects.values_list("failures", "is_blocked")) == [(20, True)]


@pytest.mark.django_db(transaction=True)
def test_many_attempts_at_once_get_no_more_than_five_guesses():
    def guess(_number):
        try:
            services.authenticate(email=UNKNOWN, password="wrong")
        except (WrongCredentials, Locked) as refused:
            return type(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(16)))
    assert outcomes.count(WrongCredentials) == 5
    assert outcomes.count(Locked) == 11
