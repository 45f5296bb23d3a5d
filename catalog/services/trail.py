"""Changes by hand in the audit trail."""

import json
from typing import Any

import polars as pl

from catalog.models import Product
from catalog.selectors.words import Names
from catalog.services.log import Act
from core import audit
from core.tenancy import tenant_scope

# Of a change to many products so many are named; the change log names all of them.
MOST_NAMED = 100


def note_edit(act: Act, code: str, entries: pl.DataFrame) -> None:
    """Record a change of one product with its old and new values; `entries` is what goes into the change log."""
    product_id, _kind, old, new = entries.row(0)
    before, after = json.loads(old or "{}"), json.loads(new or "{}")
    with tenant_scope(act.tenant_id):
        names = Names.of([before, after])
        product = Product.objects.get(pk=product_id)
        readable = [{name: names.readable(name, value) for name, value in side.items()} for side in (before, after)]
    audit.record(code, app="catalog", tenant_id=act.tenant_id, subject=product, before=readable[0], after=readable[1])


def note_statuses(act: Act, code: str, entries: pl.DataFrame, **details: Any) -> None:
    """Record that products got another status."""
    named = entries["product_id"].to_list()[:MOST_NAMED]
    audit.record(code, app="catalog", tenant_id=act.tenant_id, count=entries.height, products=named, **details)
