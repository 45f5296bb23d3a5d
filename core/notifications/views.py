"""Pages of notifications: the bell, the list, the own preferences."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import is_fragment, refreshed
from core.forms import refusals_in
from core.models.notifications import Channel
from core.notifications import selectors, services
from core.notifications.channels import ready_channels
from core.notifications.forms import PreferencesForm
from core.notifications.preferences import preferences_of, set_preferences
from core.paging import page_number, pages_of

PER_PAGE = 50


def reader_of(request: Any) -> dict[str, Any]:
    """The person, and the organisation the person works in."""
    tenant = request.workspace.tenant
    return {"user": request.user, "tenant_id": tenant.pk if tenant else None}


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """Everything the person was told, latest first."""
    unread = request.GET.get("show") == "unread"
    reader = reader_of(request)
    found = selectors.notifications(**reader, unread=unread, page=page_number(request), per_page=PER_PAGE)
    context = {"notifications": found.items, "page": pages_of(found), "unread": unread}
    return render(request, "notifications/list.html", {**context, "count": selectors.unread_count(**reader)})


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The number at the bell; asked for again and again, so it costs one query.

    Nothing once the session is over: the page around it may hold what somebody has not saved yet.
    """
    if is_fragment(request) and not request.user.is_authenticated:
        return HttpResponse(status=204)
    return _bell(request)


@login_required
def _bell(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/bell.html", {"count": selectors.unread_count(**reader_of(request))})


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The last few, for the menu under the bell."""
    if is_fragment(request) and not request.user.is_authenticated:
        return refreshed()
    return _latest(request)


@login_required
def _latest(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/latest.html", {"notifications": selectors.latest(**reader_of(request))})


@require_safe
@login_required
def open_notification(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Go where the notification leads; it is read by that."""
    row = services.mark_read(notification_id, **reader_of(request))
    inside = url_has_allowed_host_and_scheme(row.url, {request.get_host()}, require_https=request.is_secure())
    return redirect(row.url if row.url and inside else "notifications:notifications")


@require_POST
@login_required
def mark(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Mark as read, or as not read."""
    act = services.mark_unread if request.POST.get("read") == "no" else services.mark_read
    act(notification_id, **reader_of(request))
    return _back(request)


@require_POST
@login_required
def mark_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_all_read(**reader_of(request))
    return _back(request)


@require_POST
@login_required
def delete(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Remove one."""
    services.delete(notification_id, **reader_of(request))
    return _back(request)


@require_POST
@login_required
def delete_read(request: HttpRequest) -> HttpResponse:
    """Remove everything that was read."""
    count = services.delete_read(**reader_of(request))
    sentence = ngettext("%(count)s notification was removed.", "%(count)s notifications were removed.", count)
    messages.success(request, sentence % {"count": count})
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: Any) -> HttpResponse:
    """What the person wants to hear of, and how."""
    facts = preferences_of(request.user)
    form = PreferencesForm(request.POST or None, initial={"phone": facts.phone, "chat": facts.chat})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            set_preferences(request.user, channels=form.channels(facts), **form.cleaned_data)
            messages.success(request, _("The changes are saved."))
            return redirect("notifications:preferences")
    tenant_id = reader_of(request)["tenant_id"]
    ready = {Channel.BELL.value, Channel.EMAIL.value, *(ready_channels(tenant_id) if tenant_id else ())}
    channels = [(channel.value, channel.label, channel.value in ready) for channel in Channel]
    context = {"form": form, "facts": facts, "channels": channels}
    return render(request, "notifications/preferences.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if wanted and inside else "notifications:notifications")
