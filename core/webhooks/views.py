"""Pages of webhooks: the list, one with its log, its form, a delivery."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, page, tenant_of, told
from core.forms import refusals_in
from core.paging import page_number, pages_of
from core.webhooks import selectors, services
from core.webhooks.events import TEST
from core.webhooks.forms import LogFilterForm, ReplayForm, WebhookChangeForm, WebhookForm
from core.webhooks.words import in_words

READ, MANAGE = "read:integrations", services.MANAGE
PER_PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(READ)
def webhooks(request: PageRequest) -> HttpResponse:
    """All webhooks of the organisation with their health."""
    found = selectors.webhooks(page=page_number(request), per_page=PER_PAGE)
    return render(request, "webhooks/list.html", {"webhooks": found.items, "page": pages_of(found)})


@form_page
@page(MANAGE)
def add(request: PageRequest) -> HttpResponse:
    """Add a webhook; the answer shows its secret, this once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="url"):
            made = services.create_webhook(by=request.user, tenant_id=tenant_of(request), **form.cleaned_data)
            return _shown_once(request, made.pk, made.secret)
    return _form(request, form)


@form_page
@page(MANAGE)
def edit(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Change where a webhook goes and what it is told."""
    facts = selectors.webhook(webhook_id)
    form = WebhookChangeForm(request.POST or None, initial=vars(facts))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="url"):
            services.update_webhook(webhook_id, by=request.user, values=form.cleaned_data)
            messages.success(request, _("The changes are saved."))
            return redirect("webhooks:webhook", webhook_id)
    return _form(request, form, webhook=facts)


@require_safe
@page(READ)
def webhook(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """One webhook: health, log, how its receiver checks the signature."""
    facts = selectors.webhook(webhook_id)
    form = LogFilterForm(request.GET, events=[*facts.events, TEST])
    chosen = form.chosen
    found = selectors.deliveries(webhook_id, page=page_number(request), per_page=PER_PAGE, **chosen)
    log = {"form": form, "chosen": chosen, "deliveries": found.items, "page": pages_of(found)}
    return render(request, "webhooks/webhook.html", {"webhook": facts, "replay": ReplayForm(), **log})


@require_safe
@page(READ)
def delivery(request: PageRequest, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    """One delivery: what was sent, what came back."""
    context = {"webhook": selectors.webhook(webhook_id), "detail": selectors.delivery(webhook_id, delivery_id)}
    return render(request, "webhooks/delivery.html", context)


@require_POST
@page(MANAGE)
def test(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Send a test now and show the answer."""
    tested = services.send_test(webhook_id, by=request.user)
    outcome = tested.outcome
    if outcome.is_success:
        values = {"status": outcome.status, "ms": outcome.milliseconds}
        messages.success(request, _("The receiver has it: status %(status)s in %(ms)s ms.") % values)
    else:
        messages.error(request, in_words(outcome.code, status=outcome.status, error=outcome.error))
    return redirect("webhooks:delivery", webhook_id, tested.delivery.pk)


@require_POST
@page(MANAGE)
def switch(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Switch the webhook on or off."""
    services.switch_webhook(webhook_id, by=request.user, on=request.POST.get("on") == "yes")
    return redirect("webhooks:webhook", webhook_id)


@require_POST
@page(MANAGE)
def rotate(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Give the webhook a new secret; the answer shows it, this once."""
    return _shown_once(request, webhook_id, services.rotate_secret(webhook_id, by=request.user))


@require_POST
@page(MANAGE)
def replay(request: PageRequest, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Send one delivery again."""
    back = reverse("webhooks:delivery", args=(webhook_id, delivery_id))
    refused = told(request, lambda: services.replay(webhook_id, delivery_id, by=request.user), back=back)
    if refused is None:
        messages.success(request, _("The delivery is sent again."))
    return refused or redirect(back)


@require_POST
@page(MANAGE)
def replay_failed(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Send failed deliveries again, all of them or those since a moment."""
    form = ReplayForm(request.POST)
    back = reverse("webhooks:webhook", args=(webhook_id,))
    if not form.is_valid():
        messages.error(request, _("This is no date and time; nothing is sent again."))
        return redirect(back)

    def act() -> None:
        count = services.replay_failed(webhook_id, by=request.user, since=form.cleaned_data["since"])
        sentence = ngettext("%(count)s delivery is sent again.", "%(count)s deliveries are sent again.", count)
        messages.success(request, sentence % {"count": count})

    return told(request, act, back=back) or redirect(back)


@require_POST
@page(MANAGE)
def delete(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Remove the webhook with its log."""
    name = selectors.webhook(webhook_id).name
    services.delete_webhook(webhook_id, by=request.user)
    messages.success(request, _("The webhook %(name)s is deleted.") % {"name": name})
    return redirect("webhooks:webhooks")


def _form(request: PageRequest, form: WebhookForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "webhooks/form.html", {"form": form, **context}, status=status)


def _shown_once(request: PageRequest, webhook_id: UUID, secret: str) -> HttpResponse:
    context = {"webhook": selectors.webhook(webhook_id), "secret": secret}
    response = render(request, "webhooks/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response
