"""Sessions: idle, longest time, remembered ones, the list, ending them."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.configuration.services import change
from core.models import User, UserSession
from core.signin import services, tasks
from tests.core.signin.conftest import NEW_PASSWORD
from tests.factories.people import PASSWORD
from tests.queries import at_most_queries, counted_queries

HOME = "/profile/"


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def is_in(client):
    return client.get(HOME).status_code == 200


def test_an_idle_session_ends_and_says_why(client, people, signing_in, clock):
    signing_in(people.manager.email)
    clock.shift(timedelta(minutes=29))
    assert is_in(client)
    clock.shift(timedelta(minutes=30))
    answer = client.get(HOME, follow=True)
    assert answer.redirect_chain == [("/login/?next=/profile/", 302)]
    assert "nothing happened for a while" in answer.content.decode()
    assert not UserSession.objects.exists()


def test_a_busy_session_ends_after_seven_days(client, people, signing_in, clock):
    signing_in(people.manager.email, remember="on")
    for _day in range(6):
        clock.shift(timedelta(days=1))
        assert is_in(client)
    clock.shift(timedelta(days=1))
    assert "longest time" in client.get(HOME, follow=True).content.decode()


def test_a_remembered_session_may_be_idle(client, people, signing_in, clock):
    signing_in(people.manager.email, remember="on")
    clock.shift(timedelta(days=6))
    assert is_in(client)


def test_only_remembered_sessions_outlive_the_browser(client, people, signing_in):
    signing_in(people.manager.email)
    assert client.cookies["sessionid"]["max-age"] == ""
    client.post("/logout/")
    signing_in(people.manager.email, remember="on")
    assert client.cookies["sessionid"]["max-age"] == 7 * 86_400


def test_the_key_changes_at_sign_in(client, people, signing_in):
    session = client.session
    session["before"] = "signing in"
    session.save()
    signing_in(people.manager.email)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_an_organisations_own_limits_hold(client, people, signing_in, clock):
    change(by=people.admin, tenant_id=people.tenant.pk, values={"security.session_idle_minutes": 5})
    signing_in(people.manager.email)
    clock.shift(timedelta(minutes=6))
    assert not is_in(client)


def test_being_seen_costs_a_write_a_minute_at_most(client, people, signing_in, clock):
    signing_in(people.manager.email)
    is_in(client)
    with counted_queries() as usual:
        is_in(client)
    clock.shift(timedelta(seconds=61))
    is_in(client)
    assert UserSession.objects.get().last_seen_at == timezone.now()
    with at_most_queries(usual.total):
        is_in(client)


def test_programs_that_watch_the_product_need_no_session(client, people, signing_in, clock):
    signing_in(people.manager.email)
    clock.shift(timedelta(hours=1))
    client.get("/health/live")
    assert UserSession.objects.exists()


def test_a_deactivated_person_is_out_at_once(client, people, signing_in):
    signing_in(people.manager.email)
    User.objects.filter(pk=people.manager.pk).update(is_active=False)
    assert not is_in(client)


def test_the_list_shows_ones_own_living_sessions(client, people, signing_in, clock):
    signing_in(people.manager.email)
    clock.shift(timedelta(hours=2))
    client.cookies.clear()
    signing_in(people.viewer.email)
    client.cookies.clear()
    signing_in(people.manager.email)
    page = client.get("/profile/sessions/")
    assert [row.is_current for row in page.context["sessions"]] == [True]


def test_ending_another_session(client, people, signing_in):
    signing_in(people.manager.email)
    other = UserSession.objects.get()
    other_cookie = client.cookies["sessionid"].value
    client.cookies.clear()
    signing_in(people.manager.email)
    client.post(f"/profile/sessions/{other.pk}/end/")
    assert is_in(client)
    client.cookies["sessionid"] = other_cookie
    assert not is_in(client)


def test_ending_all_others(client, people, signing_in, acts):
    for _browser in range(3):
        client.cookies.clear()
        signing_in(people.manager.email)
    client.post("/profile/sessions/end-others/")
    assert is_in(client)
    assert people.manager.sessions.count() == 1
    assert acts()[-1] == "session.ended"


def test_somebody_elses_session_does_not_end(client, people, signing_in):
    signing_in(people.viewer.email)
    foreign = UserSession.objects.get()
    client.cookies.clear()
    signing_in(people.manager.email)
    assert client.post(f"/profile/sessions/{foreign.pk}/end/").status_code == 404
    assert UserSession.objects.filter(pk=foreign.pk).exists()


def test_a_new_password_ends_the_others_and_keeps_this_one(client, people, signing_in):
    signing_in(people.manager.email)
    client.cookies.clear()
    signing_in(people.manager.email)
    key = client.session.session_key
    values = {"old_password": PASSWORD, "new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    assert client.post("/profile/password/", values).status_code == 302
    assert is_in(client)
    assert client.session.session_key != key
    assert people.manager.sessions.count() == 1


def test_signing_out_removes_the_session(client, people, signing_in, acts):
    signing_in(people.manager.email)
    client.post("/logout/")
    assert not UserSession.objects.exists()
    assert acts()[-1] == "signin.ended"


def test_what_is_over_is_swept(client, people, signing_in):
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        signing_in(people.manager.email)
        services.send_reset_link(email=people.manager.email)
    assert tasks.sweep() >= 3
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
