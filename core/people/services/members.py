"""Members come, change, rest, return and go; the account of a person who belongs elsewhere too stays his own."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.utils.translation import gettext as _

from core import audit
from core.access import grants, require
from core.databases import atomic
from core.errors import InvalidInput
from core.models import CustomRole, Membership, User
from core.people.errors import AddressTaken, AlreadyMember, OwnMembership, SharedAccount
from core.people.services.limits import (
    codes_of_role,
    lock,
    member_of,
    refuse_beyond,
    refuse_higher,
    refuse_last_admin,
    role_named,
    subject_of,
)
from core.signin.services.invitations import invite, withdraw_needless
from core.signin.services.passwords import check_password_rules, set_password

EDITABLE = frozenset({"name", "email"})


@dataclass(frozen=True)
class Added:
    """What became of an address: a new member, or an invitation that its owner has to accept."""

    user_id: UUID | None
    invited: bool


def add_member(
    *, by: User, tenant_id: UUID, email: str, role: str, name: str = "", password: str | None = None
) -> Added:
    """Add a person by e-mail address: with a password at once, else by an invitation.

    An address that has an account elsewhere always gets an invitation: nobody is made a member unasked, no password of
    somebody else is set, and nothing is told about the other organisations. Raises PermissionRefused without
    `admin:user_create`, BeyondOwnRights, AlreadyMember, RoleNotFound, InvalidInput for a bad address or password.
    """
    require(by, "admin:user_create", tenant_id=tenant_id)
    name_of_role, custom = role_named(tenant_id, role)
    refuse_beyond(by, codes_of_role(name_of_role, custom), tenant_id=tenant_id)
    address = _address(email)
    known = User.objects.filter(email__iexact=address).first()
    if known and Membership.objects.filter(tenant_id=tenant_id, user=known).exists():
        raise AlreadyMember(field="email")
    if known or not password:
        invite(by=by, tenant_id=tenant_id, email=address, name=name.strip(), **_invited(name_of_role, custom))
        return Added(None, invited=True)
    user = User(email=address, name=name.strip())
    check_password_rules(password, user=user, field="password")
    _store(user, password, tenant_id=tenant_id, role=(name_of_role, custom))
    return Added(user.pk, invited=False)


def update_member(*, by: User, tenant_id: UUID, user_id: UUID, values: Mapping[str, Any]) -> None:
    """Change name or e-mail address of the member's account.

    Raises PermissionRefused without `admin:user_update`, BeyondOwnRights for somebody who holds more, SharedAccount
    when the account belongs to another organisation too, PersonNotFound, AddressTaken, InvalidInput.
    """
    require(by, "admin:user_update", tenant_id=tenant_id)
    member = member_of(tenant_id, user_id)
    refuse_higher(by, member)
    new = _account_values(values)
    user = member.user
    old, new = audit.changes({name: getattr(user, name) for name in EDITABLE}, new)
    if not new:
        return
    if Membership.objects.filter(user=user).exclude(tenant_id=tenant_id).exists():
        raise SharedAccount
    try:
        with atomic("core"):
            User.objects.filter(pk=user.pk).update(**new)
            audit.record("member.updated", tenant_id=tenant_id, subject=subject_of(member), before=old, after=new)
    except IntegrityError as error:
        raise AddressTaken(field="email") from error


def deactivate_member(*, by: User, tenant_id: UUID, user_id: UUID) -> None:
    """End the member's access to this organisation; the history stays, and so do other organisations.

    Raises PermissionRefused without `admin:user_update`, BeyondOwnRights, OwnMembership, LastAdmin, PersonNotFound.
    """
    require(by, "admin:user_update", tenant_id=tenant_id)
    _set_active(by, tenant_id, user_id, active=False)


def reactivate_member(*, by: User, tenant_id: UUID, user_id: UUID) -> None:
    """Give the access back; raises PermissionRefused without `admin:user_update`, BeyondOwnRights, PersonNotFound."""
    require(by, "admin:user_update", tenant_id=tenant_id)
    _set_active(by, tenant_id, user_id, active=True)


def remove_member(*, by: User, tenant_id: UUID, user_id: UUID) -> None:
    """Take the person out of this organisation for good, with the grants on its objects; the account itself stays.

    Raises PermissionRefused without `admin:user_delete`, BeyondOwnRights, OwnMembership, LastAdmin, PersonNotFound.
    """
    require(by, "admin:user_delete", tenant_id=tenant_id)
    with atomic("core"):
        member = _other_member(by, tenant_id, user_id)
        refuse_last_admin(member, after=None)
        before = {"role": member.role_label, "email": member.user.email}
        grants.revoke_all(member.user, tenant_id=tenant_id)
        member.delete()
        audit.record("member.removed", tenant_id=tenant_id, subject=subject_of(member), before=before)


def _set_active(by: User, tenant_id: UUID, user_id: UUID, *, active: bool) -> None:
    with atomic("core"):
        before = _other_member(by, tenant_id, user_id)
        after = copy(before)
        after.is_active = active
        refuse_last_admin(before, after=after)
        changed = Membership.objects.filter(pk=before.pk, is_active=not active).update(is_active=active)
        if changed:
            code = "member.reactivated" if active else "member.deactivated"
            old, new = {"is_active": not active}, {"is_active": active}
            audit.record(code, tenant_id=tenant_id, subject=subject_of(before), before=old, after=new)


def _other_member(by: User, tenant_id: UUID, user_id: UUID) -> Membership:
    lock(tenant_id)
    member = member_of(tenant_id, user_id)
    if member.user.pk == by.pk:
        raise OwnMembership
    refuse_higher(by, member)
    return member


def _store(user: User, password: str, *, tenant_id: UUID, role: tuple[str, CustomRole | None]) -> None:
    try:
        with atomic("core"):
            user.save()
            set_password(user, password)
            member = Membership.objects.create(tenant_id=tenant_id, user=user, role=role[0], custom_role=role[1])
            withdraw_needless(tenant_id=tenant_id, email=user.email)
            after = {"email": user.email, "name": user.name, "role": member.role_label}
            audit.record("member.added", tenant_id=tenant_id, subject=subject_of(member), after=after)
    except IntegrityError as error:  # the same address twice at the same moment
        raise AddressTaken(field="email") from error


def _account_values(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        message = _("%(unknown)s: unknown; allowed are %(allowed)s.")
        raise InvalidInput(message % {"unknown": ", ".join(sorted(unknown)), "allowed": ", ".join(sorted(EDITABLE))})
    new = dict(values)
    if "email" in new:
        new["email"] = _address(new["email"])
    if "name" in new:
        new["name"] = str(new["name"]).strip()[:150]
    return new


def _address(email: str) -> str:
    address = User.objects.normalize_email(email.strip()).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInput(_("“%(email)s” is no e-mail address.") % {"email": email}, field="email") from error
    return address


def _invited(role: str, custom: CustomRole | None) -> dict[str, Any]:
    return {"role": role, "custom_role_id": custom.pk if custom else None}
