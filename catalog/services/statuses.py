"""The life of products by hand: another status, the trash, back out of it."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog import lifecycle
from catalog.bulk import execute, fetch
from catalog.errors import StatusNotAllowed, UnfitValue
from catalog.models import Product
from catalog.rights import require_products
from catalog.services import patching, trail
from catalog.services.changing import act_of, finish
from catalog.services.log import Act
from core.databases import atomic

_HOLD = """
SELECT p.status, count(*) FROM (
  SELECT p.status FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(%(ids)s)
   ORDER BY p.id FOR NO KEY UPDATE) AS p
 GROUP BY p.status
"""
_PATCHES = """
INSERT INTO patches (product_id, patch, before)
SELECT s.id, jsonb_build_object('status', s.wanted), jsonb_build_object('status', s.status)
  FROM (SELECT p.id, p.status, CASE WHEN %(status)s <> '' THEN %(status)s
               ELSE coalesce(nullif(p.status_before_trash, ''), 'draft') END AS wanted
          FROM catalog_product AS p
         WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(%(ids)s) AND (%(status)s <> '' OR p.status = 'trash')) AS s
 WHERE s.status <> s.wanted
"""


def set_status(product_ids: Iterable[UUID], *, tenant_id: UUID, user: Any, status: str) -> int:
    """Give products a status; "trash" needs the right to delete. Returns how many changed.

    All or none: raises StatusNotAllowed when one of them may not become that (see `lifecycle`).
    """
    if status not in Product.Status.values:
        message = _("“%(status)s” is no status: use one of %(allowed)s.")
        raise UnfitValue(message % {"status": status, "allowed": ", ".join(Product.Status.values)}, field="status")
    wanted = "delete:products" if status == Product.Status.TRASH else "write:products"
    ids = list(product_ids)
    require_products(user, wanted, ids, tenant_id=tenant_id)
    return _set(ids, tenant_id=tenant_id, user=user, status=status)


def restore_products(product_ids: Iterable[UUID], *, tenant_id: UUID, user: Any) -> int:
    """Take products out of the trash, with the status they had before. Returns how many."""
    ids = list(product_ids)
    require_products(user, "write:products", ids, tenant_id=tenant_id)
    return _set(ids, tenant_id=tenant_id, user=user, status="")


def _set(product_ids: list[UUID], *, tenant_id: UUID, user: Any, status: str) -> int:
    parameters = {"tenant_id": tenant_id, "ids": product_ids, "status": status}
    with atomic("catalog"):
        present = dict(fetch(_HOLD, parameters))
        if status:
            _check(present, status)
        patching.start()
        execute(_PATCHES, parameters)
        return finish(act_of(tenant_id, user), partial(_note, status))


def _check(present: dict[str, int], status: str) -> None:
    refused = {old: count for old, count in present.items() if not lifecycle.may_become(old, status)}
    for old, count in refused.items():
        allowed = [str(Product.Status(each).label) for each in lifecycle.NEXT[old]]
        if not allowed:
            raise StatusNotAllowed(_("A product in the trash gets no other status: take it out of the trash first."))
        message = ngettext(
            "%(count)s product has the status “%(old)s” and cannot become “%(new)s”: it may become %(allowed)s.",
            "%(count)s products have the status “%(old)s” and cannot become “%(new)s”: they may become %(allowed)s.",
            count,
        )
        labels = {"old": Product.Status(old).label, "new": Product.Status(status).label}
        raise StatusNotAllowed(message % {"count": count, "allowed": ", ".join(allowed), **labels})


def _note(status: str, act: Act, entries: pl.DataFrame) -> None:
    if status == "":
        trail.note_statuses(act, "products.restored", entries)
    elif status == Product.Status.TRASH:
        trail.note_statuses(act, "products.trashed", entries)
    else:
        trail.note_statuses(act, "products.status_changed", entries, status=status)
