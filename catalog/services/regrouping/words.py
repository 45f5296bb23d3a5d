"""The words products are found by follow the new name of their brand."""

from uuid import UUID

from catalog.bulk import copy_out, execute, stage
from catalog.models import Regrouping
from catalog.services.merge.products import derived
from core.databases import atomic

BATCH_PRODUCTS = 5_000
_NEXT = """
SELECT p.id, p.title, p.brand_id::text, p.mpn FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.brand_id = %(brand_id)s AND p.id > %(after)s ORDER BY p.id LIMIT %(size)s
"""
_SET = """
UPDATE catalog_product AS p SET search_text = s.search_text
  FROM staged_words AS s WHERE p.id = s.product_id AND p.tenant_id = %(tenant_id)s
"""


def refresh_next(job: Regrouping) -> bool:
    """Write the words of the next products of the brand anew; false at the end."""
    (brand_id,) = job.moves
    after = job.checkpoint.get("after", str(UUID(int=0)))
    parameters = {"tenant_id": job.tenant_id, "brand_id": brand_id, "after": after, "size": BATCH_PRODUCTS}
    with atomic("catalog"):
        named = copy_out(_NEXT, parameters, columns=("product_id", "title", "brand", "mpn"))
        if named.is_empty():
            return False
        words = derived(named, tenant_id=job.tenant_id).select("product_id", "search_text").sort("product_id")
        stage("staged_words", words, types={"product_id": "uuid"})
        execute(_SET, parameters)
        job.checkpoint = {**job.checkpoint, "after": named["product_id"][-1]}
        job.changed += named.height
        job.progress_done += named.height
        changes = {name: getattr(job, name) for name in ("checkpoint", "changed", "progress_done")}
        Regrouping._base_manager.filter(pk=job.pk, lease_token=job.lease_token).update(**changes)
    return True
