"""Pages of the organisation's settings: one tab for each section, the history of each setting."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, is_fragment, page
from core.configuration import selectors, services
from core.configuration.errors import UnknownSetting
from core.configuration.forms import SettingsForm
from core.configuration.registry import SETTINGS, Section
from core.encryption import SecretUnreadable
from core.errors import Conflict, InvalidInput
from core.forms import refusals_in
from core.paging import page_number, pages_of

PERMISSION = "admin:settings"
CHANGES_PER_PAGE = 20


@require_safe
@page(PERMISSION)
def home(request: PageRequest) -> HttpResponse:
    """The first tab."""
    return redirect("configuration:section", _tabs()[0].value)


@require_http_methods(["GET", "HEAD", "POST"])
@page(PERMISSION)
def section(request: PageRequest, section: str) -> HttpResponse:
    """The settings of one section; saving keeps all that was touched, or nothing."""
    states = selectors.settings_for(request.user, section=section)
    form = SettingsForm(states, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            changed = services.change(by=request.user, values=form.touched(), versions=form.versions())
            _say(request, len(changed))
            return redirect("configuration:section", section)
    return _section_page(request, section, form)


@require_safe
@page(PERMISSION)
def history(request: PageRequest, section: str, key: str) -> HttpResponse:
    """Who changed a setting, when, from what to what; on a page of its own or in the dialog."""
    state = _state(request, section, key)
    changes = selectors.history_of(key, page=page_number(request), per_page=CHANGES_PER_PAGE)
    context = {"state": state, "changes": changes.items, "page": pages_of(changes), "section": Section(section)}
    if is_fragment(request):
        return render(request, "settings/history.html", {**context, "is_fragment": True})
    return render(request, "settings/history_page.html", context)


@require_POST
@page(PERMISSION)
def restore(request: PageRequest, section: str, key: str, change_id: UUID) -> HttpResponse:
    """Bring back the value after one of the changes."""
    _state(request, section, key)
    return _acted(request, section, lambda: services.restore(by=request.user, key=key, change_id=change_id))


@require_POST
@page(PERMISSION)
def reset(request: PageRequest, section: str, key: str) -> HttpResponse:
    """Bring back the default."""
    _state(request, section, key)
    return _acted(request, section, lambda: services.reset(by=request.user, key=key))


def _section_page(request: PageRequest, section: str, form: SettingsForm) -> HttpResponse:
    rows = [(state, form[state.key] if state.may_change else None, form.shown(state)) for state in form.states]
    context = {"form": form, "rows": rows, "section": Section(section), "tabs": _tabs()}
    return render(request, "settings/section.html", context, status=422 if form.errors else 200)


def _tabs() -> list[Section]:
    used = {each.section for each in SETTINGS.values()}
    return [each for each in Section if each in used]


def _state(request: PageRequest, section: str, key: str) -> selectors.SettingState:
    state = selectors.setting_for(request.user, key)
    if state.setting.section != section:
        raise UnknownSetting(key=key)
    return state


def _acted(request: PageRequest, section: str, act: Callable[[], bool]) -> HttpResponse:
    try:
        _say(request, int(act()))
    except (Conflict, InvalidInput, SecretUnreadable) as error:
        messages.error(request, str(error))
    return redirect("configuration:section", section)


def _say(request: PageRequest, changed: int) -> None:
    if changed:
        messages.success(request, _("The settings are saved; they count from now on."))
    else:
        messages.info(request, _("Nothing was different: the settings stay as they are."))
