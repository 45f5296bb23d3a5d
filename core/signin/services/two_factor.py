"""The second factor of a person: set up, confirmed, switched off, recovery codes made anew."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from core.databases import atomic
from core.errors import Conflict, InvalidInput
from core.models import RecoveryCode, SecondFactor, User
from core.signin import acts, lockout, mails
from core.signin.errors import WrongCode
from core.signin.second_factor import (
    address_for_apps,
    is_on,
    matching_step,
    new_recovery_codes,
    new_secret,
    takes_code,
)


@dataclass(frozen=True)
class Setup:
    """What an app needs: the secret to type, or the address that the QR code holds."""

    secret: str
    address: str


def begin_two_factor(*, user: User, anew: bool = False) -> Setup:
    """The secret the person is setting up, the same one until it is confirmed unless `anew`.

    Raises Conflict when the second factor is on already.
    """
    if is_on(user):
        raise Conflict(_("Two-step sign-in is on already: switch it off before you set it up anew."))
    factor, _made = SecondFactor.objects.get_or_create(user=user)
    if anew or not factor.secret:
        factor.secret = new_secret()
        SecondFactor.objects.filter(user=user, confirmed_at=None).update(secret=factor.secret)
    return Setup(factor.secret, address_for_apps(factor.secret, user.email))


def confirm_two_factor(*, user: User, code: str) -> list[str]:
    """Switch the second factor on by a first code of the app; returns the ten recovery codes, this once.

    Raises WrongCode, Conflict (on already, or not begun).
    """
    factor = SecondFactor.objects.filter(user=user, confirmed_at=None).exclude(secret="").first()
    if factor is None:
        raise Conflict(_("There is nothing to confirm: begin the set-up first."))
    step = matching_step(factor.secret, "".join(code.split()))
    if step is None:
        raise WrongCode
    with atomic("core"):
        pending = SecondFactor.objects.filter(user=user, confirmed_at=None)
        if not pending.update(confirmed_at=timezone.now(), last_step=step, due_at=None):
            raise Conflict(_("Two-step sign-in is on already: switch it off before you set it up anew."))
        codes = new_recovery_codes(user)
        acts.record("two_factor.on", email=user.email, user=user)
    mails.queue_notice(user, "two_factor_on")
    return codes


def disable_two_factor(*, user: User, password: str, code: str) -> None:
    """Switch the second factor off by oneself; raises Locked, InvalidInput (field `password` or `code`)."""
    _proved(user, password, code)
    _switched_off(user)


def renew_recovery_codes(*, user: User, password: str, code: str) -> list[str]:
    """Ten new recovery codes; the old ones stop working. Raises Locked, InvalidInput (field `password` or `code`)."""
    _proved(user, password, code)
    with atomic("core"):
        codes = new_recovery_codes(user)
        acts.record("two_factor.recovery_renewed", email=user.email, user=user)
    return codes


def reset_two_factor(*, user: User) -> bool:
    """Switch off the second factor of somebody who lost it; False when it was off.

    The caller (a page of administration that has checked the right, or a command) is who did it. Nobody is forced to
    anything but to set it up anew where it is mandatory.
    """
    return _switched_off(user)


def _switched_off(user: User) -> bool:
    with atomic("core"):
        on = SecondFactor.objects.filter(user=user).exclude(confirmed_at=None)
        if not on.update(confirmed_at=None, secret="", last_step=0, due_at=None):
            return False
        RecoveryCode.objects.filter(user=user).delete()
        acts.record("two_factor.off", email=user.email, user=user)
    mails.queue_notice(user, "two_factor_off")
    return True


def _proved(user: User, password: str, code: str) -> None:
    """Password and code, counted as an attempt to sign in."""
    if not is_on(user):
        raise Conflict(_("Two-step sign-in is off."))
    attempt = lockout.take(user.email)
    if not user.check_password(password):
        lockout.fail(attempt, email=user.email, user=user)
        raise InvalidInput(_("This is not your present password."), field="password")
    if not takes_code(user, code):
        lockout.fail(attempt, email=user.email, user=user)
        raise InvalidInput(str(WrongCode()), field="code")
    lockout.give_back(attempt)
