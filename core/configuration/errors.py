"""What changing settings refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput, NotFound


class UnknownSetting(NotFound):
    """There is no setting of that key."""

    code = "SETTING_NOT_FOUND"
    default_message = _("There is no such setting: GET /api/v1/settings lists them.")


class UnknownChange(NotFound):
    """The change is not in the history of this setting, in this organisation."""

    code = "CHANGE_NOT_FOUND"
    default_message = _("This change is not in the history of this setting.")


class SettingInvalid(InvalidInput):
    """A value is not possible; `fields` names each key with its sentence."""

    code = "SETTING_INVALID"


class SettingOutdated(Conflict):
    """Somebody else has changed the setting since it was read."""

    code = "SETTING_CHANGED_MEANWHILE"
    default_message = _("Somebody else has changed this setting meanwhile: look at the new value and decide again.")
