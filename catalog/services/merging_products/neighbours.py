"""Who points to a product that goes: its offers, its variants, the bundles it is a part of."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog.bulk import execute, fetch
from catalog.services.changing import Held, hold

_NEIGHBOURS = """
SELECT 'variant', v.id FROM catalog_product AS v WHERE v.tenant_id = %(tenant_id)s AND v.parent_id = %(absorbed)s
 UNION ALL
SELECT 'bundle', b.bundle_id FROM catalog_bundleitem AS b
 WHERE b.tenant_id = %(tenant_id)s AND b.product_id = %(absorbed)s
"""
# The whole rows are kept, and undo puts back what nobody has touched since: an offer then has the merge's id.
_KEEP_OFFERS = """
INSERT INTO catalog_offerchange (tenant_id, run_id, offer_id, kind, left_run_id, old)
SELECT o.tenant_id, %(run_id)s, o.id, 'updated', %(run_id)s, to_jsonb(o) FROM catalog_offer AS o
 WHERE o.tenant_id = %(tenant_id)s AND o.product_id = %(absorbed)s
"""
_MOVE_OFFERS = """
UPDATE catalog_offer SET product_id = %(survivor)s, changed_run_id = %(run_id)s
 WHERE tenant_id = %(tenant_id)s AND product_id = %(absorbed)s
"""
_COUNT_OFFERS = """
UPDATE catalog_product AS p SET offer_count = (
       SELECT count(*) FROM catalog_offer AS o WHERE o.product_id = p.id AND o.tenant_id = %(tenant_id)s)
 WHERE p.tenant_id = %(tenant_id)s AND p.id IN (%(survivor)s, %(absorbed)s)
"""
_OFFERS_BACK = """
UPDATE catalog_offer AS o
   SET product_id = (c.old ->> 'product_id')::uuid,
       changed_run_id = CASE WHEN o.changed_run_id = c.left_run_id THEN (c.old ->> 'changed_run_id')::uuid
                             ELSE o.changed_run_id END
  FROM catalog_offerchange AS c
 WHERE c.tenant_id = %(tenant_id)s AND c.run_id = %(run_id)s AND c.offer_id = o.id
   AND o.tenant_id = %(tenant_id)s AND o.product_id = %(survivor)s
"""
_TOUCHED = """
SELECT EXISTS (SELECT FROM catalog_offerchange AS c JOIN catalog_offer AS o ON o.id = c.offer_id
                WHERE c.tenant_id = %(tenant_id)s AND c.run_id = %(run_id)s AND o.product_id = %(survivor)s
                  AND o.changed_run_id <> c.left_run_id)
"""


@dataclass(frozen=True)
class Joining:
    """The two products and who points to the one that goes, all held for this transaction."""

    survivor: Held
    absorbed: Held
    variants: list[Held]
    bundles: list[Held]


def hold_all(survivor_id: UUID, absorbed_id: UUID, *, tenant_id: UUID) -> Joining:
    """Hold the two products and those that point to the second; raises ProductNotFound."""
    rows = fetch(_NEIGHBOURS, {"tenant_id": tenant_id, "absorbed": absorbed_id})
    others = {pk: kind for kind, pk in rows if pk != survivor_id}
    held = hold(sorted({survivor_id, absorbed_id, *others}), tenant_id=tenant_id)
    variants = [held[pk] for pk, kind in others.items() if kind == "variant"]
    bundles = [held[pk] for pk, kind in others.items() if kind == "bundle"]
    return Joining(held[survivor_id], held[absorbed_id], variants, bundles)


def move_offers(parameters: dict[str, Any]) -> int:
    """The offers of the absorbed product become the survivor's; how many."""
    execute(_KEEP_OFFERS, parameters)
    moved = execute(_MOVE_OFFERS, parameters)
    execute(_COUNT_OFFERS, parameters)
    return moved


def offers_back(parameters: dict[str, Any]) -> bool:
    """The moved offers that are still the survivor's go back; whether an import has changed one of them since."""
    touched = bool(fetch(_TOUCHED, parameters)[0][0])
    execute(_OFFERS_BACK, parameters)
    execute(_COUNT_OFFERS, parameters)
    return touched
