"""Forms of core's pages."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
