"""The login form, and how forms tell what the services refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput


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

    An InvalidInput may name the fields in `params["fields"]`; `conflict` names the field that conflicts are about.
    """
    try:
        yield
    except Conflict as error:
        form.add_error(conflict or None, str(error))
    except InvalidInput as error:
        for name, texts in error.params.get("fields", {"": [str(error)]}).items():
            form.add_error(name if name in form.fields else None, texts)
