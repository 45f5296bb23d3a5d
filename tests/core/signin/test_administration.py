"""What administrators do: invitations on a page, unlocking, resetting the second factor, ending sessions."""

import pytest

from core.errors import PermissionRefused
from core.models import Invitation, Membership, SignInCounter, UserSession
from core.people.errors import BeyondOwnRights, PersonNotFound, SharedAccount
from core.signin import administration, second_factor, services
from core.signin.errors import WrongCredentials
from tests.factories.people import UserFactory, member

PAGE = "/settings/invitations/"


def account(user, name):
    return f"/settings/users/{user.pk}/account/{name}/"


@pytest.fixture
def locked(people):
    for _attempt in range(5):
        with pytest.raises(WrongCredentials):
            services.authenticate(email=people.manager.email, password="wrong")


def test_inviting_sending_again_and_withdrawing_on_the_page(client, people):
    client.force_login(people.admin)
    assert "No open invitation" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"email": "guest@example.org", "role": "viewer"}).url == PAGE
    invitation = Invitation.objects.get()
    assert "guest@example.org" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{invitation.pk}/resend/")
    assert client.post(f"{PAGE}{invitation.pk}/withdraw/").url == PAGE
    assert Invitation.objects.get().withdrawn_at
    assert client.post(f"{PAGE}{invitation.pk}/explode/").status_code == 404


def test_a_refused_invitation_is_told_beside_its_field(client, people):
    client.force_login(people.admin)
    answer = client.post(PAGE, {"email": people.viewer.email, "role": "viewer"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])


def test_the_page_needs_the_right(client, people):
    client.force_login(people.manager)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"email": "guest@example.org", "role": "viewer"}).status_code == 403
    assert not Invitation.objects.exists()


def test_a_stranger_finds_no_invitation_of_ours(client, people):
    invitation_id = services.invite(by=people.admin, tenant_id=people.tenant.pk, email="guest@example.org")
    client.force_login(people.stranger)
    assert "guest@example.org" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{invitation_id}/withdraw/").status_code == 404
    assert Invitation.objects.get().withdrawn_at is None


def test_the_members_page_shows_the_lock_and_unlocks(client, people, locked):
    client.force_login(people.admin)
    page = client.get(f"/settings/users/{people.manager.pk}/").content.decode()
    assert "5 failed attempts since the last success" in page
    assert account(people.manager, "unlock") in page
    client.post(account(people.manager, "unlock"))
    assert not SignInCounter.objects.exists()


def test_resetting_the_second_factor_ends_sessions(client, people, app, signing_in):
    client.force_login(people.manager)
    UserSession.objects.all().delete()
    client.get("/profile/")
    client.force_login(people.admin)
    client.post(account(people.manager, "reset-two-factor"))
    assert not second_factor.is_on(people.manager)
    assert not people.manager.sessions.exists()


def test_the_second_factor_of_a_shared_account_stays(client, people, app):
    Membership.objects.create(tenant=people.elsewhere, user=people.manager, role="viewer")
    client.force_login(people.admin)
    answer = client.post(account(people.manager, "reset-two-factor"), follow=True)
    assert "another organisation" in answer.content.decode()
    assert second_factor.is_on(people.manager)
    with pytest.raises(SharedAccount):
        administration.reset_member_two_factor(
            by=people.stranger, tenant_id=people.elsewhere.pk, user_id=people.manager.pk
        )
    by = UserFactory(is_superuser=True)
    assert administration.reset_member_two_factor(by=by, tenant_id=people.tenant.pk, user_id=people.manager.pk)


def test_ending_a_members_sessions(client, people, signing_in):
    signing_in(people.viewer.email)
    client.cookies.clear()
    client.force_login(people.admin)
    client.post(account(people.viewer, "end-sessions"))
    assert not people.viewer.sessions.exists()


@pytest.mark.parametrize("name", ["unlock", "reset-two-factor", "end-sessions"])
def test_strangers_and_members_without_the_right_change_nothing(client, people, app, locked, name):
    for user, status in ((people.viewer, 403), (people.stranger, 404), (None, 302)):
        client.logout()
        if user:
            client.force_login(user)
        assert client.post(account(people.manager, name)).status_code == status
    assert SignInCounter.objects.exists()
    assert second_factor.is_on(people.manager)


def test_nobody_touches_somebody_who_holds_more(people):
    helper = member(people.tenant, "viewer")
    Membership.objects.filter(user=helper).update(overrides={"admin:user_update": True})
    with pytest.raises(BeyondOwnRights):
        administration.unlock_member(by=helper, tenant_id=people.tenant.pk, user_id=people.admin.pk)


def test_the_services_ask_for_the_right_themselves(people):
    whose = {"tenant_id": people.tenant.pk, "user_id": people.viewer.pk}
    acts = (administration.unlock_member, administration.end_member_sessions)
    for act in acts:
        with pytest.raises(PermissionRefused):
            act(by=people.manager, **whose)
    with pytest.raises(PersonNotFound):
        administration.unlock_member(by=people.admin, tenant_id=people.tenant.pk, user_id=people.stranger.pk)
