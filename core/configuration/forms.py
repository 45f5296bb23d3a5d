"""The form of one tab of settings: a typed field for each, and what was touched."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.configuration.registry import Kind, Setting
from core.configuration.selectors import SettingState


class SettingsForm(forms.Form):
    """Only settings the person may change have a field; a secret is written, never shown."""

    def __init__(self, states: Iterable[SettingState], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.states = list(states)
        for state in self.states:
            if state.may_change:
                self.fields[state.key] = _field(state)

    def touched(self) -> dict[str, Any]:
        """The values somebody has changed on the page; what others changed meanwhile is not among them."""
        return {key: value for key, value in map(self._given, self.fields) if self._was(key) != self._is(key)}

    def versions(self) -> dict[str, int]:
        """The versions the page was drawn from."""
        seen = {key: self.data.get(f"seen:{key}", "") for key in self.fields}
        return {key: int(version) for key, version in seen.items() if version.isdecimal() and len(version) < 10}

    def shown(self, state: SettingState) -> str:
        """The value as the input sends it back when nobody touches it."""
        return sent(state.setting, state.value)

    def _given(self, key: str) -> tuple[str, Any]:
        value: Any = self.cleaned_data.get(key)
        return key, value.splitlines() if isinstance(self.fields[key].widget, forms.Textarea) else value

    def _was(self, key: str) -> str | None:
        was = self.data.get(f"was:{key}")
        return None if was is None else _lines(was)

    def _is(self, key: str) -> str:
        return _lines(self.data.get(key, ""))


def sent(setting: Setting, kept: Any) -> str:
    """A kept value as an untouched input sends it."""
    if setting.secret:
        return ""
    if setting.kind == Kind.BOOL:
        return "on" if kept else ""
    return "\n".join(kept) if setting.kind == Kind.LIST else str(kept)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _field(state: SettingState) -> forms.Field:
    setting = state.setting
    options: dict[str, Any] = {"label": setting.label, "help_text": setting.help, "required": False}
    if setting.secret:
        return _secret(options, is_set=bool(state.value))
    return _FIELDS[Kind(setting.kind)](setting, {**options, "initial": _initial(state)})


def _initial(state: SettingState) -> Any:
    return "\n".join(state.value) if state.setting.kind == Kind.LIST else state.value


def _secret(options: dict[str, Any], *, is_set: bool) -> forms.Field:
    hint = _("Type a new one to replace it") if is_set else ""
    return forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "placeholder": hint}), **options
    )


def _number(kind: type[forms.IntegerField]) -> Callable[[Setting, dict[str, Any]], forms.Field]:
    def made(setting: Setting, options: dict[str, Any]) -> forms.Field:
        limits = {"min": setting.minimum, "max": setting.maximum}
        attributes = {name: str(limit) for name, limit in limits.items() if limit is not None}
        step = {} if kind is forms.IntegerField else {"step": "any"}
        return kind(widget=forms.NumberInput(attrs={**attributes, **step}), **{**options, "required": True})

    return made


_FIELDS: dict[Kind, Callable[[Setting, dict[str, Any]], forms.Field]] = {
    Kind.BOOL: lambda _setting, options: forms.BooleanField(**options),
    Kind.INT: _number(forms.IntegerField),
    Kind.DECIMAL: _number(forms.DecimalField),
    Kind.TEXT: lambda _setting, options: forms.CharField(**options),
    Kind.CHOICE: lambda setting, options: forms.ChoiceField(choices=list(setting.allowed.items()), **options),
    Kind.LIST: lambda _setting, options: forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **options),
}


class BlankableChoice(forms.ChoiceField):
    """A choice of which blank is one."""

    def validate(self, value: Any) -> None:
        if not self.valid_value(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": value})


class PreferencesForm(forms.Form):
    """How a person likes to see things; blank is the default."""

    use_required_attribute = False
    language = BlankableChoice(label=_("Language"))
    time_zone = BlankableChoice(label=_("Time zone"))
    date_format = BlankableChoice(label=_("Dates"))
    number_format = BlankableChoice(label=_("Numbers"))
    theme = BlankableChoice(label=_("Theme"))

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, Any]]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, allowed in choices.items():
            self.fields[name].choices = allowed  # type: ignore[attr-defined]
