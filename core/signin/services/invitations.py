"""Invitations: a place in an organisation offered by mail, taken by whoever owns the address; once, within days."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import audit
from core.access import permissions_of, require
from core.access.roles import PERMISSIONS_OF, Role
from core.databases import after_commit, atomic
from core.errors import InvalidInput
from core.jobs.queue import enqueue
from core.models import CustomRole, Invitation, Membership, User
from core.people.errors import AlreadyMember, BeyondOwnRights, RoleNotFound
from core.signin import acts, links, lockout, mails
from core.signin.errors import AccountExists, AlreadyInvited, InvitationNotFound, LinkUnusable
from core.signin.services.passwords import check_password_rules, set_password
from core.tenancy import tenant_scope

INVITE = "admin:user_create"
SEND = "core.signin.tasks.send_invitation"
# Left alone for a moment, because the task that was started at once may still be about to send it.
PATIENCE = timedelta(minutes=2)
LONGEST_MESSAGE = 1000


@dataclass(frozen=True)
class _Role:
    name: str
    custom: CustomRole | None

    @property
    def permissions(self) -> frozenset[str]:
        return frozenset(self.custom.permissions if self.custom else PERMISSIONS_OF.get(self.name, ()))


def invite(
    *,
    by: User,
    tenant_id: UUID,
    email: str,
    name: str = "",
    role: str = "",
    custom_role_id: UUID | None = None,
    message: str = "",
) -> UUID:
    """Offer the address a place with that role (a predefined one, or one of the organisation's own); mailed at once.

    Raises PermissionRefused without `admin:user_create`, BeyondOwnRights, RoleNotFound, AlreadyMember,
    AlreadyInvited, InvalidInput for no e-mail address.
    """
    require(by, INVITE, tenant_id=tenant_id)
    offered = _role(by, tenant_id, role, custom_role_id)
    address = _address(email)
    if Membership.objects.filter(tenant_id=tenant_id, user__email=address).exists():
        raise AlreadyMember(field="email")
    now = timezone.now()
    invitation = Invitation(
        tenant_id=tenant_id,
        email=address,
        name=name.strip(),
        role=offered.name,
        custom_role=offered.custom,
        message=message.strip()[:LONGEST_MESSAGE],
        invited_by=by,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        created_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    try:
        with atomic("core"):
            _withdraw_expired(tenant_id, address)
            invitation.save(force_insert=True)
            audit.record(
                "invitation.sent", tenant_id=tenant_id, subject=invitation, after={"role": invitation.role_label}
            )
            _send_after_commit(invitation.pk)
    except IntegrityError as error:
        raise AlreadyInvited(field="email") from error
    return invitation.pk


def resend_invitation(*, by: User, tenant_id: UUID, invitation_id: UUID) -> None:
    """Mail a new link, good for seven more days; the one before stops working.

    Raises PermissionRefused without `admin:user_create`, BeyondOwnRights, InvitationNotFound for one that is over.
    """
    require(by, INVITE, tenant_id=tenant_id)
    with atomic("core"):
        invitation = _open(tenant_id, invitation_id)
        _role(by, tenant_id, invitation.role, invitation.custom_role_id)
        until = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
        _one(invitation).update(sent_at=None, token_hash=None, expires_at=until)
        audit.record("invitation.resent", tenant_id=tenant_id, subject=invitation)
        _send_after_commit(invitation_id)


def withdraw_invitation(*, by: User, tenant_id: UUID, invitation_id: UUID) -> None:
    """Take the offer back.

    Raises PermissionRefused without `admin:user_create`, InvitationNotFound for one that is over.
    """
    require(by, INVITE, tenant_id=tenant_id)
    with atomic("core"):
        invitation = _open(tenant_id, invitation_id)
        if not _one(invitation).update(withdrawn_at=timezone.now(), token_hash=None):
            raise InvitationNotFound
        audit.record("invitation.withdrawn", tenant_id=tenant_id, subject=invitation)


def withdraw_needless(*, tenant_id: UUID, email: str) -> None:
    """Take back what is open for an address that became a member otherwise; the caller's transaction holds.

    A link in an old mail would bring back somebody who has been removed since.
    """
    needless = Invitation.objects.filter(tenant_id=tenant_id, email=email, **Invitation.OPEN)
    needless.update(withdrawn_at=timezone.now(), token_hash=None)


def send_invitation(*, invitation_id: UUID) -> bool:
    """Mail the invitation with a new token; False when it is over or was sent.

    Raises OSError or SMTPException when the mail server does not take it: calling again sends a newer link.
    """
    unsent = Invitation.objects.filter(pk=invitation_id, sent_at=None, expires_at__gt=timezone.now(), **Invitation.OPEN)
    invitation = unsent.select_related("tenant", "invited_by").first()
    token = links.new_token()
    if invitation is None or not unsent.update(token_hash=links.hashed(token)):
        return False
    known = User.objects.filter(email=invitation.email).first()
    language = mails.language_of(known, invitation.language) if known else invitation.language
    with translation.override(language):
        until = date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT")
    values = {
        "by": invitation.invited_by.get_full_name() if invitation.invited_by else invitation.tenant.name,
        "tenant": invitation.tenant.name,
        "until": until,
        "message": invitation.message,
    }
    mails.send(invitation.email, "invitation", language=language, path=f"/invitation/{token}/", **values)
    Invitation.objects.filter(pk=invitation_id, token_hash=links.hashed(token)).update(sent_at=timezone.now())
    return True


def unsent_invitations() -> list[UUID]:
    """Invitations whose mail should be gone by now (a broker or worker was away)."""
    now = timezone.now()
    waiting = Invitation.objects.filter(sent_at=None, expires_at__gt=now, created_at__lt=now - PATIENCE)
    return list(waiting.filter(**Invitation.OPEN).values_list("pk", flat=True)[:200])


def look_invitation(token: str) -> Invitation:
    """The open invitation behind the token, not used up by looking; raises LinkUnusable."""
    living = Invitation.objects.filter(token_hash=links.hashed(token), expires_at__gt=timezone.now(), **Invitation.OPEN)
    invitation = living.filter(tenant__is_active=True).select_related("tenant", "custom_role", "invited_by").first()
    if invitation is None:
        raise LinkUnusable
    return invitation


def accept_invitation(*, token: str, name: str, password: str) -> User:
    """Make the account and take the place; the mailed link proves the address.

    Raises LinkUnusable, AccountExists (its owner joins by `join`), InvalidInput (field `new_password`).
    """
    invitation = look_invitation(token)
    user = User(email=invitation.email, name=name.strip())
    with tenant_scope(invitation.tenant_id):
        check_password_rules(password, user=user)
    try:
        with atomic("core"):
            _use(invitation)
            user.set_unusable_password()
            user.save(force_insert=True)
            set_password(user, password)
            _take_place(invitation, user)
    except IntegrityError as error:
        raise AccountExists from error
    lockout.forget(user.email, blocked_too=False)
    return user


def join(*, token: str, user: User) -> Invitation:
    """Take the place with an account that exists; raises LinkUnusable, also for somebody else's invitation."""
    invitation = look_invitation(token)
    if invitation.email != user.email:
        raise LinkUnusable(_("This invitation is for another address: sign in with the account it was sent to."))
    with atomic("core"):
        _use(invitation)
        _take_place(invitation, user)
    return invitation


def _use(invitation: Invitation) -> None:
    living = _one(invitation).filter(expires_at__gt=timezone.now(), token_hash=invitation.token_hash)
    if not living.update(accepted_at=timezone.now()):
        raise LinkUnusable


def _take_place(invitation: Invitation, user: User) -> None:
    """A place in the organisation; one that is there stays as it is, and one that was switched off stays shut."""
    offered: dict[str, Any] = {"role": invitation.role, "custom_role": invitation.custom_role}
    place, _made = Membership.objects.get_or_create(tenant_id=invitation.tenant_id, user=user, defaults=offered)
    if not place.is_active:
        raise LinkUnusable
    with acts.as_person(user):
        audit.record("invitation.accepted", tenant_id=invitation.tenant_id, subject=invitation)


def _role(by: User, tenant_id: UUID, role: str, custom_role_id: UUID | None) -> _Role:
    custom = None
    if custom_role_id:
        custom = CustomRole.objects.filter(tenant_id=tenant_id, pk=custom_role_id).first()
    if (custom_role_id and custom is None) or (not custom and role and role not in Role.values):
        raise RoleNotFound(field="role")
    offered = _Role("" if custom else role, custom)
    missing = offered.permissions - permissions_of(by, tenant_id=tenant_id)
    if missing:
        raise BeyondOwnRights(permissions=sorted(missing))
    return offered


def _address(email: str) -> str:
    address = lockout.normalised(email)
    try:
        validate_email(address)
    except ValidationError as error:
        message = _("“%(address)s” is no e-mail address: one like name@example.org is needed.")
        raise InvalidInput(message % {"address": email}, field="email") from error
    return address


def _open(tenant_id: UUID, invitation_id: UUID) -> Invitation:
    found = Invitation.objects.filter(pk=invitation_id, tenant_id=tenant_id, **Invitation.OPEN).first()
    if found is None:
        raise InvitationNotFound
    return found


def _one(invitation: Invitation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(pk=invitation.pk, **Invitation.OPEN)


def _withdraw_expired(tenant_id: UUID, address: str) -> None:
    """An invitation that ran out makes room for a new one."""
    now = timezone.now()
    over = Invitation.objects.filter(tenant_id=tenant_id, email=address, expires_at__lte=now, **Invitation.OPEN)
    over.update(withdrawn_at=now, token_hash=None)


def _send_after_commit(invitation_id: UUID) -> None:
    after_commit("core", lambda: enqueue(SEND, invitation_id=str(invitation_id)))
