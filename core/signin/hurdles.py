"""What a person has to do before anything else: set up the second factor, choose a new password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.models import SecondFactor, User
from core.signin.errors import AttentionNeeded
from core.signin.policy import policy_of

KEY = "hurdle"
ALWAYS_OPEN = ("/logout/", "/language/", "/appearance/", "/static/")


@dataclass(frozen=True)
class Hurdle:
    """The page to do it on; other pages lead there, but for the open ones."""

    path: str

    @property
    def open_paths(self) -> tuple[str, ...]:
        return (self.path, *ALWAYS_OPEN)


HURDLES = {"password": Hurdle("/profile/password/"), "two_factor": Hurdle("/profile/security/")}


def of(request: HttpRequest) -> Hurdle | None:
    """What stands before this session, as it was found when somebody looked last."""
    return HURDLES.get(request.session.get(KEY, ""))


def look(request: HttpRequest, user: User) -> None:
    """Look what stands before the person, and remember it in the session."""
    found = _name(user)
    if request.session.get(KEY, "") != found:
        request.session[KEY] = found


def two_factor_due(user: User) -> datetime | None:
    """Until when the person has to set up the second factor; None when it is on or not asked for."""
    rules = policy_of(user)
    factor = SecondFactor.objects.filter(user=user).defer("secret").first()
    if (factor and factor.confirmed_at) or not rules.two_factor_is_mandatory:
        return None
    due = timezone.now() + timedelta(days=rules.two_factor_grace_days)
    if factor is None:
        factor, _made = SecondFactor.objects.get_or_create(user=user, defaults={"due_at": due})
    if factor.due_at is None:
        SecondFactor.objects.filter(user=user, due_at=None).update(due_at=due)
        return due
    return factor.due_at


def password_expired(user: User) -> bool:
    """Whether the password is older than the installation allows (off by default)."""
    if not settings.PASSWORD_EXPIRY_DAYS:
        return False
    newest = user.earlier_passwords.values_list("created_at", flat=True).first()
    return (newest or user.created_at) < timezone.now() - timedelta(days=settings.PASSWORD_EXPIRY_DAYS)


def refuse(user: User) -> None:
    """Raise AttentionNeeded for a program whose person has something to do first, on the pages."""
    if _name(user):
        raise AttentionNeeded


def _name(user: User) -> str:
    if password_expired(user):
        return "password"
    due = two_factor_due(user)
    return "two_factor" if due and due <= timezone.now() else ""
