"""Forms of webhooks: they parse; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.outgoing import DeliveryStatus
from core.webhooks.events import EVENTS, TEST


def grouped_events() -> list[tuple[str, list[tuple[str, str]]]]:
    """The events under their groups, each with what it means."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for event in EVENTS.values():
        if event.name != TEST:
            groups.setdefault(str(event.group), []).append((event.name, f"{event.name} — {event.description}"))
    return list(groups.items())


class WebhookForm(forms.Form):
    """Where events go, and which."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("Events are sent there by POST. Use https: over http everybody on the way can read them."),
        widget=forms.URLInput(attrs={"placeholder": "https://example.com/webhooks", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("Description"), max_length=200, required=False, help_text=_("Who listens there, such as “ERP”.")
    )
    events = forms.MultipleChoiceField(label=_("Events"), choices=grouped_events, widget=forms.CheckboxSelectMultiple)
    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Signs every delivery. Leave it empty: a strong one is made and shown once."),
    )
    is_active = forms.BooleanField(
        label=_("Active"), required=False, initial=True, help_text=_("A webhook that is off gets nothing.")
    )


class WebhookChangeForm(WebhookForm):
    """The same for one that exists: the secret has a button of its own."""

    secret = None  # type: ignore[assignment]


class LogFilterForm(forms.Form):
    """Filters of the log."""

    event = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False, choices=[("", _("Any result")), *DeliveryStatus.choices])

    def __init__(self, *args: Any, events: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["event"].choices = [("", _("All events")), *((name, name) for name in events)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """What is filtered by; anything strange counts as nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("event", "status")}


class ReplayForm(forms.Form):
    """From when on failed deliveries are sent again."""

    since = forms.DateTimeField(
        label=_("Since"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Empty: all that are kept."),
    )
