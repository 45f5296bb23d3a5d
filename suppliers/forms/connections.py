"""The form of a connection, built from what its kind asks for."""

from typing import Any

from django import forms

from core.encryption import MASK
from suppliers.fetchers.base import ConnectionField, InputType
from suppliers.selectors import connection_fields

LONG_SECRETS = ("private_key",)


class SecretInput(forms.PasswordInput):
    """Shows the mask of a secret that is set; what was typed is never sent back to the page."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["value"] = MASK if value == MASK else None
        return context


class ConnectionForm(forms.Form):
    """Asks what the kind of source needs; `shown` are the present answers as `connection_of` gives them.

    Everything is checked by the service: give `answers` and `secrets` to it inside `core.forms.refusals_in(form)`.
    A field that is only asked for some answers says so in its attributes `data-shown-for` and `data-shown-values`.
    """

    def __init__(self, *args: Any, kind: str, shown: dict[str, Any] | None = None, **options: Any) -> None:
        """Take the kind of the source, and its present answers."""
        super().__init__(*args, **{**options, "initial": shown or {}})
        self.asked = connection_fields(kind)
        for each in self.asked:
            self.fields[each.name] = _input(each)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that are no secrets; only of a form that was found valid."""
        return {each.name: self.cleaned_data.get(each.name) for each in self.asked if not each.is_secret}

    @property
    def secrets(self) -> dict[str, str]:
        """The secrets as they were typed; the mask stands for one that stays."""
        return {each.name: self.cleaned_data.get(each.name) or "" for each in self.asked if each.is_secret}


def _input(asked: ConnectionField) -> forms.Field:
    common: dict[str, Any] = {"label": asked.label, "help_text": asked.help, "required": False}
    if asked.is_secret:
        field: forms.Field = forms.CharField(**common, strip=False, widget=_secret_widget(asked))
    elif asked.type is InputType.FLAG:
        field = forms.BooleanField(**common, initial=asked.default)
    elif asked.type is InputType.CHOICE:
        field = forms.ChoiceField(**common, choices=asked.choices, initial=asked.default)
    elif asked.type is InputType.NUMBER:
        limits = {"min": asked.least, "max": asked.most}
        field = forms.IntegerField(**common, initial=asked.default, widget=forms.NumberInput(attrs=limits))
    elif asked.type is InputType.LINES:
        field = forms.CharField(**common, initial=asked.default, widget=forms.Textarea(attrs={"rows": 3}))
    else:
        field = forms.CharField(**common, initial=asked.default)
    if asked.shown_for is not None:
        field.widget.attrs |= {"data-shown-for": asked.shown_for[0], "data-shown-values": " ".join(asked.shown_for[1])}
    return field


def _secret_widget(asked: ConnectionField) -> forms.Widget:
    """A secret that is set shows the mask, never itself; a key of several lines is pasted into a larger field."""
    attrs = {"autocomplete": "new-password", "spellcheck": "false"}
    if asked.name in LONG_SECRETS:
        return forms.Textarea(attrs={**attrs, "rows": 4, "placeholder": "-----BEGIN OPENSSH PRIVATE KEY-----"})
    return SecretInput(attrs=attrs)
