"""Passwords: the rules, a new one by oneself, a new one by a mailed link."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.databases import atomic
from core.errors import InvalidInput
from core.jobs.queue import enqueue
from core.models import EarlierPassword, OneTimeLink, User
from core.signin import acts, links, lockout, mails
from core.signin.errors import NoWorker, PasswordRefused
from core.signin.policy import policy_of
from core.signin.services.sessions import end_all_sessions
from core.tokens import services as tokens

RESET = OneTimeLink.Purpose.RESET
SEND_RESET_LINK = "core.signin.tasks.send_reset_link"


def check_password_rules(password: str, *, user: User | None = None, field: str = "new_password") -> None:
    """Raise PasswordRefused, with one sentence for each broken rule under `field`, unless the password keeps them all.

    `user` may be one that is not saved yet (name and address are compared).
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordRefused(" ".join(error.messages), fields={field: error.messages}) from error


def set_password(user: User, password: str) -> None:
    """Make it the person's password and remember its hash; rules are checked before, the caller's transaction holds."""
    user.set_password(password)
    user.save(update_fields=["password", "updated_at"])
    _remember(user)


def password_was_set(*, user: User) -> None:
    """The back office has given the person another password: what a new password ends, ends; the person is told."""
    with atomic("core"):
        _remember(user)
        end_everything(user)
        acts.record("password.changed", email=user.email, user=user)
    mails.queue_notice(user, "password_changed")


def _remember(user: User) -> None:
    EarlierPassword.objects.create(user=user, password=user.password, created_at=timezone.now())
    kept = user.earlier_passwords.values_list("pk", flat=True)[: policy_of(user).password_history]
    user.earlier_passwords.exclude(pk__in=list(kept)).delete()


def change_password(*, user: User, old_password: str, new_password: str, keep_session: str = "") -> None:
    """A new password by the signed-in person; all other sessions, tokens and links of theirs end.

    Raises Locked, InvalidInput (field `old_password` or `new_password`).
    """
    attempt = lockout.take(user.email)
    if not user.check_password(old_password):
        lockout.fail(attempt, email=user.email, user=user)
        raise InvalidInput(_("This is not your present password."), field="old_password")
    lockout.give_back(attempt)
    check_password_rules(new_password, user=user)
    with atomic("core"):
        set_password(user, new_password)
        end_everything(user, keep_session=keep_session)
        acts.record("password.changed", email=user.email, user=user)
    mails.queue_notice(user, "password_changed")


def forgot_password(*, email: str) -> None:
    """Have a link for a new password mailed to the address, if an active account has it.

    The same work whether or not there is one: the worker looks. Raises NoWorker when no worker can be asked.
    """
    if not enqueue(SEND_RESET_LINK, email=lockout.normalised(email), language=get_language() or ""):
        raise NoWorker


def send_reset_link(*, email: str, language: str = "") -> bool:
    """Mail a one-time link to the account of that address; False when there is none, or it got too many already.

    Raises OSError or SMTPException when the mail server does not take it: calling again sends a newer link.
    """
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None or not links.may_issue(user, RESET):
        return False
    minutes, language = policy_of(user).reset_minutes, mails.language_of(user, language)
    with links.mailed(user, RESET, minutes=minutes) as token:
        mails.send(user.email, "reset", language=language, path=f"/password/reset/{token}/", minutes=minutes)
    acts.record("password.reset_asked", email=user.email, user=user)
    return True


def reset_password(*, token: str, new_password: str) -> User:
    """Set a new password by a mailed link; everything else of the person's ends: links, sessions, tokens.

    Raises LinkUnusable, InvalidInput (the link stays good when only the password breaks a rule).
    """
    link = links.look(token, RESET)
    check_password_rules(new_password, user=link.user)
    with atomic("core"):
        links.use(link)
        set_password(link.user, new_password)
        end_everything(link.user)
        acts.record_as(link.user, "password.reset")
    # A lock for minutes is over with the proof of owning the mailbox; one for good stays an administrator's matter.
    lockout.forget(link.user.email, blocked_too=False)
    mails.queue_notice(link.user, "password_changed")
    return link.user


def end_everything(user: User, *, keep_session: str = "") -> None:
    """End the links, sessions and tokens of the person, but for one session; the caller's transaction holds."""
    links.end(user)
    end_all_sessions(user, but=keep_session)
    tokens.end_all(user_id=user.pk)
