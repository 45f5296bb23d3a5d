"""How a feed's files arrive: the tab of its connection, and the way to a new feed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access.pages import PageRequest, is_fragment, page
from core.errors import Conflict, InvalidInput, NotFound, PermissionRefused, Refused
from core.forms import refusals_in
from imports.forms.connections import ConnectionForm, FeedForm, PickForm, kinds
from imports.views.feeds import feed_page
from suppliers import selectors, services
from suppliers.selectors import FETCHED
from suppliers.services import ConnectionTest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Asked:
    """What the page asks: the kind, and the forms of its connection and of the choice of files."""

    kind: str
    form: ConnectionForm
    pick: PickForm

    @property
    def is_fetched(self) -> bool:
        """Whether there is a connection to ask for."""
        return self.kind in FETCHED

    def way(self) -> dict[str, Any]:
        """Kind, answers and secrets, as the services take them."""
        answers = {"connection": self.form.connection(), "secrets": self.form.secrets()} if self.is_fetched else {}
        return {"kind": self.kind, **answers}

    def is_valid(self) -> bool:
        """Whether the answers can be given to the services."""
        return self.form.is_valid() and (not self.is_fetched or self.pick.is_valid())


@form_page
@page("read:suppliers", somewhere=True)
def connection(request: PageRequest, source_id: UUID) -> HttpResponse:
    """The connection of a feed: seen by those who see the feed, tried and changed by those who may write suppliers."""
    selectors.require_source(request.user, "read:suppliers", source_id)
    if request.method == "POST":
        selectors.require_source(request.user, "write:suppliers", source_id)
    settings = selectors.source_settings(source_id)
    asked = _asked(request, settings.kind, kept=selectors.connection_of(source_id), pick=settings.pick)

    def tried() -> ConnectionTest:
        return services.test_connection(by=request.user, source_id=source_id, **asked.way())

    def saved() -> HttpResponse:
        values = {"pick": asked.pick.cleaned_data["pick"]} if asked.is_fetched else {}
        services.change_source(by=request.user, source_id=source_id, values=values, way=asked.way())
        messages.success(request, _("The connection is saved; the next fetch uses it."))
        return redirect("imports:feed-connection", source_id=source_id)

    context, answer = _answered(request, asked, tried=tried, saved=saved)
    if answer is not None:
        return answer
    return feed_page(
        request, source_id, "connection", "imports/feed/connection.html", context, status=_status(asked.form)
    )


@form_page
@page("write:suppliers", somewhere=True)
def new_feed(request: PageRequest, supplier_id: UUID) -> HttpResponse:
    """A new feed of a supplier: how its files arrive, the connection tried, then saved."""
    selectors.require_supplier(request.user, "write:suppliers", supplier_id)
    facts = selectors.supplier(supplier_id)
    asked = _asked(request, request.GET.get("kind", ""), kept=None, pick="newest")
    naming = FeedForm(request.POST or None)

    def tried() -> ConnectionTest:
        return services.test_connection(by=request.user, supplier_id=supplier_id, **asked.way())

    def saved() -> HttpResponse | None:
        if not naming.is_valid():
            return None
        values = {"pick": asked.pick.cleaned_data["pick"]} if asked.is_fetched else {}
        way = {**asked.way(), **values}
        try:
            made = services.create_source(by=request.user, supplier_id=supplier_id, **naming.cleaned_data, **way)
        except Conflict as error:
            naming.add_error("name", str(error))
            return None
        return _first_step(request, asked.kind, made)

    context, answer = _answered(request, asked, tried=tried, saved=saved)
    if answer is not None:
        return answer
    context |= {"supplier": facts, "naming": naming}
    return render(request, "imports/feed/new.html", context, status=_status(asked.form, naming))


def _asked(request: PageRequest, kind: str, *, kept: dict[str, Any] | None, pick: str) -> Asked:
    """The forms of the kind that is chosen: in the address, in the form that was sent, else the present one."""
    known = [each for each, *_words in kinds()]
    wanted = request.POST.get("kind") or request.GET.get("kind") or kind
    chosen = wanted if wanted in known else kind if kind in known else ""
    data = request.POST if request.method == "POST" else None
    form = ConnectionForm(data, kind=chosen or "push", kept=kept if chosen == kind else None)
    return Asked(chosen, form, PickForm(data, initial={"pick": pick}))


def _answered(
    request: PageRequest,
    asked: Asked,
    *,
    tried: Callable[[], ConnectionTest],
    saved: Callable[[], HttpResponse | None],
) -> tuple[dict[str, Any], HttpResponse | None]:
    """What the page shows, and the answer that takes its place: a fragment, or the way on after saving."""
    context: dict[str, Any] = {
        "kinds": kinds(),
        "kind": asked.kind,
        "form": asked.form,
        "pick": asked.pick,
        "asks_connection": asked.is_fetched,
        # What a field sends on whose answer others depend.
        "fields_wish": '{"do": "fields"}',
    }
    wish = request.POST.get("do", "") if request.method == "POST" else ""
    if wish == "fields":
        asked.form.is_valid()
        return context, render(request, "imports/feed/connection_fields.html", {**context, "is_fresh": True})
    if wish == "test" and asked.form.is_valid():
        context |= _trial(asked.form, tried)
        if is_fragment(request):
            return context, render(request, "imports/feed/trial.html", context)
    elif wish == "test" and is_fragment(request):
        wrong = [str(asked.form.fields[name].label) for name in asked.form.errors if name in asked.form.fields]
        context |= {"trial_error": _("The connection is not complete."), "trial_fields": wrong}
        return context, render(request, "imports/feed/trial.html", context)
    elif wish == "save" and asked.kind and asked.is_valid():
        with refusals_in(asked.form):
            return context, saved()
    return context, None


def _trial(form: ConnectionForm, tried: Callable[[], ConnectionTest]) -> dict[str, Any]:
    """The first rows and how they were read, or the sentence of the error."""
    try:
        return {"trial": tried()}
    except (PermissionRefused, NotFound):
        raise
    except (Conflict, InvalidInput, Refused) as error:
        fields = error.params.get("fields")
        labels = [str(form.fields[name].label) for name in fields if name in form.fields] if fields else []
        return {"trial_error": str(error), "trial_fields": labels}


def _first_step(request: PageRequest, kind: str, source_id: UUID) -> HttpResponse:
    """Where a new feed goes on: the first file."""
    if kind == "upload":
        response = redirect("imports:new")
        response["Location"] += f"?source={source_id}"
        return response
    if kind in FETCHED:
        messages.success(request, _("The feed is written down. Run it now to bring the first file and map it."))
        return redirect("imports:feed", source_id=source_id)
    messages.success(request, _("The feed is written down: its files go to the address below."))
    return redirect("imports:feed-connection", source_id=source_id)


def _status(*forms: Any) -> int:
    return 422 if any(form.is_bound and form.errors for form in forms) else 200
