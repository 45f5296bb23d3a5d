"""Asking all kinds at once, and putting what they find together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string

from core.degraded import tolerated
from core.palette.registry import Found, Hit, Kind, Score, kinds
from core.tenancy import tenant_scope

LONGEST_TEXT = 200
SUGGESTIONS = 10
# One kind does not push out the others unless they have nothing.
OF_ONE_KIND = 5


@dataclass(frozen=True)
class Group:
    """The hits of one kind."""

    kind: Kind
    hits: list[Hit]


@dataclass(frozen=True)
class Answer:
    """Groups, that of the best hit first; `corrected` is the text that was searched instead of what was typed."""

    groups: list[Group]
    corrected: str = ""

    @property
    def count(self) -> int:
        """How many hits there are."""
        return sum(len(group.hits) for group in self.groups)

    @property
    def only_code(self) -> tuple[Kind, Hit] | None:
        """The one thing that has exactly the code typed; None when several have, or none."""
        exact = [(group.kind, hit) for group in self.groups for hit in group.hits if hit.score == Score.CODE]
        return exact[0] if len(exact) == 1 else None


def find(
    text: str, *, user: Any, tenant_id: UUID, limit: int = SUGGESTIONS, only: Collection[str] = (), data: bool = False
) -> Answer:
    """The best hits of all kinds, or of `only` some, for somebody; `data` leaves out pages. Few queries a kind.

    A kind whose database is away is left out of a page, and told at its top.
    """
    text = " ".join(text.split())[:LONGEST_TEXT]
    asked = [kind for kind in kinds(data_only=data) if (not only or kind.name in only) and (text or kind.of_nothing)]
    with tenant_scope(tenant_id):
        found = [(kind, _asked(kind, text, user=user, tenant_id=tenant_id, most=limit)) for kind in asked]
    chosen = _chosen(found, limit)
    groups: dict[str, Group] = {}
    for kind, hit in chosen:
        groups.setdefault(kind.name, Group(kind, [])).hits.append(hit)
    corrected = next((each.corrected for _kind, each in found if each.corrected), "")
    return Answer(list(groups.values()), corrected)


def _asked(kind: Kind, text: str, **asking: Any) -> Found:
    return tolerated(partial(import_string(kind.provider), text, **asking), otherwise=Found())


def _chosen(found: Sequence[tuple[Kind, Found]], limit: int) -> list[tuple[Kind, Hit]]:
    """The best of each kind first, then what there is room for; in the order of their scores."""
    first = [(kind, hit) for kind, each in found for hit in each.hits[:OF_ONE_KIND]]
    rest = [(kind, hit) for kind, each in found for hit in each.hits[OF_ONE_KIND:]]
    best = sorted(first, key=_score)[:limit]
    return sorted([*best, *sorted(rest, key=_score)[: limit - len(best)]], key=_score)


def _score(each: tuple[Kind, Hit]) -> int:
    return -each[1].score
