"""Members: the list, a new one, one person with role, single rights and grants."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access.pages import PageRequest, page, tenant_of, told
from core.forms import refusals_in
from core.paging import page_number, pages_of
from core.people import selectors, services
from core.people.errors import BeyondOwnRights
from core.people.forms import AccountForm, MemberFilterForm, MemberForm, RoleChoiceForm, overrides_of
from core.people.words import permission_groups

PER_PAGE = 50
ACTIVE = {"active": True, "inactive": False}
# act -> service, what is said afterwards, whether the person's page is still there
ACTS: dict[str, tuple[Callable[..., None], Any, bool]] = {
    "deactivate": (services.deactivate_member, gettext_lazy("%(name)s can no longer enter."), True),
    "reactivate": (services.reactivate_member, gettext_lazy("%(name)s can enter again."), True),
    "remove": (services.remove_member, gettext_lazy("%(name)s is no longer a member."), False),
}


@require_safe
@page("admin:users")
def users(request: PageRequest) -> HttpResponse:
    """Members by name or address, narrowed by role and state."""
    tenant_id = tenant_of(request)
    form = MemberFilterForm(request.GET, roles=selectors.role_choices(tenant_id=tenant_id))
    form.is_valid()
    values = form.cleaned_data
    filters = selectors.MemberFilters(
        values.get("q", "").strip(), values.get("role", ""), ACTIVE.get(values.get("state", ""))
    )
    found = selectors.member_list(filters, tenant_id=tenant_id, page=page_number(request), per_page=PER_PAGE)
    labels = dict(form.fields["role"].choices)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "members": found.items,
        "page": pages_of(found),
        "filters": filters,
        "role_label": labels.get(filters.role, "") if filters.role else "",
    }
    return render(request, "people/users.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("admin:user_create")
def add(request: PageRequest) -> HttpResponse:
    """A new member."""
    tenant_id = tenant_of(request)
    roles = selectors.role_choices(tenant_id=tenant_id)
    form = MemberForm(request.POST if request.method == "POST" else None, roles=roles, initial={"role": "viewer"})
    if request.method == "POST" and form.is_valid():
        try:
            with refusals_in(form, conflict="email"):
                added = services.add_member(by=request.user, tenant_id=tenant_id, **form.cleaned_data)
                address = {"email": form.cleaned_data["email"]}
                if added.user_id is None:
                    messages.success(request, _("%(email)s is invited and becomes a member by accepting.") % address)
                    return redirect("people:users")
                messages.success(request, _("%(email)s is a member now.") % address)
                return redirect("people:user", added.user_id)
        except BeyondOwnRights as error:
            form.add_error("role", str(error))
    return render(request, "people/add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page("admin:users")
def user(request: PageRequest, user_id: UUID) -> HttpResponse:
    """One person: account, role, single rights, grants. What is sent is the account."""
    tenant_id = tenant_of(request)
    member = selectors.member(user_id, tenant_id=tenant_id)
    form = AccountForm(
        request.POST if request.method == "POST" else None, initial={"name": member.name, "email": member.email}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, conflict="email"):
            services.update_member(by=request.user, tenant_id=tenant_id, user_id=user_id, values=form.cleaned_data)
            messages.success(request, _("The account is saved."))
            return redirect("people:user", user_id)
    rights = selectors.member_rights(user_id, tenant_id=tenant_id)
    context = {
        "member": member,
        "form": form,
        "role_form": RoleChoiceForm(
            roles=selectors.role_choices(tenant_id=tenant_id), initial={"role": member.role}, auto_id="role_%s"
        ),
        "rights": rights,
        "groups": _groups(rights),
        "grants": selectors.member_grants(user_id, tenant_id=tenant_id),
        "is_self": user_id == request.user.pk,
        "is_shared": selectors.belongs_elsewhere(user_id, tenant_id=tenant_id),
        "is_higher": selectors.holds_more(user_id, than=request.user, tenant_id=tenant_id),
    }
    return render(request, "people/user.html", context, status=422 if form.errors else 200)


@require_POST
@page("admin:role_assign")
def assign_role(request: PageRequest, user_id: UUID) -> HttpResponse:
    """The role, from the person's page."""
    return _done(
        request,
        user_id,
        lambda: services.assign_role(
            by=request.user, tenant_id=tenant_of(request), user_id=user_id, role=request.POST.get("role", "")
        ),
        _("The role is assigned; it counts from the next click."),
    )


@require_POST
@page("admin:permission_assign")
def override(request: PageRequest, user_id: UUID) -> HttpResponse:
    """The single rights, all of them at once."""
    return _done(
        request,
        user_id,
        lambda: services.set_overrides(
            by=request.user, tenant_id=tenant_of(request), user_id=user_id, overrides=overrides_of(request.POST)
        ),
        _("The single rights are saved."),
    )


@require_POST
@page("admin:users")
def act(request: PageRequest, user_id: UUID, name: str) -> HttpResponse:
    """Deactivate, reactivate, remove; the service asks for the right."""
    if name not in ACTS:
        raise Http404
    service, text, stays = ACTS[name]
    member = selectors.member(user_id, tenant_id=tenant_of(request))
    return _done(
        request,
        user_id,
        lambda: service(by=request.user, tenant_id=tenant_of(request), user_id=user_id),
        str(text) % {"name": member.name or member.email},
        to="" if stays else reverse("people:users"),
    )


def _done(request: PageRequest, user_id: UUID, change: Callable[[], Any], text: str, *, to: str = "") -> HttpResponse:
    """Do it and say so; what is beyond the acting person's own rights is told on the person's page."""
    back = reverse("people:user", args=[user_id])
    try:
        refused = told(request, change, back=back)
    except BeyondOwnRights as error:
        messages.error(request, str(error))
        return redirect(back)
    if refused:
        return refused
    messages.success(request, text)
    return redirect(to or back)


def _groups(rights: selectors.MemberRights) -> list[tuple[str, list[tuple[Any, bool, str]]]]:
    """The permissions by resource: words, whether the role gives it, the single change ("1", "0" or "")."""
    by_role, changes = set(rights.from_role), rights.overrides
    return [
        (
            label,
            [
                (words, words.code in by_role, {True: "1", False: "0", None: ""}[changes.get(words.code)])
                for words in group
            ],
        )
        for label, group in permission_groups()
    ]
