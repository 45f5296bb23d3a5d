"""The tab of a feed's mapping: what is remembered per layout, and the template for new layouts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access.pages import PageRequest, page, told
from imports.feed_panels import mappings_in_words
from imports.forms.connections import TemplateForm
from imports.views.feeds import feed_page
from suppliers.selectors import require_source, source_settings, template_list
from suppliers.services import set_source_template

MOST_TEMPLATES = 200


@require_http_methods(["GET", "HEAD", "POST"])
@page("read:suppliers", somewhere=True)
def mapping(request: PageRequest, source_id: UUID) -> HttpResponse:
    """The remembered mappings of the feed; the template is chosen by those who may write suppliers."""
    require_source(request.user, "read:suppliers", source_id)
    settings = source_settings(source_id)
    found = template_list(supplier_id=settings.supplier_id, seen_by=request.user, per_page=MOST_TEMPLATES)
    names = [(str(each.id), each.name) for each in found.items]
    form = TemplateForm(request.POST or None, templates=names, initial={"template": settings.template_id})
    if request.method == "POST":
        require_source(request.user, "write:suppliers", source_id)
        if form.is_valid():
            chosen = form.template_id()
            refused = told(
                request,
                lambda: set_source_template(by=request.user, source_id=source_id, template_id=chosen),
                back=request.path,
            )
            if refused:
                return refused
            messages.success(request, _("The template is set: the next new layout follows it."))
            return redirect("imports:feed-mapping", source_id=source_id)
    context = {"form": form, "mappings": mappings_in_words(source_id)}
    return feed_page(
        request, source_id, "mapping", "imports/feed/mapping.html", context, status=422 if form.errors else 200
    )
