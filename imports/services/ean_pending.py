"""What a person does about products without EAN: enter it, say that there is none, take that back."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.barcodes import parse
from catalog.errors import IdentifierTaken
from catalog.selectors.supplied import product_of_gtin, product_of_offer
from catalog.services import edit_product
from core import audit
from core.access import allowed, refusal, require
from core.access.visibility import visible
from core.databases import atomic
from core.errors import Conflict, InvalidInput
from core.models import User
from core.tenancy import tenant_scope
from imports import events
from imports.errors import EanTaken
from imports.models import EanPending
from imports.selectors.ean_pending import pending_entry

State = EanPending.State


def resolve_ean(entry_id: UUID, *, ean: str, tenant_id: UUID, by: User) -> EanPending:
    """Give the article its EAN: the product gets it, and later files of the supplier get it by themselves.

    Done again with the same EAN it changes nothing more. Raises NotFound, PermissionRefused without `write:imports`
    and the right to write the product, InvalidInput for what is no EAN, EanTaken when another product has it.
    """
    with tenant_scope(tenant_id):
        entry = pending_entry(entry_id)
        require(by, "write:imports", entry)
        gtin = _gtin(ean)
        product_id = product_of_offer(entry.supplier_id, entry.key)
        if product_id is not None:
            _give(product_id, gtin, tenant_id=tenant_id, by=by)
        with atomic("imports"):
            changed = EanPending.objects.filter(pk=entry.pk).exclude(state=State.RESOLVED, gtin=gtin)
            now = timezone.now()
            if changed.update(state=State.RESOLVED, gtin=gtin, resolved_by_id=by.pk, resolved_at=now, updated_at=now):
                audit.record("ean.resolved", app="imports", subject=entry, title=str(entry), gtin=gtin)
                events.tell_ean(tenant_id=tenant_id, entry_id=entry.pk, payload=_facts(entry, gtin, product_id, by))
        entry.refresh_from_db()
    return entry


def dismiss_eans(ids: Iterable[UUID], *, tenant_id: UUID, by: User) -> int:
    """Say that these articles have no EAN: they leave the list and are not queued again; returns how many."""
    return _move(ids, State.OPEN, State.DISMISSED, "ean.dismissed", tenant_id=tenant_id, by=by)


def reopen_eans(ids: Iterable[UUID], *, tenant_id: UUID, by: User) -> int:
    """Put dismissed articles back on the list; returns how many."""
    return _move(ids, State.DISMISSED, State.OPEN, "ean.reopened", tenant_id=tenant_id, by=by)


def _move(ids: Iterable[UUID], before: str, after: str, act: str, *, tenant_id: UUID, by: User) -> int:
    with tenant_scope(tenant_id), atomic("imports"):
        chosen = EanPending.objects.filter(pk__in=list(ids), state=before)
        _require(by, chosen)
        count = chosen.update(state=after, updated_at=timezone.now())
        if count:
            audit.record(act, app="imports", tenant_id=tenant_id, count=count)
    return count


def _require(by: User, rows: "QuerySet[EanPending]") -> None:
    if allowed(by, "write:imports"):
        return
    mine = visible(rows, by, "write:imports")
    if not mine.exists() or mine.count() != rows.count():
        raise refusal("write:imports")


def _gtin(ean: str) -> str:
    """The EAN as 14 digits: it has to name one product world-wide."""
    barcode = parse(ean)
    if barcode.gtin14 is None or not barcode.identifies:
        message = _("“%(ean)s” is not an EAN: 8, 12, 13 or 14 digits with a right check digit are allowed.")
        raise InvalidInput(message % {"ean": ean[:60]}, code="EAN_INVALID", field="ean")
    return barcode.gtin14


def _give(product_id: UUID, gtin: str, *, tenant_id: UUID, by: User) -> None:
    """The catalogue is another database: done again it changes nothing, so that a crash behind it does no harm."""
    try:
        edit_product(product_id, tenant_id=tenant_id, user=by, values={"gtin": gtin})
    except IdentifierTaken as error:
        other = product_of_gtin(gtin)
        title = other[1] if other else "-"
        message = _("Another product has the EAN %(ean)s: “%(title)s”. Open that product, or enter another EAN.")
        given = {"product_id": str(other[0])} if other else {}
        raise EanTaken(message % {"ean": gtin.lstrip("0"), "title": title}, **given) from error
    except Conflict as error:
        raise EanTaken(str(error), product_id=str(product_id)) from error


def _facts(entry: EanPending, gtin: str, product_id: UUID | None, by: User) -> dict[str, str | None]:
    return {
        "product_id": str(product_id) if product_id else None,
        "ean": gtin,
        "supplier_id": str(entry.supplier_id),
        "supplier_sku": entry.supplier_sku,
        "title": entry.title,
        "resolved_by": by.name or by.email,
    }
