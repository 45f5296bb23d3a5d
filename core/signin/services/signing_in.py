"""Proving who one is: password, then the second factor; failures count, and lock."""

from django.utils import timezone
from django.utils.translation import gettext_noop

from core.databases import atomic
from core.models import Membership, User
from core.notifications import notify
from core.signin import acts, hurdles, lockout
from core.signin.errors import SecondFactorNeeded, WrongCode, WrongCredentials
from core.signin.lockout import Attempt
from core.signin.second_factor import is_known_device, is_on, takes_code


def authenticate(*, email: str, password: str, code: str = "", device: str = "", for_program: bool = False) -> User:
    """The active person with that address and password, and that code when a second factor is on.

    `device` is what a browser keeps that was told to remember it. Writes success and failure into the audit trail.
    Raises WrongCredentials (for whatever reason), Locked, SecondFactorNeeded (no code given), WrongCode; for a program
    also AttentionNeeded while the person has something to do first (a mandatory second factor, an expired password).
    """
    user, attempt = _right_password(email, password)
    if is_on(user) and not is_known_device(user, device):
        if not code:
            lockout.give_back(attempt)
            raise SecondFactorNeeded(user)
        _right_code(user, code, attempt)
    lockout.succeed(attempt)
    if for_program:
        hurdles.refuse(user)
    signed_in(user)
    return user


def check_code(*, user: User, code: str) -> None:
    """The second step of a sign-in whose password was right before; raises Locked, WrongCode."""
    attempt = lockout.take(user.email)
    _right_code(user, code, attempt)
    lockout.succeed(attempt)
    signed_in(user)


def signed_in(user: User) -> None:
    """Write down that the person is in."""
    with atomic("core"):
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
        acts.record_as(user, "signin.succeeded")


def unlock(*, user: User, by: User | None = None) -> bool:
    """Forget the failed attempts of the person's address, blocked or not; False when there were none.

    The caller has checked that `by` may (None: a command).
    """
    with atomic("core"):
        if not lockout.forget(user.email, blocked_too=True):
            return False
        acts.record("signin.unlocked", email=user.email, user=user)
    return True


def tell_lock(*, email: str, failures: int) -> int:
    """Tell the administrators of the person's organisations that signing in is locked; returns how many were told."""
    user = User.objects.filter(email=email).first()
    if user is None:
        return 0
    tenants = Membership.objects.filter(user=user, is_active=True, tenant__is_active=True).values_list("tenant_id")
    return sum(
        notify(
            "security",
            tenant_id=tenant_id,
            title=gettext_noop("Signing in as %(person)s is locked"),
            message=gettext_noop(
                "There were %(failures)s failed attempts. If it was not the person, somebody is guessing: the "
                "activity page shows from where. You can unlock the account on the page of users."
            ),
            params={"person": user.email, "failures": failures},
            level="warning",
        )
        for (tenant_id,) in tenants
    )


def _right_password(email: str, password: str) -> tuple[User, Attempt]:
    address = lockout.normalised(email)
    attempt = lockout.take(address)
    user = User.objects.filter(email=address).first()
    # Without an account the password is hashed all the same: the time tells nothing.
    right = (user or User()).check_password(password)
    if user is None or not right or not user.is_active:
        lockout.fail(attempt, email=address, user=user)
        raise WrongCredentials
    return user, attempt


def _right_code(user: User, code: str, attempt: Attempt) -> None:
    if not takes_code(user, code):
        lockout.fail(attempt, email=user.email, user=user)
        raise WrongCode
