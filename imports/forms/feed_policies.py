"""What the imports of a feed do, as its page asks."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from imports.services.alerts import Alerts
from imports.services.reports import MOST_RECIPIENTS
from suppliers.brake_limits import LABELS, most_of, usual_of
from suppliers.selectors import SourceSettings, policy_choices

BRAKE, ALERT = "brake_limit_", "alert_"
LONGEST_WAIT = 7 * 24 * 60


class MinutesField(forms.CharField):
    """Minutes in a row, such as "1, 5, 15"; empty for the usual ones."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        parts = str(super().clean(value)).replace(";", ",").replace(" ", ",").split(",")
        texts = [part for part in parts if part]
        if not all(text.isdecimal() and 1 <= int(text) <= LONGEST_WAIT for text in texts) or len(texts) > 10:
            raise forms.ValidationError(_("At most 10 whole numbers of minutes, such as 1, 5, 15, please."))
        return [int(text) for text in texts]


class AddressesField(forms.CharField):
    """E-mail addresses in a row; empty for nobody."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        addresses = str(super().clean(value)).replace(";", ",").replace(",", " ").split()
        for address in addresses:
            validate_email(address)
        if len(addresses) > MOST_RECIPIENTS:
            raise forms.ValidationError(_("At most 20 addresses, please."))
        return addresses


class FeedPoliciesForm(forms.Form):
    """The decisions about a feed; the service that keeps them checks them again."""

    name = forms.CharField(label=_("Name"), max_length=200)
    import_type = forms.ChoiceField(label=_("Kind of import"), widget=forms.RadioSelect)
    missing_rows = forms.ChoiceField(label=_("Products that are missing in a full import"), widget=forms.RadioSelect)
    completeness_percent = forms.IntegerField(
        label=_("A full file has at least this share of its usual rows (%)"),
        min_value=0,
        max_value=100,
        help_text=_("A shorter file is taken for a partial one: nothing is missing then. 0 switches the check off."),
    )
    existing_products = forms.ChoiceField(
        label=_("Known products"),
        widget=forms.RadioSelect,
        help_text=_("What a row does whose product this supplier has delivered before."),
    )
    duplicates = forms.ChoiceField(
        label=_("Rows with the same key"),
        widget=forms.RadioSelect,
        help_text=_("When several rows of one file name the same product."),
    )
    error_policy = forms.ChoiceField(
        label=_("Rows with errors"),
        widget=forms.RadioSelect,
        help_text=_("Held rows wait in the quarantine with their reasons; nothing is lost."),
    )
    error_limit_percent = forms.IntegerField(
        label=_("Stop above this share of errors (%)"),
        min_value=1,
        max_value=100,
        help_text=_("Only for “Stop when too many rows have errors”: from 1 to 100."),
    )
    brake_enabled = forms.BooleanField(
        label=_("Hold unusual files"),
        required=False,
        help_text=_("The feed learns its usual rows, blanks and prices; a file outside waits with the evidence."),
    )
    approval = forms.ChoiceField(label=_("Who may let a held file go on"), widget=forms.RadioSelect)
    retry_minutes = MinutesField(
        label=_("Tried again after (minutes)"),
        required=False,
        help_text=_("When the server does not answer. Empty: 1, 5, 15, 60, 240."),
    )

    def __init__(self, data: Any = None, *, settings: SourceSettings) -> None:
        first = {name: getattr(settings, name) for name in self.base_fields}
        super().__init__(data, initial=first | _limits_of(settings) | _alerts_of(settings))
        for name, choices in policy_choices().items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields |= {f"{BRAKE}{name}": _limit_field(name, label) for name, label in LABELS.items()}
        self.fields |= {f"{ALERT}{name}": field() for name, field in ALERT_FIELDS.items()}

    def values(self) -> dict[str, Any]:
        """The decisions as the service takes them: only the limits of the brake that are filled in."""
        plain = {name: self.cleaned_data[name] for name in self.base_fields}
        brake = {name: self.cleaned_data[f"{BRAKE}{name}"] for name in LABELS}
        alerts = {name: self.cleaned_data[f"{ALERT}{name}"] for name in ALERT_FIELDS}
        return {
            **plain,
            "brake": {name: value for name, value in brake.items() if value is not None},
            "alerts": {name: value for name, value in alerts.items() if value is not None},
        }

    def brake_fields(self) -> list[BoundField]:
        """The limits of the brake."""
        return [self[f"{BRAKE}{name}"] for name in LABELS]

    def alert_fields(self) -> list[BoundField]:
        """What people are told of."""
        return [self[f"{ALERT}{name}"] for name in ALERT_FIELDS]

    def in_words(self) -> Mapping[str, str]:
        """The decisions as they stand, for a person who may not change them."""
        return {str(field.label): self._words(name, field) for name, field in self.fields.items()}

    def _words(self, name: str, field: forms.Field) -> str:
        value = self.initial.get(name)
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(value, list):
            return ", ".join(map(str, value)) or "1, 5, 15, 60, 240"
        if value is None:
            return str(field.widget.attrs.get("placeholder", "–"))
        return str(dict(getattr(field, "choices", ())).get(value, value))


def _limits_of(settings: SourceSettings) -> dict[str, Any]:
    return {f"{BRAKE}{name}": settings.brake.get(name) for name in LABELS}


def _alerts_of(settings: SourceSettings) -> dict[str, Any]:
    present = Alerts.of(settings.alerts)
    return {f"{ALERT}{name}": getattr(present, name) for name in ALERT_FIELDS}


def _limit_field(name: str, label: Any) -> forms.Field:
    widget = forms.NumberInput(attrs={"placeholder": usual_of(name)})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most_of(name), widget=widget)


def _told(label: Any) -> forms.Field:
    return forms.BooleanField(label=label, required=False)


def _amount(label: Any, help_text: Any = "") -> forms.Field:
    return forms.FloatField(label=label, required=False, min_value=0, max_value=10_000, help_text=help_text)


ALERT_FIELDS: dict[str, Callable[[], forms.Field]] = {
    "success": lambda: _told(_("Tell of every import that succeeds")),
    "with_errors": lambda: _told(_("Tell of imports with many rows with errors")),
    "errors_percent": lambda: _amount(_("Many means more than (%)")),
    "failed": lambda: _told(_("Tell of imports and fetches that fail")),
    "file_not_found": lambda: _told(_("Tell when no file is found")),
    "held": lambda: _told(_("Tell of files that are held for approval")),
    "count_change_percent": lambda: _amount(
        _("Tell when the number of rows changes by more than (%)"), _("Empty: never.")
    ),
    "silent_days": lambda: _amount(
        _("Tell when nothing was imported for (days)"),
        _("Empty: after three looks without anything, two days at least."),
    ),
    "report_to": lambda: AddressesField(
        label=_("Send the report of every run to"), required=False, help_text=_("E-mail addresses, 20 at most.")
    ),
}
