"""Tokens: their claims, their time, their single use, their end."""

from datetime import timedelta

import jwt
import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from core.models import TokenFamily, User
from core.tokens import services
from core.tokens.signing import TokenExpired, TokenInvalid


def claims(token):
    return jwt.decode(token, settings.JWT_SECRET, algorithms=["HS256"])


def test_the_access_token_says_who_and_for_how_long(people):
    pair = services.issue(people.manager)
    found = claims(pair.access_token)
    assert jwt.get_unverified_header(pair.access_token)["alg"] == "HS256"
    assert found["sub"] == found["id"] == str(people.manager.pk)
    assert found["email"] == found["username"] == people.manager.email
    assert (found["is_superuser"], found["role"]) == (False, "manager")
    assert found["exp"] - found["iat"] == pair.expires_in == 7200
    assert claims(pair.refresh_token)["exp"] - found["iat"] == 7 * 24 * 3600


def test_an_access_token_works_for_two_hours(people):
    pair = services.issue(people.manager)
    with time_machine.travel(timezone.now() + timedelta(minutes=119), tick=False):
        assert services.user_behind(pair.access_token) == people.manager
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False), pytest.raises(TokenExpired):
        services.user_behind(pair.access_token)


def test_a_refresh_token_works_for_seven_days(people):
    pair = services.issue(people.manager)
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False), pytest.raises(TokenExpired):
        services.refresh(pair.refresh_token)
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=False):
        assert services.user_behind(services.refresh(pair.refresh_token).access_token) == people.manager


def test_a_refresh_token_that_comes_twice_ends_the_sign_in(people):
    first = services.issue(people.manager)
    second = services.refresh(first.refresh_token)
    with pytest.raises(TokenInvalid, match="used before"):
        services.refresh(first.refresh_token)
    for act in (lambda: services.refresh(second.refresh_token), lambda: services.user_behind(second.access_token)):
        with pytest.raises(TokenInvalid):
            act()


def test_signing_out_ends_both_tokens_and_no_others(people):
    pair, other = services.issue(people.manager), services.issue(people.manager)
    assert services.end(pair.access_token, user_id=people.manager.pk) is True
    assert services.end(pair.refresh_token, user_id=people.manager.pk) is False
    with pytest.raises(TokenInvalid):
        services.user_behind(pair.access_token)
    with pytest.raises(TokenInvalid):
        services.refresh(pair.refresh_token)
    assert services.user_behind(other.access_token) == people.manager


def test_nobody_ends_the_sign_in_of_somebody_else(people):
    pair = services.issue(people.manager)
    assert services.end(pair.refresh_token, user_id=people.viewer.pk) is False
    assert services.user_behind(pair.access_token) == people.manager


def test_a_deactivated_person_is_out_at_once(people):
    pair = services.issue(people.manager)
    User.objects.filter(pk=people.manager.pk).update(is_active=False)
    with pytest.raises(TokenInvalid):
        services.user_behind(pair.access_token)
    with pytest.raises(TokenInvalid):
        services.refresh(pair.refresh_token)


def test_all_sign_ins_of_a_person_end_together(people):
    pairs = [services.issue(people.manager) for _each in range(2)]
    kept = services.issue(people.viewer)
    assert services.end_all(user_id=people.manager.pk) == 2
    for pair in pairs:
        with pytest.raises(TokenInvalid):
            services.user_behind(pair.access_token)
    assert services.user_behind(kept.access_token) == people.viewer


def forged(people, **changes):
    now = timezone.now()
    known = claims(services.issue(people.manager).access_token)
    payload = {**known, "iat": now, "exp": now + timedelta(hours=1), **changes}
    return jwt.encode({key: value for key, value in payload.items() if value is not None}, settings.JWT_SECRET)


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "refresh"},
        {"type": None},
        {"sub": "1"},
        {"family": "0b9e5d3c-6a54-4b7e-9f0c-1d2f3a4b5c6d"},
        {"exp": None},
        {"jti": None},
    ],
    ids=str,
)
def test_a_token_that_lacks_something_is_refused(people, changes):
    with pytest.raises(TokenInvalid):
        services.user_behind(forged(people, **changes))


@pytest.mark.parametrize("case", ["other key", "no signature", "changed", "nonsense", "empty"])
def test_a_token_not_made_here_is_refused(people, case):
    good = services.issue(people.manager).access_token
    head, body, signature = good.split(".")
    token = {
        "other key": jwt.encode(claims(good), "x" * 40),
        "no signature": jwt.encode(claims(good), None, algorithm="none"),
        "changed": f"{head}.{body[:-2]}AA.{signature}",
        "nonsense": "nonsense",
        "empty": "",
    }[case]
    with pytest.raises(TokenInvalid):
        services.user_behind(token)


def test_sign_ins_whose_time_is_over_are_swept(people):
    services.issue(people.manager)
    assert services.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert services.sweep() == 1
    assert not TokenFamily.objects.exists()
