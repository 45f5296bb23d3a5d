"""The arrangement of a home page as data: which widgets, in which order and size, which of them hidden."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import uuid4

from analytics.home.widgets import OWN, SIZES, WIDGETS, Widget, widget_of

MOST_WIDGETS = 40


@dataclass(frozen=True)
class Placed:
    """A widget in its place; `id` is its kind, or a random one for a widget of somebody's own."""

    id: str
    kind: str
    size: str
    is_hidden: bool = False
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def widget(self) -> Widget:
        """What it shows; `read` lets no other than known ones in."""
        found = widget_of(self.kind, self.options)
        if found is None:
            raise LookupError(f"{self.kind} {self.options}: there is no such widget.")
        return found

    @property
    def label(self) -> Any:
        """Its heading: the person's own, else the widget's."""
        return self.options.get("title") or self.widget.label

    @property
    def is_own(self) -> bool:
        """Whether somebody made it, who can remove it too."""
        return self.kind == OWN


def usual() -> list[Placed]:
    """The arrangement before somebody makes another one."""
    return [Placed(key, key, widget.size) for key, widget in WIDGETS.items()]


def read(rows: Iterable[Any]) -> list[Placed]:
    """A kept arrangement; what is no widget any more is left out, what came later stands at its end."""
    placed = [found for each in rows if (found := _read(each))]
    known = {each.id for each in placed}
    return [*placed, *(each for each in usual() if each.id not in known)] if placed else usual()


def written(placed: Iterable[Placed]) -> list[dict[str, Any]]:
    """The arrangement as JSON."""
    return [asdict(each) for each in placed]


def moved(placed: list[Placed], widget_id: str, steps: int) -> list[Placed]:
    """The widget so many places further on (back when negative); the ends are ends."""
    place = next((n for n, each in enumerate(placed) if each.id == widget_id), None)
    if place is None:
        return placed
    others = [each for each in placed if each.id != widget_id]
    others.insert(max(0, min(len(others), place + steps)), placed[place])
    return others


def changed(placed: list[Placed], widget_id: str, **values: Any) -> list[Placed]:
    """The widget with other values."""
    return [replace(each, **values) if each.id == widget_id else each for each in placed]


def removed(placed: list[Placed], widget_id: str) -> list[Placed]:
    """Without a widget of somebody's own; the product's are hidden instead."""
    return [each for each in placed if each.id != widget_id or not each.is_own]


def added(placed: list[Placed], *, metric: str, shape: str, title: str = "", size: str = "half") -> list[Placed]:
    """With a widget of one's own, at the end."""
    options = {"metric": metric, "shape": shape, **({"title": title} if title else {})}
    return [*placed, Placed(f"own-{uuid4().hex[:12]}", OWN, size, options=options)]


def _read(each: Any) -> Placed | None:
    try:
        found = Placed(**each)
    except TypeError:
        return None
    if found.size not in SIZES or not isinstance(found.options, dict):
        return None
    return found if widget_of(found.kind, found.options) else None
