"""How a feed's files arrive, as its page asks: a form made of what the fetcher of the kind asks for."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.encryption import MASK
from suppliers.selectors import connection_fields, policy_choices, source_kinds

PREFIX = "c"
# The kinds in the order in which they are offered, each with its icon and a few words.
KIND_WORDS: dict[str, tuple[str, Any]] = {
    "upload": ("upload", _("Somebody drops the file here.")),
    "http": ("external-link", _("A file behind a web address, with or without a password.")),
    "rest": ("braces", _("An interface that answers page by page.")),
    "ftp": ("folder-tree", _("A folder on an FTP server.")),
    "ftps": ("folder-tree", _("A folder on an FTP server, encrypted.")),
    "sftp": ("lock", _("A folder behind SSH, with a password or a key.")),
    "push": ("send", _("The supplier's program sends the file to our address.")),
}


def kinds() -> list[tuple[str, Any, str, Any]]:
    """Kind, name, icon, words: as the chooser shows them."""
    names = dict(source_kinds())
    return [(kind, names[kind], *words) for kind, words in KIND_WORDS.items() if kind in names]


class ConnectionForm(forms.Form):
    """The fields of one kind; those that another answer switches off are not shown. The service checks the answers.

    `kept` are the present answers as `connection_of` gives them: a secret that is set is the mask.
    """

    def __init__(self, data: Any = None, *, kind: str, kept: Mapping[str, Any] | None = None) -> None:
        self._asked: dict[str, Any] = {field.name: field for field in self.asked_of(kind)}
        self._kept = dict(kept or {})
        super().__init__(data, prefix=PREFIX, initial=self._first_answers())
        for name, field in self._asked.items():
            self.fields[name] = _form_field(field, is_kept=self._kept.get(name) == MASK)
        for name, field in self._asked.items():
            self.fields[name].required = self._must_be_answered(name, field)

    def asked_of(self, kind: str) -> Sequence[Any]:
        """What the kind asks for."""
        return connection_fields(kind)

    def is_shown(self, name: str) -> bool:
        """Whether the present answers ask for this field."""
        shown_for = self._asked[name].shown_for
        if shown_for is None:
            return True
        deciding, answers = shown_for
        return deciding in self.fields and str(self[deciding].value()) in answers and self.is_shown(deciding)

    def _must_be_answered(self, name: str, asked: Any) -> bool:
        """Choices and flags always have an answer; the others where the fetcher needs one."""
        is_needed = str(asked.type) == "choice" or (asked.required and self._kept.get(name) != MASK)
        return is_needed and self.is_shown(name)

    def shown(self) -> list[tuple[BoundField, bool]]:
        """The fields to show, each with whether other fields depend on its answer."""
        deciding = {field.shown_for[0] for field in self._asked.values() if field.shown_for}
        return [(self[name], name in deciding) for name in self._asked if self.is_shown(name)]

    def connection(self) -> dict[str, Any]:
        """The answers without the secrets."""
        return {name: self._answer(name) for name, field in self._asked.items() if not field.is_secret}

    def secrets(self) -> dict[str, str]:
        """Secrets that were typed in, the mask for those that stay, nothing for what is not asked for any more."""
        names = [name for name, field in self._asked.items() if field.is_secret]
        return {name: self._secret(name) if self.is_shown(name) else "" for name in names}

    def _secret(self, name: str) -> str:
        return self.cleaned_data.get(name) or (MASK if self._kept.get(name) == MASK else "")

    def _answer(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_shown(name) else self._asked[name].default

    def _first_answers(self) -> dict[str, Any]:
        plain = {name: field.default for name, field in self._asked.items() if not field.is_secret}
        return {name: self._kept.get(name, default) for name, default in plain.items()}


class FeedForm(forms.Form):
    """The name of a new feed."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Such as “Price list” or “Stock”: one for each kind of file.")
    )


class TemplateForm(forms.Form):
    """The mapping template that new layouts of the feed follow."""

    template = forms.ChoiceField(
        label=_("Template"),
        required=False,
        help_text=_("Without one, the layout's own columns and the supplier's default template decide."),
    )

    def __init__(self, *args: Any, templates: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [("", _("None")), *templates]  # type: ignore[attr-defined]

    def template_id(self) -> UUID | None:
        """The template that was chosen."""
        chosen = self.cleaned_data["template"]
        return UUID(chosen) if chosen else None

    @property
    def present(self) -> str:
        """The name of the present template."""
        names = dict(self.fields["template"].choices)  # type: ignore[attr-defined]
        return str(names.get(str(self.initial.get("template") or ""), ""))


class PickForm(forms.Form):
    """Which of the files that fit are imported."""

    pick = forms.ChoiceField(label=_("Files that are imported"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].choices = policy_choices()["pick"]  # type: ignore[attr-defined]


def _form_field(asked: Any, *, is_kept: bool) -> forms.Field:
    common: dict[str, Any] = {"label": asked.label, "help_text": asked.help, "required": False}
    if asked.is_secret:
        return _secret_field(asked, common, is_kept=is_kept)
    made: Sequence[tuple[str, Any]] = (
        ("number", lambda: forms.IntegerField(**common, min_value=asked.least, max_value=asked.most)),
        ("choice", lambda: forms.ChoiceField(choices=list(asked.choices), **common)),
        ("flag", lambda: forms.BooleanField(**common)),
        ("lines", lambda: forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "class": "mono"}), **common)),
    )
    return dict(made).get(str(asked.type), lambda: forms.CharField(max_length=2000, **common))()


def _secret_field(asked: Any, common: dict[str, Any], *, is_kept: bool) -> forms.Field:
    """Never shown again: an empty answer keeps what is kept."""
    if is_kept:
        common["help_text"] = _("It is kept, encrypted. Leave this empty to keep it.")
    attributes = {"autocomplete": "new-password", "placeholder": MASK if is_kept else "", "spellcheck": "false"}
    widget: forms.Widget = forms.PasswordInput(attrs=attributes)
    if asked.name == "private_key":
        widget = forms.Textarea(attrs={**attributes, "rows": 4, "class": "mono"})
    return forms.CharField(widget=widget, strip=False, **common)
