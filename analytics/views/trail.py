"""The audit trail: who did what, when, from where."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics.act_words import shown
from analytics.exports import trail_file
from analytics.forms import TrailFilterForm
from analytics.selectors import people_of, trail
from core.access.pages import PageRequest, is_fragment, page, tenant_of

PER_PAGE = 50


@require_safe
@page("admin:access")
def activity(request: PageRequest) -> HttpResponse:
    """Acts, newest first, narrowed by the filters of the address."""
    form = _form(request)
    filters = form.filters()
    found = trail(tenant_of(request), filters, per_page=PER_PAGE, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "acts": [shown(act) for act in found.items],
        "next_cursor": found.next_cursor,
        "narrowing": _without(request, "after"),
    }
    template = "analytics/trail/acts.html" if is_fragment(request) else "analytics/trail/page.html"
    return render(request, template, context)


@require_safe
@page("admin:access")
def export(request: PageRequest) -> StreamingHttpResponse:
    """The same acts, all of them, as CSV."""
    return trail_file(tenant_of(request), _form(request).filters())


def _without(request: PageRequest, parameter: str) -> str:
    """The query of the address without one parameter."""
    query = request.GET.copy()
    query.pop(parameter, None)
    return query.urlencode()


def _form(request: PageRequest) -> TrailFilterForm:
    people = [(str(user_id), name) for user_id, name in people_of(tenant_of(request))]
    return TrailFilterForm(request.GET, people=people, may_see_installation=request.user.is_superuser)
