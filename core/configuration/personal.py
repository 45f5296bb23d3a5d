"""Saving one's own preferences."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from core.audit import changes, record
from core.configuration.acts import PREFERENCES_CHANGED
from core.configuration.preferences import zone_names
from core.databases import atomic
from core.errors import InvalidInput
from core.models.people import User
from core.models.preferences import DateFormat, NumberFormat, Theme


@dataclass(frozen=True)
class Preferences:
    """A person's choices; blank is the default."""

    language: str = ""
    time_zone: str = ""
    date_format: str = ""
    number_format: str = ""
    theme: str = ""


NAMES = tuple(Preferences.__dataclass_fields__)


def preferences_of(user: User) -> Preferences:
    """What the person has chosen."""
    return Preferences(**{name: getattr(user, name) for name in NAMES})


def save_preferences(*, user: User, values: Mapping[str, str]) -> Preferences:
    """Keep the given choices of the person, the others stay; raises InvalidInput naming each that is not possible."""
    refused = {name: [_sentence(name, given)] for name, given in values.items() if not _possible(name, given)}
    if refused:
        raise InvalidInput("; ".join(f"{name}: {texts[0]}" for name, texts in refused.items()), fields=refused)
    before, after = changes(asdict(preferences_of(user)), values)
    if after:
        with atomic("core"):
            User.objects.filter(pk=user.pk).update(**after)
            record(PREFERENCES_CHANGED, subject=user, before=before, after=after)
        for name, given in after.items():
            setattr(user, name, given)
    return preferences_of(user)


def allowed_values(name: str) -> list[str]:
    """What may be chosen, besides blank; nothing for a name that is no preference."""
    known = {
        "language": [code for code, _name in settings.LANGUAGES],
        "time_zone": sorted(zone_names()),
        "date_format": DateFormat.values,
        "number_format": NumberFormat.values,
        "theme": Theme.values,
    }
    return list(known.get(name, ()))


def _possible(name: str, given: str) -> bool:
    return name in NAMES and (given == "" or given in allowed_values(name))


def _sentence(name: str, given: str) -> str:
    if name == "time_zone":
        return _("“%(given)s” is no time zone: use a name such as Europe/Paris.") % {"given": str(given)[:60]}
    shown = {"given": str(given)[:60], "allowed": ", ".join(allowed_values(name)) or "-"}
    return _("“%(given)s” is not possible: use one of %(allowed)s.") % shown
