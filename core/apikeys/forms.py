"""Forms of API keys: they parse; the services decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.apikeys.services import LONGEST_OVERLAP_HOURS
from core.models import ApiKey
from core.people.words import permission_groups


def scope_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The 62 permissions under their resources, as a field of choices wants them, in the reader's language."""
    return [
        (label, [(each.code, f"{each.code} · {each.text}") for each in words]) for label, words in permission_groups()
    ]


class KeyForm(forms.Form):
    """A key: name, permissions, and what narrows its use."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Which program uses it, such as “Warehouse” or “Price screen”.")
    )
    mode = forms.ChoiceField(
        label=_("Kind"),
        choices=ApiKey.Mode.choices,
        initial=ApiKey.Mode.LIVE,
        widget=forms.RadioSelect,
        help_text=_("A test key reads the real data and changes nothing."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Permissions"),
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the program needs; no more than you hold."),
    )
    networks = forms.CharField(
        label=_("Allowed addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "203.0.113.7\n198.51.100.0/24"}),
        help_text=_("One address or network on each line; empty: from anywhere."),
    )
    rate_limit_per_minute = forms.IntegerField(
        label=_("Requests per minute"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: only the limits that hold for everybody."),
    )
    expires_at = forms.DateTimeField(
        label=_("Expires"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: never. A key that is changed every 90 days does less harm when it is lost."),
    )

    def clean_networks(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]


class KeyChangeForm(KeyForm):
    """What of a key can be changed later."""

    mode = None  # type: ignore[assignment]


class RotationForm(forms.Form):
    """How long the old secret goes on."""

    overlap_hours = forms.IntegerField(
        label=_("Hours for which the old key still works"),
        min_value=0,
        max_value=LONGEST_OVERLAP_HOURS,
        initial=24,
        help_text=_("0: it stops at once."),
    )
