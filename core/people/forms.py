"""Forms of the pages about people: they parse and explain; the services decide."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.access.permissions import CODES
from core.people.objects import Kind, kinds

Choices = list[tuple[str, str]]
ADDED, TAKEN = "1", "0"


class MemberFilterForm(forms.Form):
    """What the list of members is narrowed by."""

    q = forms.CharField(required=False)
    role = forms.ChoiceField(required=False)
    state = forms.ChoiceField(
        required=False, choices=[("", _("Active and inactive")), ("active", _("Active")), ("inactive", _("Inactive"))]
    )

    def __init__(self, *args: Any, roles: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [("", _("All roles")), *roles]  # type: ignore[attr-defined]
        for name in ("role", "state"):
            self.fields[name].widget.attrs = {"class": "input", "data-autosubmit": ""}


class AccountForm(forms.Form):
    """Who somebody is."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254)


class MemberForm(AccountForm):
    """A new member."""

    role = forms.ChoiceField(label=_("Role"))
    password = forms.CharField(
        label=_("First password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Leave it empty to send an invitation: the person then chooses one. Accounts that exist are always invited."
        ),
    )

    field_order = ("email", "name", "role", "password")

    def __init__(self, *args: Any, roles: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class RoleChoiceForm(forms.Form):
    """The role of a member."""

    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args: Any, roles: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [*roles, ("", _("No role: sees nothing"))]  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role of the organisation: its name, what it is for, what is ticked."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    permissions = forms.MultipleChoiceField(required=False, choices=[(code, code) for code in CODES])


class ObjectSearchForm(forms.Form):
    """Where to look for an object."""

    kind = forms.ChoiceField(label=_("Kind of object"))
    q = forms.CharField(label=_("Name"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Kind:
        """The chosen kind, else the first."""
        return next((each for each in kinds() if each.name == self.data.get("kind")), kinds()[0])


class GrantForm(forms.Form):
    """An object and what is granted on it."""

    object = forms.UUIDField(error_messages={"required": _("Choose an object."), "invalid": _("Choose an object.")})
    permissions = forms.MultipleChoiceField(
        choices=[(code, code) for code in CODES], error_messages={"required": _("Tick at least one permission.")}
    )


def overrides_of(data: Any) -> dict[str, bool]:
    """The single rights as the page sends them: `o-CODE` is "1" (added), "0" (taken) or "" (as the role says)."""
    given = {code: data.get(f"o-{code}", "") for code in CODES}
    return {code: value == ADDED for code, value in given.items() if value in (ADDED, TAKEN)}


def as_uuid(text: str) -> UUID | None:
    """The id, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
