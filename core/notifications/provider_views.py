"""The page of an organisation's providers of SMS and chat."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, page, tenant_of
from core.errors import NotFound
from core.forms import refusals_in
from core.models.notifications import Channel
from core.notifications import channels
from core.notifications.forms import ProviderForm, TrialForm
from core.notifications.providers import provider

# The one provider there is; a second one gets a choice in the form.
PROVIDER = "http"


@require_safe
@page(channels.MANAGE)
def providers(request: PageRequest) -> HttpResponse:
    """The channels and what is set up for them."""
    ready = channels.providers_of(tenant_of(request))
    rows = [(channel.value, channel.label, ready.get(channel.value)) for channel in channels.CHANNELS]
    return render(request, "notifications/providers.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@page(channels.MANAGE)
def edit(request: PageRequest, channel: str) -> HttpResponse:
    """Set up a channel."""
    label, facts = _known(request, channel)
    initial = {**facts.values, "is_active": facts.is_active} if facts else None
    form = ProviderForm(request.POST or None, provider=provider(PROVIDER), initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        active = values.pop("is_active")
        with refusals_in(form):
            channels.save_provider(
                by=request.user,
                tenant_id=tenant_of(request),
                channel=channel,
                name=PROVIDER,
                values=values,
                is_active=active,
            )
            messages.success(request, _("The changes are saved. Send a test now."))
            return redirect("messaging:edit", channel)
    context = {"form": form, "trial": TrialForm(), "label": label, "channel": channel, "facts": facts}
    return render(request, "notifications/provider.html", context, status=422 if form.errors else 200)


@require_POST
@page(channels.MANAGE)
def test(request: PageRequest, channel: str) -> HttpResponse:
    """Send a test now and say how it went."""
    form = TrialForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Enter who gets the test."))
        return redirect("messaging:edit", channel)
    wrong = channels.try_provider(
        by=request.user, tenant_id=tenant_of(request), channel=channel, recipient=form.cleaned_data["recipient"]
    )
    if wrong:
        messages.error(request, wrong)
    else:
        messages.success(request, _("The service took the message."))
    return redirect("messaging:edit", channel)


@require_POST
@page(channels.MANAGE)
def delete(request: PageRequest, channel: str) -> HttpResponse:
    """Remove what is set up for a channel."""
    channels.delete_provider(by=request.user, tenant_id=tenant_of(request), channel=channel)
    messages.success(request, _("The channel is removed."))
    return redirect("messaging:providers")


def _known(request: PageRequest, channel: str) -> tuple[str, channels.ProviderFacts | None]:
    if channel not in channels.CHANNELS:
        raise NotFound(code="CHANNEL_NOT_FOUND")
    return str(Channel(channel).label), channels.providers_of(tenant_of(request)).get(channel)
