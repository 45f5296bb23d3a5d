"""The page of one's own preferences, and the language menu."""

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from core.configuration.forms import PreferencesForm
from core.configuration.personal import preferences_of, save_preferences
from core.configuration.preferences import time_zone_of, use_language, zone_names
from core.forms import refusals_in
from core.models import User
from core.models.preferences import DateFormat, NumberFormat, Theme


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose language, time zone, ways of writing, theme."""
    user: User = request.user  # type: ignore[assignment]
    form = PreferencesForm(request.POST or None, initial=asdict(preferences_of(user)), choices=_choices(user))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            save_preferences(user=user, values=form.cleaned_data)
            use_language(request, user)
            messages.success(request, _("Your preferences are saved."))
            return redirect("preferences")
    return render(request, "settings/preferences.html", {"form": form}, status=422 if form.errors else 200)


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """The language menu: remembered by the browser, and for somebody who is signed in by the account."""
    chosen = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        save_preferences(user=request.user, values={"language": chosen})
    return set_language(request)


def _choices(user: User) -> dict[str, list[tuple[str, object]]]:
    like_language = ("", _("As the language does"))
    zone = time_zone_of(User())
    languages = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
    zones = [(name, name.replace("_", " ")) for name in sorted(zone_names())]
    return {
        "language": [("", _("As the browser asks")), *languages],
        "time_zone": [("", _("That of the organisation (%(zone)s)") % {"zone": zone.key.replace("_", " ")}), *zones],
        "date_format": [like_language, *DateFormat.choices],
        "number_format": [like_language, *NumberFormat.choices],
        "theme": [("", _("As this browser was told last")), *Theme.choices],
    }
