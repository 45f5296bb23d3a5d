"""Arrangements of the home page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from analytics.home import layout
from analytics.home.layout import Placed
from analytics.models import HomeLayout


@dataclass(frozen=True)
class SharedLayout:
    """An arrangement that everybody may use; `is_mine`: the person asking shared it."""

    id: UUID
    name: str
    widgets: int
    is_mine: bool


def layout_of(user: Any) -> list[Placed]:
    """The person's arrangement, or the usual one. One query."""
    row = HomeLayout.objects.filter(owner_id=user.pk, name="").first()
    return layout.read(row.widgets) if row else layout.usual()


def shared_layouts(user: Any) -> list[SharedLayout]:
    """Those for everybody, by name. One query."""
    rows = HomeLayout.objects.exclude(name="").order_by("name", "id")
    return [SharedLayout(row.pk, row.name, len(row.widgets), row.owner_id == user.pk) for row in rows]
