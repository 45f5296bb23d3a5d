"""Rights of a member on single objects: find one, grant, take back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access.pages import PageRequest, page, tenant_of
from core.forms import refusals_in
from core.people import selectors, services
from core.people.errors import BeyondOwnRights
from core.people.forms import GrantForm, ObjectSearchForm, as_uuid
from core.people.objects import search_objects
from core.people.words import words_of


@require_http_methods(["GET", "HEAD", "POST"])
@page("admin:permission_assign")
def add(request: PageRequest, user_id: UUID) -> HttpResponse:
    """Find an object by its name, tick what is granted on it."""
    tenant_id = tenant_of(request)
    member = selectors.member(user_id, tenant_id=tenant_id)
    search = ObjectSearchForm(request.GET)
    kind = search.chosen
    form = GrantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with refusals_in(form):
                services.give_grant(
                    by=request.user,
                    tenant_id=tenant_id,
                    user_id=user_id,
                    target=(kind.name, form.cleaned_data["object"]),
                    permissions=form.cleaned_data["permissions"],
                )
                messages.success(request, _("The grant is given."))
                return redirect("people:user", user_id)
        except BeyondOwnRights as error:
            form.add_error(None, str(error))
    text = request.GET.get("q", "").strip()
    context = {
        "member": member,
        "search": ObjectSearchForm(initial={"kind": kind.name, "q": text}),
        "kind": kind,
        "found": search_objects(kind, text),
        "permissions": [words_of(code) for code in kind.codes],
        "form": form,
        "chosen": form.data.get("object", ""),
        "ticked": request.POST.getlist("permissions"),
    }
    return render(request, "people/grant.html", context, status=422 if form.errors else 200)


@require_POST
@page("admin:permission_assign")
def take(request: PageRequest, user_id: UUID) -> HttpResponse:
    """Take back everything granted on one object."""
    selectors.member(user_id, tenant_id=tenant_of(request))
    object_id = as_uuid(request.POST.get("object", ""))
    if object_id is not None:
        services.take_grant(
            by=request.user,
            tenant_id=tenant_of(request),
            user_id=user_id,
            target=(request.POST.get("kind", ""), object_id),
        )
        messages.success(request, _("The grant is taken back."))
    return redirect("people:user", user_id)
