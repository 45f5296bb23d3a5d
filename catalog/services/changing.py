"""Changing products by hand: hold them, decide, write the patch and the marks, note the act, log, tell."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError
from django.utils import timezone

from catalog.acts import Actor
from catalog.bulk import execute, fetch
from catalog.errors import IdentifierTaken, ProductChanged, ProductNotFound, ValueTaken
from catalog.fields import FIELD_NAMES, is_dimensioned
from catalog.services import patching, trail
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.state import CURRENT
from core.databases import atomic
from core.errors import Conflict

_LOCKED = f"""
SELECT p.id, p.version, p.locks, {CURRENT}::text, p.provenance::text FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(%(ids)s) ORDER BY p.id FOR NO KEY UPDATE
"""
_PATCH = "INSERT INTO patches (product_id, patch, before) VALUES (%(id)s, %(patch)s, %(before)s)"
_PROVENANCE = """
UPDATE catalog_product SET provenance = %(provenance)s WHERE id = %(id)s AND tenant_id = %(tenant_id)s
"""


@dataclass(frozen=True, eq=False)
class Held:
    """A product held for this transaction."""

    id: UUID
    version: int
    locks: list[str]
    values: dict[str, Any]
    provenance: dict[str, Any]


Note = Callable[[Act, pl.DataFrame], None]
# What is set (field -> logged value), and the provenance after it.
Decision = tuple[dict[str, Any], dict[str, Any]]
Decide = Callable[[Held], Decision]


def change(product_id: UUID, decide: Decide, *, act: Act, code: str, version: int | None = None) -> int:
    """Hold the product, ask `decide` for the patch and the marks, write both, log and tell; `code` is for the audit.

    Returns the product's version. Raises ProductNotFound, ProductChanged, IdentifierTaken, and what `decide` raises.
    """
    try:
        with atomic("catalog"):
            product = hold([product_id], tenant_id=act.tenant_id)[product_id]
            check_version(product, version)
            return product.version + write({product: decide(product)}, act=act, note=partial(_note_edit, code))
    except IntegrityError as error:
        raise taken(error) from error


def taken(error: IntegrityError) -> Conflict:
    """What somebody else took in the same moment: an identifier, or a value that may be used once."""
    return ValueTaken() if "catalog_attribute_value_taken" in str(error) else IdentifierTaken()


def check_version(product: Held, version: int | None) -> None:
    """Raise ProductChanged when the product is not as the user saw it."""
    if version is not None and version != product.version:
        raise ProductChanged(version=product.version)


def hold(product_ids: Iterable[UUID], *, tenant_id: UUID) -> dict[UUID, Held]:
    """The products, held for this transaction in the order of their ids; raises ProductNotFound for a missing one."""
    wanted = list(product_ids)
    rows = fetch(_LOCKED, {"tenant_id": tenant_id, "ids": wanted})
    held = {
        pk: Held(pk, version, locks, json.loads(values), json.loads(provenance))
        for pk, version, locks, values, provenance in rows
    }
    if missing := [str(pk) for pk in wanted if pk not in held]:
        raise ProductNotFound(product_id=missing[0])
    return held


def write(decided: Mapping[Held, Decision], *, act: Act, note: Note) -> int:
    """Write the patches and marks of held products; returns how many got other values."""
    patching.start()
    for product, (patch, provenance) in decided.items():
        if provenance != product.provenance:
            marks = {"id": product.id, "tenant_id": act.tenant_id, "provenance": json.dumps(provenance)}
            execute(_PROVENANCE, marks)
        if patch:
            before = json.dumps({name: product.values.get(name) for name in patch})
            execute(_PATCH, {"id": product.id, "patch": json.dumps(patch), "before": before})
    return finish(act, note) if any(patch for patch, _marks in decided.values()) else 0


def finish(act: Act, note: Note) -> int:
    """Apply the patches of this transaction, note the act, log, tell; returns how many products changed."""
    entries = patching.apply_patches(act.tenant_id)
    if entries.height:
        note(act, entries)
        write_changes(act, entries)
        counts = {"created": 0, "updated": entries.height}
        tell_products_changed(act, aggregate_id=UUID(entries["product_id"][0]), changes=entries.height, facts=counts)
    return entries.height


def _note_edit(code: str, act: Act, entries: pl.DataFrame) -> None:
    trail.note_edit(act, code, entries)


def act_of(tenant_id: UUID, user: Any) -> Act:
    """The act of a person."""
    return Act(tenant_id, Actor("user", user.pk, str(user)))


def mark(user: Any) -> dict[str, Any]:
    """The mark of a value that a person has set."""
    return {"kind": "manual", "actor_id": str(user.pk), "label": str(user), "at": timezone.now().isoformat()}


def has_sources(name: str) -> bool:
    """Whether offers can say something about it."""
    return name in FIELD_NAMES or is_dimensioned(name)
