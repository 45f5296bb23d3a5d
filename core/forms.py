"""The login form, and how forms tell what the services refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput, Refused


class LoginForm(AuthenticationForm):
    """E-mail and password; the sentence for a wrong pair does not tell which of the two was wrong."""

    username = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    error_messages = {  # noqa: RUF012 - Django's own spelling
        "invalid_login": _("This e-mail and password do not belong together: check both and try again."),
        "inactive": _("This account is switched off: ask your administrator."),
    }

    def clean_username(self) -> Any:
        return self.cleaned_data["username"].lower()


@contextmanager
def refusals_in(form: forms.BaseForm, *, conflict: str = "") -> Iterator[None]:
    """Turn what a service refuses inside the block into errors of the form, beside the fields they concern.

    A refusal may name them in its params: `fields` (a list, or name -> texts) or `field`; `conflict` names the field
    that other conflicts are about.
    """
    try:
        yield
    except (Conflict, InvalidInput) as error:
        other = conflict if isinstance(error, Conflict) else ""
        for name, texts in _refused_fields(error, other=other).items():
            form.add_error(name if name in form.fields else None, texts)


def _refused_fields(error: Refused, *, other: str) -> dict[str, Any]:
    named = error.params.get("fields")
    if isinstance(named, dict):
        return named
    return dict.fromkeys(named or [error.params.get("field", other)], str(error))
