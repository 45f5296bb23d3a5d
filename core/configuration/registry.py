"""The settings the product knows: key, kind, default, words for people, limits, who may change it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, Any]]


class Kind(StrEnum):
    """What a value is: `value()` returns bool, int, Decimal, str, str (one of the choices) or a tuple of str."""

    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    TEXT = "text"
    CHOICE = "choice"
    LIST = "list"


class Section(models.TextChoices):
    """The tabs of the settings page, in their order."""

    GENERAL = "general", _("General")
    SECURITY = "security", _("Security")
    CATALOG = "catalog", _("Catalogue")
    IMPORTS = "imports", _("Imports")
    EXPORTS = "exports", _("Exports")
    NOTIFICATIONS = "notifications", _("Notifications")
    WEBHOOKS = "webhooks", _("Webhooks")
    AUDIT = "audit", _("Audit trail")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One setting; wrong definitions (a default outside the limits, a secret that is no text) raise ValueError.

    `minimum` and `maximum` limit a number, the length of a text, or the number of entries of a list. `choices` may be
    a function where the list is long; `check` looks at a kept value as a whole and answers with the sentence that
    refuses it, "" when it is fine. A secret is encrypted in the database and never shown. `superuser` settings are
    shown to those who may open the page, and changed by a Super Admin only.
    """

    key: str
    kind: Kind | str
    default: Any
    label: Any
    help: Any = ""
    section: Section | str = Section.GENERAL
    secret: bool = False
    permission: str = "admin:settings"
    superuser: bool = False
    choices: Choices | Callable[[], Choices] = ()
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    unit: Any = ""
    check: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "section", Section(self.section))
        if self.secret and (self.kind != Kind.TEXT or self.default != ""):
            raise ValueError(f"{self.key}: a secret is a text without a default.")
        if (self.kind == Kind.CHOICE) != bool(self.choices):
            raise ValueError(f"{self.key}: choices belong to the kind choice, and to no other.")

    @property
    def allowed(self) -> dict[str, Any]:
        """The values of a choice with their labels."""
        return dict(self.choices() if callable(self.choices) else self.choices)


SETTINGS: dict[str, Setting] = {}


def register(*settings: Setting) -> None:
    """Make the settings known; called in `AppConfig.ready`. Raises ValueError for a key with two definitions."""
    from core.configuration.kinds import check_default

    for setting in settings:
        check_default(setting)
        if SETTINGS.setdefault(setting.key, setting) != setting:
            raise ValueError(f"The setting {setting.key!r} is registered twice.")


def setting_of(key: str) -> Setting:
    """The setting of that key; raises ValueError for one nobody registered, a mistake of ours."""
    try:
        return SETTINGS[key]
    except KeyError:
        raise ValueError(f"{key!r} is no setting: register it in the app's configuration module.") from None
