"""Cells of an edited sheet, brought into the catalogue: only what is still as it was when the sheet was compared."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.acts import Actor
from catalog.errors import UnfitValue
from catalog.fields import BY_NAME, SAID_STATUSES, is_dimensioned
from catalog.models import Product
from catalog.rights import visible_products
from catalog.selectors.flat import flat_products
from catalog.services import ledger
from catalog.services.changing import Decision, Held, has_sources, hold, mark, write
from catalog.services.log import Act
from catalog.services.values import canonical_values
from core.databases import atomic
from core.errors import Refused
from core.tenancy import tenant_scope

WRITE = "write:products"
_OWN = ("sku", "status")
_UNIQUE = ("gtin", "sku")
# Names that a new one is made of when the sheet is applied, not when it is compared.
_NAMES = ("brand", "category")
_READ_ONLY_KINDS = ("reserved", "bundle")


@dataclass(frozen=True)
class Cell:
    """A changed cell: `before` is the flat text it was compared with, `text` what it is to be (None: blank)."""

    id: str
    product_id: UUID
    field: str
    before: str | None
    text: str | None


@dataclass(frozen=True)
class CellsResult:
    """What became of a batch: changed products, cells that no longer fit, cells with the reason why not."""

    products: int = 0
    stale: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def can_be_edited(name: str) -> bool:
    """Whether a column of a sheet may be changed there."""
    if is_dimensioned(name):
        return name.partition(":")[0] not in _READ_ONLY_KINDS
    return name in BY_NAME or name in _OWN


def writable_products(ids: Collection[UUID], *, tenant_id: UUID, user: Any) -> dict[UUID, list[str]]:
    """Locked fields of those products that are there, not in the trash, and that the user may change. Few queries."""
    with tenant_scope(tenant_id):
        known = Product.objects.filter(pk__in=ids).exclude(status="trash")
        return dict(visible_products(known, user, WRITE).values_list("pk", "locks"))


def check_cell(name: str, text: str | None, *, tenant_id: UUID) -> None:
    """Raise InvalidInput when the text is no value of the field; nothing is made."""
    if name == "status":
        _status(text)
    elif name not in _NAMES:
        canonical_values({name: text}, tenant_id=tenant_id)


def taken_identifiers(cells: Sequence[Cell], *, tenant_id: UUID) -> dict[str, str]:
    """Cells whose EAN or SKU is another product's, or another cell's before it: cell -> sentence."""
    found: dict[str, str] = {}
    for name in _UNIQUE:
        wanted = {cell.id: _identifier(cell, tenant_id) for cell in cells if cell.field == name and cell.text}
        with tenant_scope(tenant_id):
            held = Product.objects.filter(**{f"{name}__in": {value for value in wanted.values() if value}})
            owners = dict(held.values_list(name, "pk"))
        for cell in cells:
            value = wanted.get(cell.id)
            if value and owners.setdefault(value, cell.product_id) != cell.product_id:
                found[cell.id] = _("“%(value)s” is another product's already.") % {"value": cell.text}
    return found


def apply_cells(cells: Sequence[Cell], *, tenant_id: UUID, user: Any, run_id: UUID, number: int) -> CellsResult:
    """Set the cells by hand as the batch `number` of the run; a batch that was done before is not done again.

    A cell whose product says something else than `before` by now stays as it is (`stale`); one that does not fit, is
    locked, or belongs to a product that may not be changed is `refused` with a sentence.
    """
    with atomic("catalog"):
        done = ledger.result_of(tenant_id, run_id, number)
        if done is not None:
            return CellsResult(**done)
        result = _apply(cells, tenant_id=tenant_id, user=user, run_id=run_id)
        ledger.record(tenant_id, run_id, number, result=asdict(result))
        return result


def _apply(cells: Sequence[Cell], *, tenant_id: UUID, user: Any, run_id: UUID) -> CellsResult:
    writable = writable_products({cell.product_id for cell in cells}, tenant_id=tenant_id, user=user)
    held = hold(sorted(writable), tenant_id=tenant_id)
    refused = taken_identifiers(cells, tenant_id=tenant_id)
    now = _current(held, cells, tenant_id=tenant_id)
    stale: list[str] = []
    wanted: dict[UUID, dict[str, Any]] = {pk: {} for pk in held}
    for cell in cells:
        if cell.id in refused:
            continue
        product = held.get(cell.product_id)
        if product is None:
            refused[cell.id] = _("This product is gone, is in the trash, or may not be changed by you.")
        elif cell.field in product.locks:
            refused[cell.id] = _("The field is locked.")
        elif now[cell.product_id].get(cell.field) != cell.before:
            stale.append(cell.id)
        else:
            _take(cell, wanted[cell.product_id], refused, tenant_id=tenant_id)
    decided = {held[pk]: _decision(held[pk], patch, user) for pk, patch in wanted.items() if patch}
    act = Act(tenant_id, Actor("user", user.pk, str(user)), run_id)
    changed = write({key: value for key, value in decided.items() if value[0]}, act=act, note=_not_noted)
    return CellsResult(changed, stale, refused)


def _take(cell: Cell, patch: dict[str, Any], refused: dict[str, str], *, tenant_id: UUID) -> None:
    try:
        if cell.field == "status":
            patch["status"] = _status(cell.text)
        else:
            patch |= canonical_values({cell.field: cell.text}, tenant_id=tenant_id)
    except Refused as error:
        refused[cell.id] = str(error)


def _decision(product: Held, patch: Mapping[str, Any], user: Any) -> Decision:
    changed = {name: value for name, value in patch.items() if product.values.get(name) != value}
    marks = {name: mark(user) for name in changed if has_sources(name)}
    return changed, product.provenance | marks


def _current(held: Collection[UUID], cells: Sequence[Cell], *, tenant_id: UUID) -> dict[UUID, dict[str, Any]]:
    names = sorted({cell.field for cell in cells})
    frame = flat_products(sorted(held), tenant_id=tenant_id, columns=names, inherit=False)
    return {UUID(row["id"]): row for row in frame.iter_rows(named=True)}


def _status(text: str | None) -> str:
    word = (text or "").strip().lower()
    if word not in SAID_STATUSES:
        message = _("“%(status)s” is no status: use one of %(allowed)s.")
        raise UnfitValue(message % {"status": text or "", "allowed": ", ".join(SAID_STATUSES)}, field="status")
    return word


def _identifier(cell: Cell, tenant_id: UUID) -> str | None:
    try:
        return str(canonical_values({cell.field: cell.text}, tenant_id=tenant_id)[cell.field])
    except Refused:
        return None


def _not_noted(_act: Act, _entries: Any) -> None:
    """The act as a whole is noted by whoever applies the sheet."""
