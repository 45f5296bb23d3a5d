"""Use cases of value maps: a supplier's word and what it means here, of one source or of all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from core import audit
from core.access import require
from core.access.visibility import visible
from core.databases import atomic
from core.errors import InvalidInput, NotFound
from core.models import User
from suppliers.folding import value_key
from suppliers.models import Source, ValueMapping
from suppliers.services.saving import source_row

FIELDS = ("category", "brand", "stock", "status")
STATUSES = ("draft", "active", "inactive", "archived")
FAMILIES = ("attribute:", "stock:")
MOST_AT_ONCE = 1_000
_LONGEST = 500
_QUANTITY = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Meaning:
    """A word as the supplier writes it, and the value here; an empty `target` leaves the field empty."""

    field: str
    value: str
    target: str


def confirm_values(
    *, by: User | None, tenant_id: UUID, meanings: Iterable[Meaning], source_id: UUID | None = None
) -> list[UUID]:
    """Keep what these words mean in files of the source, without one in all files; returns the ids in their order.

    A word that is known already gets its new meaning. Raises NotFound for the source, PermissionRefused without
    `write:suppliers` on it, InvalidInput naming the word.
    """
    source = source_row(source_id) if source_id else None
    if by is not None:
        require(by, "write:suppliers", source, tenant_id=tenant_id)
    # The last word on a word counts.
    kept = {(one.field, value_key(one.value)): one for one in check_meanings(list(meanings))}
    with atomic("suppliers"):
        rows = [_keep(one, key, source, tenant_id) for (_field, key), one in kept.items()]
        told: dict[str, Any] = {"count": len(rows), "source": source.name if source else ""}
        after = {f"{one.field}: {one.value}"[:200]: one.target for one in list(kept.values())[:50]}
        audit.record("values.confirmed", app="suppliers", tenant_id=tenant_id, subject=source, after=after, **told)
    return [row.pk for row in rows]


def remove_values(*, by: User | None, ids: Iterable[UUID]) -> int:
    """Forget these meanings; returns how many there were.

    Raises NotFound when one is not there, PermissionRefused without `write:suppliers` on every source concerned.
    """
    wanted = set(ids)
    rows = ValueMapping.objects.filter(pk__in=wanted)
    if rows.count() != len(wanted):
        raise NotFound(code="VALUE_MAP_NOT_FOUND")
    if by is not None and _permitted(rows, by).count() != len(wanted):
        require(by, "write:suppliers")
    with atomic("suppliers"):
        before = {f"{row.field}: {row.value}"[:200]: row.target for row in rows[:50]}
        removed, _by_model = rows.delete()
        audit.record("values.removed", app="suppliers", before=before, count=removed)
    return removed


def _permitted(rows: Any, user: User) -> Any:
    return visible(rows, user, "write:suppliers", through={"suppliers.Supplier": "source__supplier__pk"})


def _keep(one: Meaning, key: str, source: Source | None, tenant_id: UUID) -> ValueMapping:
    row, is_new = ValueMapping.objects.get_or_create(
        tenant_id=tenant_id,
        source=source,
        field=one.field,
        value_key=key,
        defaults={"value": one.value.strip(), "target": one.target.strip()},
    )
    if not is_new:
        ValueMapping.objects.filter(pk=row.pk).update(
            value=one.value.strip(), target=one.target.strip(), times=F("times") + 1
        )
    return row


def check_meanings(meanings: list[Meaning]) -> list[Meaning]:
    """The same meanings; raises InvalidInput naming the first word that cannot mean what it should."""
    if not meanings or len(meanings) > MOST_AT_ONCE:
        message = _("From 1 to %(most)s values can be confirmed at once; received %(count)s.")
        raise InvalidInput(message % {"most": MOST_AT_ONCE, "count": len(meanings)})
    for one in meanings:
        reason = _fault(one)
        if reason:
            message = _("“%(value)s” (%(field)s): %(reason)s")
            words = {"value": one.value[:80], "field": one.field, "reason": reason}
            raise InvalidInput(message % words, field=one.field, value=one.value)
    return meanings


def _fault(one: Meaning) -> str:
    if not takes_words(one.field):
        return _("values are mapped for %(fields)s, attribute:… and stock:….") % {"fields": ", ".join(FIELDS)}
    if not one.value.strip() or max(len(one.value), len(one.target)) > _LONGEST:
        message = _("a value received has from 1 to %(most)s characters, its meaning at most as many.")
        return message % {"most": _LONGEST}
    if "\0" in one.field + one.value + one.target:
        return _("a text cannot hold the character NUL.")
    if one.field.partition(":")[0] == "stock" and one.target.strip() and not _QUANTITY.fullmatch(one.target.strip()):
        return _("a stock is a whole number, such as 0 for a word like “sold out”.")
    if one.field == "status" and one.target.strip() not in ("", *STATUSES):
        return _("a status is one of %(allowed)s.") % {"allowed": ", ".join(STATUSES)}
    return ""


def takes_words(field: str) -> bool:
    """Whether words of this field can be given a meaning."""
    return field in FIELDS or any(field.startswith(family) and len(field) > len(family) for family in FAMILIES)
