"""What the search over everything finds here: suppliers."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import allowed_somewhere
from core.palette import Command, Found, Hit, Kind, Score, score_of
from suppliers.selectors import READ, SupplierFilters, supplier_list

KIND = Kind("supplier", _("Suppliers"), _("Supplier"), "truck", "suppliers.palette.find_suppliers")
COMMANDS = (
    Command(_("Suppliers"), "suppliers:suppliers", "truck", permission=READ, somewhere=True),
    Command(_("New supplier"), "suppliers:add", "plus", permission="write:suppliers", words=_("add create")),
)


def find_suppliers(text: str, *, user: Any, tenant_id: UUID, most: int) -> Found:
    """Suppliers by a part of their name, code or e-mail address."""
    if not allowed_somewhere(user, READ, tenant_id=tenant_id):
        return Found()
    rows = supplier_list(SupplierFilters(search=text, seen_by=user), per_page=most, counted=False).items
    hits = [
        Hit(
            row.name,
            reverse("suppliers:supplier", args=[row.id]),
            score=_score(row.code, row.name, text),
            note=row.code,
            id=str(row.id),
        )
        for row in rows
    ]
    return Found(sorted(hits, key=lambda hit: -hit.score))


def _score(code: str, name: str, text: str) -> int:
    if code.casefold() == text.casefold():
        return Score.CODE
    return score_of(name, text) or Score.CORRECTED
