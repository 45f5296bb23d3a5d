"""Invitations: sent, sent again, withdrawn; accepted once, by the owner of the address."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from core.configuration.services import change
from core.errors import Conflict, InvalidInput, NotFound, PermissionRefused
from core.models import CustomRole, Invitation, Membership, User
from core.people.errors import AlreadyMember, BeyondOwnRights, RoleNotFound
from core.signin import links, selectors, services, tasks
from core.signin.errors import LinkUnusable
from tests.core.signin.conftest import NEW_PASSWORD, token_in
from tests.factories.people import UserFactory, member

GUEST = "guest@example.org"


def invite(people, **more):
    values = {"by": people.admin, "tenant_id": people.tenant.pk, "email": GUEST, "name": "Gaëlle", "role": "viewer"}
    return services.invite(**{**values, **more})


@pytest.fixture
def token(people):
    tasks.send_invitation(invitation_id=str(invite(people, message="See you <soon>")))
    return token_in(mail.outbox[-1])


def accept(client, token, **more):
    values = {"name": "Gaëlle Guest", "new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD, **more}
    return client.post(f"/invitation/{token}/", values)


def test_the_mail_says_who_invites_where_to(people, token):
    [message] = mail.outbox
    assert (message.to, message.subject) == ([GUEST], "Alice Admin invites you to Maison Dupont")
    assert "See you <soon>" in message.body
    assert "See you &lt;soon&gt;" in message.alternatives[0][0]


def test_accepting_makes_the_account_and_signs_in(client, people, token, acts):
    assert "Gaëlle" in client.get(f"/invitation/{token}/").content.decode()
    assert accept(client, token).url == "/dashboard/"
    guest = User.objects.get(email=GUEST)
    place = Membership.objects.get(user=guest)
    assert (place.tenant, place.role, guest.name) == (people.tenant, "viewer", "Gaëlle Guest")
    assert client.get("/profile/").status_code == 200
    assert acts() == ["invitation.sent", "invitation.accepted", "signin.succeeded"]


def test_an_invitation_is_good_once(client, people, token):
    accept(client, token)
    client.post("/logout/")
    assert client.get(f"/invitation/{token}/").status_code == 404
    assert accept(client, token).status_code == 404


def test_a_refused_password_leaves_the_invitation_good(client, people, token):
    assert accept(client, token, new_password="short", repeated="short").status_code == 422
    assert not User.objects.filter(email=GUEST).exists()
    assert accept(client, token).status_code == 302


def test_the_rules_of_the_inviting_organisation_hold(client, people, token):
    change(by=people.admin, tenant_id=people.tenant.pk, values={"security.password_min_length": 20})
    page = client.get(f"/invitation/{token}/").content.decode()
    assert "At least 20 characters." in page
    assert "None of your last" not in page
    assert accept(client, token).status_code == 422


def test_seven_days(client, people, token):
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert accept(client, token).status_code == 404
        assert selectors.open_invitations(people.tenant.pk)[0].has_expired
        assert invite(people)
    assert not User.objects.filter(email=GUEST).exists()


def test_sending_again_replaces_the_link_and_starts_the_days_anew(client, people, token, acts):
    invitation_id = Invitation.objects.get().pk
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        services.resend_invitation(by=people.admin, tenant_id=people.tenant.pk, invitation_id=invitation_id)
        assert client.get(f"/invitation/{token}/").status_code == 404
        tasks.send_invitation(invitation_id=str(invitation_id))
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        assert accept(client, token_in(mail.outbox[-1])).status_code == 302
    assert "invitation.resent" in acts()


def test_withdrawing(client, people, token, acts):
    invitation_id = Invitation.objects.get().pk
    whose = {"tenant_id": people.tenant.pk, "invitation_id": invitation_id}
    services.withdraw_invitation(by=people.admin, **whose)
    assert client.get(f"/invitation/{token}/").status_code == 404
    for act in (services.withdraw_invitation, services.resend_invitation):
        with pytest.raises(NotFound):
            act(by=people.admin, **whose)
    assert acts()[-1] == "invitation.withdrawn"


def test_an_account_joins_after_signing_in(client, people, signing_in):
    invite(people, email=people.stranger.email)
    tasks.send_invitation(invitation_id=str(Invitation.objects.get().pk))
    page = f"/invitation/{token_in(mail.outbox[-1])}/"
    assert "/login/?next=/invitation/" in client.get(page).content.decode()
    assert accept(client, token_in(mail.outbox[-1])).status_code == 200
    assert signing_in(people.stranger.email, next=page).url == page
    assert client.post(page).url == "/dashboard/"
    assert Membership.objects.filter(user=people.stranger).count() == 2
    assert client.session["tenant_id"] == str(people.tenant.pk)


def test_somebody_else_does_not_take_the_place(client, people, token):
    client.force_login(people.stranger)
    assert "Sign out" in client.get(f"/invitation/{token}/").content.decode()
    assert client.post(f"/invitation/{token}/").status_code == 404
    assert Membership.objects.filter(user=people.stranger).count() == 1


@pytest.mark.parametrize("is_active", [True, False])
def test_an_old_invitation_changes_no_place_and_opens_none_that_was_switched_off(people, is_active):
    back = member(people.elsewhere, "admin")
    Membership.objects.create(tenant=people.tenant, user=back, role="user", is_active=is_active)
    Invitation.objects.create(
        tenant=people.tenant,
        email=back.email,
        role="viewer",
        token_hash=links.hashed("token"),
        created_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    with nullcontext() if is_active else pytest.raises(LinkUnusable):
        services.join(token="token", user=back)
    place = people.tenant.memberships.get(user=back)
    assert (place.role, place.is_active) == ("user", is_active)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"email": "nonsense"}, InvalidInput),
        ({"role": "emperor"}, RoleNotFound),
    ],
)
def test_refused_invitations(people, values, refusal):
    with pytest.raises(refusal):
        invite(people, **values)
    assert not Invitation.objects.exists()


def test_only_those_with_the_right_invite(people, token):
    for by in (people.manager, people.viewer, people.stranger):
        with pytest.raises(PermissionRefused):
            invite(people, by=by, email="other@example.org")
        with pytest.raises(PermissionRefused):
            services.withdraw_invitation(by=by, tenant_id=people.tenant.pk, invitation_id=Invitation.objects.get().pk)
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_nobody_gives_more_than_he_has(people):
    helper = UserFactory()
    Membership.objects.create(tenant=people.tenant, user=helper, role="viewer", overrides={"admin:user_create": True})
    with pytest.raises(BeyondOwnRights):
        invite(people, by=helper, role="admin")
    assert invite(people, by=helper, role="viewer")


def test_a_role_of_another_organisation_is_no_role(people):
    foreign = CustomRole.objects.create(tenant=people.elsewhere, name="Buyers", permissions=[])
    with pytest.raises(RoleNotFound):
        invite(people, role="", custom_role_id=foreign.pk)


def test_a_role_of_ones_own(client, people):
    own = CustomRole.objects.create(tenant=people.tenant, name="Buyers", permissions=["read:products"])
    tasks.send_invitation(invitation_id=str(invite(people, role="", custom_role_id=own.pk)))
    accept(client, token_in(mail.outbox[-1]))
    assert Membership.objects.get(user__email=GUEST).custom_role == own


def test_members_and_invited_addresses_are_not_invited_again(people, token):
    with pytest.raises(AlreadyMember):
        invite(people, email=people.viewer.email)
    with pytest.raises(Conflict):
        invite(people, email=GUEST.upper())


def test_the_other_organisation_sees_and_changes_nothing(people, token):
    assert selectors.open_invitations(people.elsewhere.pk) == []
    with pytest.raises(NotFound):
        services.withdraw_invitation(
            by=people.stranger, tenant_id=people.elsewhere.pk, invitation_id=Invitation.objects.get().pk
        )


def test_an_unsent_invitation_is_found_later(people):
    invitation_id = invite(people)
    assert services.unsent_invitations() == []
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert services.unsent_invitations() == [invitation_id]
        tasks.send_invitation(invitation_id=str(invitation_id))
        assert services.unsent_invitations() == []
    assert not services.send_invitation(invitation_id=invitation_id)


def test_an_account_made_meanwhile_is_not_overtaken(people, token):
    own = UserFactory(email=GUEST)
    with pytest.raises(Conflict):
        services.accept_invitation(token=token, name="Thief", password=NEW_PASSWORD)
    assert User.objects.get(pk=own.pk).name == own.name
