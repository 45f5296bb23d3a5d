"""How people arrange their home page: their own arrangement, and those they give to everybody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from analytics.errors import LayoutNameTaken, LayoutNotFound
from analytics.home import layout
from analytics.home.layout import MOST_WIDGETS, Placed
from analytics.home.metrics import METRICS
from analytics.home.widgets import SIZES
from analytics.models import HomeLayout
from core import audit
from core.access import allowed
from core.databases import atomic
from core.errors import InvalidInput, PermissionRefused

MOST_SHARED, LONGEST_NAME = 50, 80
ADMINISTER = "admin:settings"


def move_widget(widget_id: str, *, steps: int, tenant_id: UUID, by: Any) -> None:
    """Put the widget so many places further on, or back."""
    _change(tenant_id, by, lambda placed: layout.moved(placed, widget_id, steps))


def resize_widget(widget_id: str, *, size: str, tenant_id: UUID, by: Any) -> None:
    """Give the widget a size of SIZES. Raises InvalidInput."""
    _one_of(size, SIZES, _("size"))
    _change(tenant_id, by, lambda placed: layout.changed(placed, widget_id, size=size))


def hide_widget(widget_id: str, *, is_hidden: bool, tenant_id: UUID, by: Any) -> None:
    """Hide the widget, or show it again."""
    _change(tenant_id, by, lambda placed: layout.changed(placed, widget_id, is_hidden=is_hidden))


def add_widget(*, metric: str, shape: str, title: str, tenant_id: UUID, by: Any) -> None:
    """Add a widget of one's own at the end. Raises InvalidInput for what no widget can show."""
    _one_of(metric, METRICS, _("metric"))
    _one_of(shape, METRICS[metric].shapes, _("kind"))
    if len(title) > LONGEST_NAME:
        message = _("The title has %(length)s characters: at most %(most)s are allowed.")
        raise InvalidInput(message % {"length": len(title), "most": LONGEST_NAME}, field="title")

    def add(placed: list[Placed]) -> list[Placed]:
        if len(placed) >= MOST_WIDGETS:
            raise InvalidInput(_("The page has %(most)s widgets: remove one first.") % {"most": MOST_WIDGETS})
        return layout.added(placed, metric=metric, shape=shape, title=title.strip())

    _change(tenant_id, by, add)


def remove_widget(widget_id: str, *, tenant_id: UUID, by: Any) -> None:
    """Remove a widget of one's own."""
    _change(tenant_id, by, lambda placed: layout.removed(placed, widget_id))


def reset_layout(*, tenant_id: UUID, by: Any) -> None:
    """Back to the product's arrangement."""
    HomeLayout.objects.filter(owner_id=by.pk, name="").delete()


def share_layout(*, name: str, tenant_id: UUID, by: Any) -> UUID:
    """Give one's arrangement to everybody under a name; returns its id. Raises InvalidInput, LayoutNameTaken."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME:
        message = _("A name of 1 to %(most)s characters is needed.")
        raise InvalidInput(message % {"most": LONGEST_NAME}, field="name")
    if HomeLayout.objects.exclude(name="").count() >= MOST_SHARED:
        raise InvalidInput(_("There are %(most)s layouts: remove one first.") % {"most": MOST_SHARED})
    row = HomeLayout(tenant_id=tenant_id, owner_id=by.pk, name=wanted, widgets=layout.written(_placed(by)))
    try:
        with atomic("analytics"):
            row.save(force_insert=True)
            audit.record("layout.shared", app="analytics", subject=row, tenant_id=tenant_id)
    except IntegrityError as error:
        raise LayoutNameTaken from error
    return row.pk


def use_layout(layout_id: UUID, *, tenant_id: UUID, by: Any) -> None:
    """Arrange one's home page like the shared layout, as it is now. Raises LayoutNotFound."""
    row = _shared(layout_id)
    _change(tenant_id, by, lambda _placed: layout.read(row.widgets))


def delete_layout(layout_id: UUID, *, tenant_id: UUID, by: Any) -> None:
    """Remove a shared layout: one's own, or any for those who administer the settings.

    Raises LayoutNotFound, PermissionRefused.
    """
    row = _shared(layout_id)
    if row.owner_id != by.pk and not allowed(by, ADMINISTER, tenant_id=tenant_id):
        raise PermissionRefused(_("Only who shared this layout, or who administers the settings, can remove it."))
    with atomic("analytics"):
        audit.record("layout.deleted", app="analytics", subject=row, tenant_id=tenant_id)
        row.delete()


def _shared(layout_id: UUID) -> HomeLayout:
    row = HomeLayout.objects.exclude(name="").filter(pk=layout_id).first()
    if row is None:
        raise LayoutNotFound
    return row


def _placed(by: Any) -> list[Placed]:
    row = HomeLayout.objects.filter(owner_id=by.pk, name="").first()
    return layout.read(row.widgets) if row else layout.usual()


def _change(tenant_id: UUID, by: Any, change: Callable[[list[Placed]], list[Placed]]) -> None:
    """One change after the other: a second one waits for the first, and goes on from it."""
    with atomic("analytics"):
        HomeLayout.objects.bulk_create([HomeLayout(tenant_id=tenant_id, owner_id=by.pk)], ignore_conflicts=True)
        row = HomeLayout.objects.select_for_update().get(owner_id=by.pk, name="")
        HomeLayout.objects.filter(pk=row.pk).update(widgets=layout.written(change(layout.read(row.widgets))))


def _one_of(value: str, allowed_values: Any, what: str) -> None:
    if value not in allowed_values:
        message = _("“%(value)s” is no %(what)s here: use one of %(allowed)s.")
        raise InvalidInput(message % {"value": value, "what": what, "allowed": ", ".join(allowed_values)})
