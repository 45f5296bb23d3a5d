"""One's own profile: the name, and the e-mail address one signs in with."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import audit
from core.databases import atomic
from core.errors import InvalidInput
from core.jobs.queue import enqueue
from core.models import OneTimeLink, User
from core.signin import acts, links, lockout, mails
from core.signin.errors import LinkUnusable, NoWorker
from core.signin.policy import policy_of

EMAIL = OneTimeLink.Purpose.EMAIL
SEND_EMAIL_LINK = "core.signin.tasks.send_email_link"


def change_name(*, user: User, name: str) -> None:
    """Call the person so."""
    before, after = audit.changes({"name": user.name}, {"name": name.strip()})
    if not after:
        return
    with atomic("core"):
        User.objects.filter(pk=user.pk).update(**after)
        acts.record("profile.changed", email=user.email, user=user, before=before, after=after)


def change_email(*, user: User, email: str, password: str) -> None:
    """Have a link mailed to the new address; the address counts once the link was opened and confirmed.

    Whether another account has it is not told here. Raises Locked, InvalidInput (field `email` or `password`),
    NoWorker when no worker can be asked.
    """
    address = lockout.normalised(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInput(str(error.messages[0]), field="email") from error
    if address == user.email:
        raise InvalidInput(_("This is your address already."), field="email")
    attempt = lockout.take(user.email)
    if not user.check_password(password):
        lockout.fail(attempt, email=user.email, user=user)
        raise InvalidInput(_("This is not your present password."), field="password")
    lockout.give_back(attempt)
    if not enqueue(SEND_EMAIL_LINK, user_id=str(user.pk), email=address, language=get_language() or ""):
        raise NoWorker


def send_email_link(*, user_id: str, email: str, language: str = "") -> bool:
    """Mail the link that confirms the new address; False when the account is gone or got too many already.

    The owner of an address that has an account gets no mail. Raises OSError or SMTPException when the mail server does
    not take it.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or User.objects.filter(email=email).exists() or not links.may_issue(user, EMAIL):
        return False
    minutes, language = policy_of(user).reset_minutes, mails.language_of(user, language)
    with links.mailed(user, EMAIL, minutes=minutes, email=email) as token:
        mails.send(email, "email", language=language, path=f"/profile/email/{token}/", minutes=minutes)
    acts.record("email.change_asked", email=user.email, user=user)
    return True


def confirm_email(*, user: User, token: str) -> None:
    """Sign in with the new address from now on; the old one is told. Raises LinkUnusable."""
    link = links.look(token, EMAIL)
    if link.user_id != user.pk:
        raise LinkUnusable(_("This link is for another account: sign in with that one, then open it again."))
    old = link.user.email
    try:
        with atomic("core"):
            links.use(link)
            User.objects.filter(pk=user.pk).update(email=link.email)
            links.end(user)
            changed = {"before": {"email": old}, "after": {"email": link.email}}
            acts.record("email.changed", email=link.email, user=user, **changed)
    except IntegrityError as error:
        raise LinkUnusable(_("This address belongs to another account by now.")) from error
    user.email = link.email
    mails.queue_notice(user, "email_changed", to=old)
