"""The tab of a feed's policies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access.pages import PageRequest, page
from core.forms import refusals_in
from imports.forms.feed_policies import FeedPoliciesForm
from imports.views.feeds import feed_page
from suppliers.selectors import require_source, source_settings
from suppliers.services import set_policies


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:suppliers", somewhere=True)
def policies(request: PageRequest, source_id: UUID) -> HttpResponse:
    """What the imports of the feed do; changed by those who may write suppliers."""
    require_source(request.user, "read:suppliers", source_id)
    posted = request.method == "POST"
    if posted:
        require_source(request.user, "write:suppliers", source_id)
    form = FeedPoliciesForm(request.POST if posted else None, settings=source_settings(source_id))
    if posted and form.is_valid():
        with refusals_in(form, conflict="name"):
            set_policies(by=request.user, source_id=source_id, values=form.values())
            messages.success(request, _("The policies are saved; the next import follows them."))
            return redirect("imports:feed-policies", source_id=source_id)
    status = 422 if form.errors else 200
    return feed_page(request, source_id, "policies", "imports/feed/policies.html", {"form": form}, status=status)
