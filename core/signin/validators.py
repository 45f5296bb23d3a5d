"""Rules of passwords that depend on the person's organisations, and kinds of characters."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.signin.policy import policy_of

KINDS = {
    "upper": (str.isupper, gettext_lazy("an upper-case letter")),
    "lower": (str.islower, gettext_lazy("a lower-case letter")),
    "digit": (str.isdigit, gettext_lazy("a digit")),
    "special": (lambda character: not character.isalnum(), gettext_lazy("a special character")),
}


class LongEnough:
    """A password has as many characters as the person's organisations ask for."""

    def validate(self, password: str, user: Any = None) -> None:
        wanted = policy_of(user).password_min_length
        if len(password) < wanted:
            text = _("This password has %(length)d characters: at least %(wanted)d are needed.")
            raise ValidationError(text % {"length": len(password), "wanted": wanted}, code="password_too_short")

    def get_help_text(self, user: Any = None) -> str:
        return _("At least %(wanted)d characters.") % {"wanted": policy_of(user).password_min_length}


class CharacterKinds:
    """A password holds at least one character of each kind; `kinds` are upper, lower, digit, special."""

    def __init__(self, kinds: list[str]) -> None:
        self.wanted = [KINDS[kind] for kind in kinds]

    def validate(self, password: str, user: Any = None) -> None:
        missing = [str(label) for check, label in self.wanted if not any(map(check, password))]
        if missing:
            text = _("This password lacks %(kinds)s.") % {"kinds": ", ".join(missing)}
            raise ValidationError(text, code="password_lacks_kinds")

    def get_help_text(self, user: Any = None) -> str:
        return _("With %(kinds)s.") % {"kinds": ", ".join(str(label) for _check, label in self.wanted)}


class NotUsedBefore:
    """A password is none of the last ones of the person, the present one included."""

    def validate(self, password: str, user: Any = None) -> None:
        kept = policy_of(user).password_history
        if user is None or user._state.adding or not kept:
            return
        earlier = user.earlier_passwords.values_list("password", flat=True)[:kept]
        if any(check_password(password, known) for known in {user.password, *earlier} if known):
            raise ValidationError(_("You had this password before: choose another one."), code="password_used_before")

    def get_help_text(self, user: Any = None) -> str:
        kept = policy_of(user).password_history if user else 0
        text = ngettext("Not your last password.", "None of your last %(count)d passwords.", kept)
        return text % {"count": kept} if kept else ""


def rules_for(user: Any = None) -> list[str]:
    """What a new password of the person has to be, a sentence each."""
    own = [each for each in get_default_password_validators() if isinstance(each, OWN)]
    return [*filter(None, (each.get_help_text(user) for each in own)), _("Not like your name or address, not common.")]


OWN = (LongEnough, CharacterKinds, NotUsedBefore)
