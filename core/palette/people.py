"""People, found by those who administer them."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from core.access import allowed
from core.palette.registry import Found, Hit, Score
from core.palette.words import score_of
from core.people.selectors import MemberFilters, member_list


def find_people(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """Members by a part of their name or address; nobody without `admin:users`."""
    if not allowed(user, "admin:users", tenant_id=tenant_id):
        return Found()
    filters = MemberFilters(search=text)
    rows = member_list(filters, tenant_id=tenant_id, sort="user__name", per_page=most, counted=False).items
    hits = [
        Hit(
            row.name or row.email,
            reverse("people:user", args=[row.id]),
            score=max(score_of(row.name, text), score_of(row.email, text)) or Score.CORRECTED,
            note=row.email if row.name else row.role_label,
            id=str(row.id),
        )
        for row in rows
    ]
    return Found(sorted(hits, key=lambda hit: -hit.score))
