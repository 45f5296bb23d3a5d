"""Measuring products, set by set: every row of a set in one statement, unchanged rows are not written."""

from collections.abc import Sequence
from uuid import UUID

import polars as pl

from catalog.bulk import execute, fetch, stage
from catalog.selectors.completeness import rules_of
from catalog.services.completeness.scoring import scored

_WITH_VARIANTS = """
INSERT INTO staged_measured SELECT v.id FROM catalog_product AS v
 WHERE v.tenant_id = %(tenant_id)s AND v.parent_id IN (SELECT product_id FROM staged_measured)
   AND NOT EXISTS (SELECT FROM staged_measured AS s WHERE s.product_id = v.id)
"""
# A category asks for what those above it ask for.
_ASKED = """
DROP TABLE IF EXISTS pg_temp.asked_attributes;
CREATE TEMP TABLE asked_attributes ON COMMIT DROP AS
SELECT f.family_id AS owner_id, a.id AS attribute_id, a.key
  FROM catalog_familyattribute AS f JOIN catalog_attribute AS a ON a.id = f.attribute_id
 WHERE f.tenant_id = %(tenant_id)s AND f.is_required
 UNION
SELECT c.id, a.id, a.key
  FROM catalog_categoryattribute AS r JOIN catalog_attribute AS a ON a.id = r.attribute_id
  JOIN catalog_category AS top ON top.id = r.category_id AND top.taxonomy_id IS NULL
  JOIN catalog_category AS c ON c.tenant_id = top.tenant_id AND c.taxonomy_id IS NULL
   AND (c.id = top.id OR starts_with(c.key, top.key || '>'))
 WHERE r.tenant_id = %(tenant_id)s AND r.is_required
"""
_WRITE = """
INSERT INTO catalog_productcompleteness AS t (product_id, tenant_id, score, lacking)
SELECT s.product_id, s.tenant_id, s.score, s.lacking FROM ({scored}) AS s
    ON CONFLICT (product_id) DO UPDATE SET score = excluded.score, lacking = excluded.lacking
 WHERE (t.score, t.lacking) IS DISTINCT FROM (excluded.score, excluded.lacking)
"""
_FORGET = """
DELETE FROM catalog_productcompleteness AS t USING staged_measured AS s
 WHERE t.product_id = s.product_id AND t.tenant_id = %(tenant_id)s
   AND NOT EXISTS (SELECT FROM catalog_product AS p
                    WHERE p.id = s.product_id AND p.tenant_id = %(tenant_id)s AND p.status <> 'trash')
"""


def measure(product_ids: Sequence[UUID | str], *, tenant_id: UUID, with_variants: bool = True) -> int:
    """Write the completeness of these products (and of the variants of models among them); how many rows changed.

    Products in the trash, or gone, have none. Needs an open transaction; the cost is a few statements a set.
    """
    ids = pl.DataFrame({"product_id": [str(pk) for pk in dict.fromkeys(product_ids)]}, schema={"product_id": pl.String})
    parameters = {"tenant_id": tenant_id}
    stage("staged_measured", ids, types={"product_id": "uuid"})
    if with_variants:
        execute(_WITH_VARIANTS, parameters)
    execute(_ASKED, parameters)
    with_required = bool(fetch("SELECT EXISTS (SELECT FROM asked_attributes)", {})[0][0])
    statement = _WRITE.format(scored=scored(rules_of(tenant_id), with_required=with_required))
    return execute(statement, parameters) + execute(_FORGET, parameters)
