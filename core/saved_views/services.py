"""Keeping, changing and removing views."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.databases import atomic
from core.errors import InvalidInput
from core.models import SavedView
from core.saved_views.errors import ViewNameTaken, ViewNotFound
from core.saved_views.selectors import DEFAULT_VIEW, PERSONAL, view_row
from core.tenancy import current_tenant_id

MOST_VIEWS, LONGEST_NAME, LONGEST_QUERY, MOST_COLUMNS = 100, 80, 4_000, 100
CHANGEABLE = ("name", "query", "columns", "is_shared")


def save_view(
    page: str, *, name: str, by: Any, query: str = "", columns: Sequence[str] = (), is_shared: bool = False
) -> SavedView:
    """Keep a view of the page in the current tenant; it becomes the last of the person's tabs.

    Raises InvalidInput, ViewNameTaken.
    """
    values = _fitting({"name": name, "query": query, "columns": columns, "is_shared": is_shared})
    own = SavedView.objects.filter(page=page, owner=by.pk)
    if own.count() >= MOST_VIEWS:
        raise InvalidInput(_("You have %(most)s views of this page: remove one first.") % {"most": MOST_VIEWS})
    last = own.aggregate(last=Max("position"))["last"]
    tenant_id: Any = current_tenant_id()
    view = SavedView(tenant_id=tenant_id, owner=by, page=page, position=(last or 0) + 1, **values)
    _saved(view)
    return view


def change_view(view_id: UUID, *, by: Any, values: Mapping[str, Any]) -> SavedView:
    """Change name, query, columns or sharing of an own view. Raises ViewNotFound, InvalidInput, ViewNameTaken,
    PermissionRefused.
    """
    view = _mine(view_id, by)
    for name, value in _fitting({name: values[name] for name in CHANGEABLE if name in values}).items():
        setattr(view, name, value)
    _saved(view)
    return view


def delete_view(view_id: UUID, *, by: Any) -> None:
    """Remove an own view; shared ones also those who administer the settings. Raises ViewNotFound,
    PermissionRefused.
    """
    view = _mine(view_id, by)
    with atomic("core"):
        audit.record("view.deleted", subject=view, tenant_id=view.tenant_id)
        view.delete()


def move_view(view_id: UUID, *, by: Any, step: int) -> None:
    """Put an own view before (-1) or behind (+1) its neighbour among the person's tabs."""
    view = view_row(view_id, user=by)
    own = list(SavedView.objects.filter(page=view.page, owner=by.pk).exclude(name=PERSONAL))
    place = next((n for n, row in enumerate(own) if row.pk == view.pk), None)
    if place is None:
        raise ViewNotFound
    row = own.pop(place)
    own.insert(max(0, place + step), row)
    for position, each in enumerate(own, start=1):
        each.position = position
    SavedView.objects.bulk_update(own, ["position"])


def keep_columns(page: str, columns: Sequence[str], *, by: Any) -> None:
    """The columns the person wants of the page where no view says otherwise; none: the page's own."""
    _personal(page, by, columns=_fitting({"columns": columns})["columns"])


def choose_default(page: str, view_id: UUID | None, *, by: Any) -> None:
    """The view with which the page opens for the person; None: without any. Raises ViewNotFound."""
    query = f"{DEFAULT_VIEW}{view_row(view_id, user=by).pk}" if view_id else ""
    _personal(page, by, query=query)


def _personal(page: str, by: Any, **values: Any) -> None:
    key = {"tenant_id": current_tenant_id(), "owner": by, "page": page, "name": PERSONAL}
    SavedView.objects.update_or_create(**key, defaults=values)


def _mine(view_id: UUID, by: Any) -> SavedView:
    view = view_row(view_id, user=by)
    if view.owner_id != by.pk:
        require(by, "admin:settings")
    return view


def _saved(view: SavedView) -> None:
    try:
        with atomic("core"):
            view.save()
            audit.record("view.saved", subject=view, tenant_id=view.tenant_id)
    except IntegrityError as error:
        raise ViewNameTaken from error


def _fitting(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the columns hold them; raises InvalidInput naming the field."""
    if "name" in values:
        values["name"] = " ".join(str(values["name"]).replace("\0", "").split())
        if not 0 < len(values["name"]) <= LONGEST_NAME:
            raise InvalidInput(_("Give the view a name of at most 80 characters."), field="name")
    if len(values.get("query", "")) > LONGEST_QUERY or "\0" in values.get("query", ""):
        raise InvalidInput(_("The filters of this view are too long to be kept: remove some."), field="query")
    if "columns" in values:
        values["columns"] = [str(name) for name in values["columns"]]
        if len(values["columns"]) > MOST_COLUMNS:
            raise InvalidInput(_("A view has at most 100 columns."), field="columns")
    if "query" in values:
        values["query"] = values["query"].removeprefix("?")
    return values
