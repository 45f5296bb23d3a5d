"""Panels: what an app shows on the pages of an app below it, which does not know it.

A place is a name such as "suppliers.list". In `AppConfig.ready` the app above gives the dotted name of a function for
it; the page below calls all of them with the request and the ids of what it shows.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.module_loading import import_string

from core.degraded import tolerated

_contributors: dict[str, list[str]] = defaultdict(list)


@dataclass(frozen=True)
class Column:
    """A column for a list of another app: a cell (text or safe HTML) for each id, `blank` for the others.

    `sort` names the order that the app gives at the place `<list>.order.<sort>`: a mapping of ids to what they are
    sorted by, for all the ids it is asked about.
    """

    label: str
    cells: Mapping[UUID, Any]
    blank: Any = "–"
    css: str = ""
    sort: str = ""


def contribute(place: str, dotted_name: str) -> None:
    """Have the function called for the place."""
    if dotted_name not in _contributors[place]:
        _contributors[place].append(dotted_name)


def contributed(place: str) -> bool:
    """Whether some app gives something for the place."""
    return bool(_contributors.get(place))


def contributions(place: str, request: HttpRequest, **subject: Any) -> list[Any]:
    """What the apps above give for the place, in the order of registration; None is left out, so is who is away."""
    makers = [partial(import_string(name), request, **subject) for name in _contributors[place]]
    given = [tolerated(make, otherwise=None) for make in makers]
    return [each for each in given if each is not None]
