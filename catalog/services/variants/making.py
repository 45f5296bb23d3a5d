"""Making the variants of a model: one for each combination that is not there yet."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.db import IntegrityError
from django.utils.translation import gettext as _

from catalog.bulk import copy_out, execute, stage
from catalog.errors import CombinationTaken, IdentifierTaken, ProductChanged, UnfitValue
from catalog.ids import new_ids
from catalog.models import Product
from catalog.rights import require_products
from catalog.selectors.combining import Planned, plan
from catalog.selectors.variants import Model
from catalog.services import dimensions
from catalog.services.changing import act_of, check_version, hold, mark
from catalog.services.log import Act, tell_products_changed, write_changes
from catalog.services.merge.products import derived
from catalog.services.state import CURRENT
from catalog.services.variants.axes import WRITE, Kind, axis_names, combination_in, require_kind
from core import audit
from core.access import require
from core.databases import atomic
from core.tenancy import tenant_scope

STATUSES = (Product.Status.DRAFT, Product.Status.ACTIVE, Product.Status.INACTIVE)
_INSERT = """
INSERT INTO catalog_product (id, tenant_id, kind, parent_id, sku, title, status, search_text, provenance)
SELECT product_id, %(tenant_id)s, 'variant', %(model_id)s, sku, title, %(status)s, search_text, %(marks)s
  FROM staged_variants
"""
_ENTRIES = f"""
SELECT p.id, 'created', NULL, {CURRENT}::text
  FROM catalog_product AS p JOIN staged_variants AS s ON s.product_id = p.id WHERE p.tenant_id = %(tenant_id)s
"""
_SIBLINGS = f"""
SELECT p.id, {CURRENT}::text FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND p.parent_id = %(model_id)s
"""


@dataclass(frozen=True)
class Wanted:
    """Which combinations to make of `choices` (name of the axis -> values): all, or `only` those with these keys.

    `prefix` begins their SKUs, instead of the model's own SKU; keys are those of `combinations.key_of`.
    """

    choices: Mapping[str, Sequence[str]]
    prefix: str = ""
    only: Collection[str] | None = None
    status: str = Product.Status.DRAFT


def make_variants(
    model_id: UUID,
    *,
    tenant_id: UUID,
    user: Any,
    wanted: Wanted,
    version: int | None = None,
) -> tuple[UUID, int]:
    """Make the wanted combinations that do not exist; returns the id of the act and their number.

    What the new variants do not say is the model's. All of them are one act, which `undo_run` takes back. Raises
    PermissionRefused, ProductNotFound, ProductChanged, NotPossibleForKind, UnfitValue, IdentifierTaken.
    """
    require(user, WRITE, tenant_id=tenant_id)
    require_products(user, WRITE, [model_id], tenant_id=tenant_id)
    if wanted.status not in STATUSES:
        message = _("“%(status)s” is no status for new variants: use one of %(allowed)s.")
        raise UnfitValue(message % {"status": wanted.status, "allowed": ", ".join(STATUSES)}, field="status")
    planned = plan(model_id, tenant_id=tenant_id, choices=wanted.choices, prefix=wanted.prefix)
    if not (wanted.prefix.strip() or planned.model.sku):
        message = _("Write how the SKUs of the variants begin: each needs an EAN or a SKU.")
        raise UnfitValue(message, field="prefix")
    new = [each for each in planned.new if wanted.only is None or each.key in wanted.only]
    names = [axis.value_name for axis in planned.model.axes]
    values = [dict(zip(names, each.stored, strict=True)) for each in new]
    act = Act(tenant_id, act_of(tenant_id, user).actor, uuid4())
    try:
        with atomic("catalog"):
            _check(planned.model, new, tenant_id=tenant_id, version=version)
            marks = dict.fromkeys(("title", *names), mark(user))
            _make(model_id, new, values, act=act, made={"status": wanted.status, "marks": json.dumps(marks)})
    except IntegrityError as error:
        raise IdentifierTaken(_("Another product got one of these SKUs meanwhile: look at the list again.")) from error
    return act.run_id or uuid4(), len(new)


def _check(seen: Model, new: Sequence[Planned], *, tenant_id: UUID, version: int | None) -> None:
    """The model is still one, with the same axes, and nobody made one of the combinations meanwhile."""
    model = hold([seen.id], tenant_id=tenant_id)[seen.id]
    check_version(model, version)
    require_kind(model, Kind.MODEL)
    names = axis_names(model, tenant_id=tenant_id)
    if names != [axis.value_name for axis in seen.axes]:
        raise ProductChanged(version=model.version)
    taken = combinations_of(model.id, names, tenant_id=tenant_id)
    if any(each.key in taken for each in new):
        raise CombinationTaken


def combinations_of(model_id: UUID, names: Sequence[str], *, tenant_id: UUID) -> dict[str, UUID]:
    """The combinations that the variants of the model have, those in the trash included."""
    found = copy_out(_SIBLINGS, {"tenant_id": tenant_id, "model_id": model_id}, columns=("id", "values"))
    return {combination_in(json.loads(text), names): UUID(pk) for pk, text in found.iter_rows()}


def _make(
    model_id: UUID, new: Sequence[Planned], values: Sequence[Mapping[str, str]], *, act: Act, made: Mapping[str, str]
) -> None:
    if not new:
        return
    ids = new_ids(len(new))
    frame = pl.DataFrame({"product_id": ids, "sku": [each.sku for each in new], "title": [each.title for each in new]})
    named = derived(frame, tenant_id=act.tenant_id).select("product_id", "sku", "title", "search_text")
    stage("staged_variants", named, types={"product_id": "uuid"})
    parameters = {"tenant_id": act.tenant_id, "model_id": model_id, **made}
    execute(_INSERT, parameters)
    rows = [(pk, *pair) for pk, said in zip(ids, values, strict=True) for pair in said.items()]
    long = pl.DataFrame(rows, schema={"product_id": pl.String, "key": pl.String, "value": pl.String}, orient="row")
    dimensions.write(long, tenant_id=act.tenant_id)
    entries = copy_out(_ENTRIES, parameters, columns=("product_id", "kind", "old", "new"))
    with tenant_scope(act.tenant_id):
        model = Product.objects.get(pk=model_id)
    audit.record("product.variants_made", app="catalog", tenant_id=act.tenant_id, subject=model, count=len(new))
    write_changes(act, entries)
    facts = {"created": len(new), "updated": 0}
    tell_products_changed(act, aggregate_id=model_id, changes=len(new), facts=facts)
