"""Forms of notifications: they parse; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models.notifications import Channel
from core.notifications.preferences import PreferenceFacts
from core.notifications.providers.base import Provider


class PreferencesForm(forms.Form):
    """What a person hears of, and where SMS and chat go; the table of kinds is drawn by the template."""

    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=32,
        help_text=_("With the country, such as +33 6 12 34 56 78."),
    )
    chat = forms.CharField(
        label=_("Name in the chat"),
        required=False,
        max_length=120,
        help_text=_("As your chat knows you, or a channel."),
    )

    def channels(self, facts: PreferenceFacts) -> dict[str, list[str]]:
        """kind -> channels that were ticked; all kinds that were shown."""
        ticked = set(self.data.getlist("wanted")) if hasattr(self.data, "getlist") else set()
        return {
            item.kind: [channel for channel in Channel.values if f"{item.kind}:{channel}" in ticked]
            for item in facts.items
        }


class ProviderForm(forms.Form):
    """The settings of a provider, made of the fields it declares."""

    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, provider: Provider, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in provider.fields:
            self.fields[field.name] = forms.CharField(
                label=field.label,
                help_text=field.help_text,
                required=field.required and not field.secret,
                initial=field.default,
                widget=self._widget(field),
            )
        self.order_fields([*(field.name for field in provider.fields), "is_active"])

    @staticmethod
    def _widget(field: Any) -> forms.Widget:
        if field.secret:
            return forms.PasswordInput(attrs={"autocomplete": "new-password"})
        return forms.Textarea(attrs={"rows": 3}) if field.multiline else forms.TextInput()


class TrialForm(forms.Form):
    """To whom a test goes."""

    recipient = forms.CharField(label=_("Send a test to"), max_length=120)
