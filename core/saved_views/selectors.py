"""The views a person sees."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from core.models import SavedView
from core.saved_views.errors import ViewNotFound

# The row without a name holds what a person wants of the page where no view says otherwise.
PERSONAL = ""
DEFAULT_VIEW = "view="


@dataclass(frozen=True)
class ViewFacts:
    """A view; `query` is the query string of its page, `columns` empty for the page's own."""

    id: UUID
    page: str
    name: str
    query: str
    columns: list[str]
    is_shared: bool
    is_mine: bool
    position: int


@dataclass(frozen=True)
class PageViews:
    """What a person sees of a page: the views in their order, the own columns, the view it opens with."""

    views: list[ViewFacts] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    default_id: UUID | None = None

    def view(self, view_id: Any) -> ViewFacts | None:
        """The view with this id, if it is among them."""
        return next((view for view in self.views if str(view.id) == str(view_id)), None)


def views_of(page: str, *, user: Any) -> PageViews:
    """The own and the shared views of the page in the current tenant. One query."""
    rows = list(_seen_by(user).filter(page=page))
    own = next((row for row in rows if row.name == PERSONAL), None)
    views = [facts(row, user=user) for row in rows if row.name != PERSONAL]
    wanted = own.query.removeprefix(DEFAULT_VIEW) if own else ""
    default = next((view.id for view in views if str(view.id) == wanted), None)
    return PageViews(views, list(own.columns) if own else [], default)


def all_views(*, user: Any, page: str = "") -> list[ViewFacts]:
    """The own and the shared views of the current tenant, of one page or of all. One query."""
    found = _seen_by(user).exclude(name=PERSONAL)
    return [facts(row, user=user) for row in (found.filter(page=page) if page else found)]


def view_row(view_id: UUID, *, user: Any) -> SavedView:
    """The row of a view that the person sees; raises ViewNotFound."""
    row = _seen_by(user).exclude(name=PERSONAL).filter(pk=view_id).first()
    if row is None:
        raise ViewNotFound
    return row


def facts(row: SavedView, *, user: Any) -> ViewFacts:
    """A row as plain values."""
    return ViewFacts(
        id=row.pk,
        page=row.page,
        name=row.name,
        query=row.query,
        columns=list(row.columns),
        is_shared=row.is_shared,
        is_mine=row.owner_id == user.pk,
        position=row.position,
    )


def _seen_by(user: Any) -> Any:
    return SavedView.objects.filter(Q(owner=user.pk) | Q(is_shared=True))
