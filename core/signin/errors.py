"""What signing in may refuse. None of the sentences tells whether an account exists.

Refused
    WrongCredentials      401  e-mail and password do not belong together
    SecondFactorNeeded    401  the password is right, the code is missing
    WrongCode             401  the code is wrong, too old, or was used before
    Locked                429  too many attempts
InvalidInput
    PasswordRefused       422  the new password breaks a rule
NotFound
    LinkUnusable          404  the one-time link was used, replaced, or is too old
    InvitationNotFound    404  no open invitation here
Conflict
    AlreadyInvited        409  the address has an open invitation
    AccountExists         409  the invited address has an account
PermissionRefused
    AttentionNeeded       403  a program whose person has something to do first
Transient
    NoWorker              503  nobody takes the order to mail
"""

from datetime import timedelta

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput, NotFound, PermissionRefused, Refused, Transient
from core.models import User


class WrongCredentials(Refused):
    """Unknown address, wrong password or inactive account: the answer is the same."""

    code = "AUTH_CREDENTIALS_INVALID"
    status = 401
    default_message = _("This e-mail and password do not belong together: check both and try again.")


class SecondFactorNeeded(Refused):
    """The password was right; `user` is whose code is asked for now."""

    code = "AUTH_SECOND_FACTOR_REQUIRED"
    status = 401
    default_message = _("Enter the 6-digit code of your authenticator app, or one of your recovery codes.")

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user


class WrongCode(Refused):
    """Neither the present code of the app nor an unused recovery code."""

    code = "AUTH_CODE_INVALID"
    status = 401
    default_message = _(
        "This code is not valid: wait for the next one in your app and enter its 6 digits, or use a recovery code "
        "that you have not used before."
    )


class Locked(Refused):
    """Too many failed attempts for this address; `retry_after` are seconds, None until an administrator unlocks."""

    code = "AUTH_LOCKED"
    status = 429

    def __init__(self, wait: timedelta | None) -> None:
        seconds = None if wait is None else max(1, int(wait.total_seconds()))
        super().__init__(_lock_sentence(seconds), retry_after=seconds)


class PasswordRefused(InvalidInput):
    """The new password breaks at least one of the rules."""

    code = "PASSWORD_REFUSED"


class LinkUnusable(NotFound):
    """The link does not work any more."""

    code = "LINK_UNUSABLE"
    default_message = _("This link was used before, was replaced by a newer one, or is too old: ask for a new one.")


class InvitationNotFound(NotFound):
    """The invitation was accepted or withdrawn, or is another organisation's."""

    code = "INVITATION_NOT_FOUND"
    default_message = _("There is no such open invitation in this organisation.")


class AlreadyInvited(Conflict):
    """One open invitation for an address is enough."""

    code = "ALREADY_INVITED"
    default_message = _("This address is invited already: send that invitation again, or withdraw it.")


class AccountExists(Conflict):
    """No second account is made for an address."""

    code = "ACCOUNT_EXISTS"
    default_message = _("This address has an account: sign in with it to accept.")


class AttentionNeeded(PermissionRefused):
    """A mandatory second factor or an expired password comes first; programs cannot do it."""

    code = "ACCOUNT_NEEDS_ATTENTION"
    default_message = _("Your account needs your attention first: open the product's pages.")


class NoWorker(Transient):
    """The broker did not take the order to mail."""

    code = "MAIL_DELAYED"
    default_message = _("Mails cannot be sent at the moment: try again in a few minutes.")


def _lock_sentence(seconds: int | None) -> str:
    if seconds is None:
        return gettext("Too many attempts with this address: ask an administrator to unlock it.")
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many attempts with this address: try again in %(minutes)d minute.",
        "Too many attempts with this address: try again in %(minutes)d minutes.",
        minutes,
    )
    return text % {"minutes": minutes}
