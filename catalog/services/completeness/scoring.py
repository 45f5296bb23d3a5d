"""The completeness of products as one statement: what each has, its points, the codes of what it lacks."""

from catalog.completeness import CRITERIA, REQUIRED, Rules

# A variant takes what it has not got itself from its model.
_INHERITED = ("brand_id", "category_id", "weight", "description", "short_description", "image_urls", "price", "cost")
_OWN = ("title", "gtin", "asin", "offer_count", "kind")
_VALUES = ", ".join(
    [*(f"p.{name}" for name in _OWN), *(f"coalesce(p.{name}, m.{name}) AS {name}" for name in _INHERITED)]
)
_IMAGES = "greatest(p.image_count, m.image_count, 0) AS image_count"
# The digits of a GTIN weigh 3 and 1 in turn; all fourteen together make a multiple of ten.
_CHECKED = " + ".join(f"{3 if place % 2 else 1} * substr(g.gtin, {place}, 1)::int" for place in range(1, 15))
_HAS = {
    "title": "g.title IS NOT NULL",
    "gtin": rf"CASE WHEN g.gtin ~ '^\d{{14}}$' THEN ({_CHECKED}) %% 10 = 0 ELSE false END",
    "price": "coalesce(g.price > 0, false) OR g.has_price",
    "brand": "g.brand_id IS NOT NULL",
    "description": "g.description IS NOT NULL",
    "image": "g.image_urls IS NOT NULL OR g.image_count > 0",
    "category": "g.category_id IS NOT NULL OR g.has_category",
    "weight": "g.weight IS NOT NULL OR g.dimensions",
    "supplier": "g.offer_count > 0",
    "short_description": "g.short_description IS NOT NULL",
    "asin": "g.asin IS NOT NULL",
    "cost": "coalesce(g.cost > 0, false)",
    "seo": "g.seo",
    "icecat": "g.icecat",
    "attributes": "CASE WHEN g.asked > 0 THEN g.missing IS NULL ELSE g.attributes END",
    "technical": "g.technical",
    "environment": "g.environment",
    "media": "g.media OR g.image_count > 1 OR position(E'\\n' in coalesce(g.image_urls, '')) > 0",
}
# What the attributes of a product say; `standard` and `group` are those of `catalog.attributes`.
_GROUPS = {
    "dimensions": "a.standard IN ('length', 'width', 'height', 'depth', 'net_weight')",
    "seo": "a.standard IN ('meta_title', 'meta_description')",
    "icecat": "a.standard IN ('icecat_id', 'icecat_quality')",
    "technical": "a.\"group\" = 'technical'",
    "environment": "a.\"group\" = 'environment'",
    "media": "a.kind = 'url' AND a.\"group\" = 'links' OR a.standard = 'safety_data_sheet'",
    "attributes": "a.\"group\" NOT IN ('seo', 'texts', 'marketing')",
}
_SAID = ", ".join(f"coalesce(bool_or({condition}), false) AS {name}" for name, condition in _GROUPS.items())
# `asked_attributes` (owner_id, attribute_id, key) is a temporary table: what families and categories require.
_ASKED = f"""
LEFT JOIN LATERAL (
     SELECT count(*) AS asked,
            array_agg('{REQUIRED}' || r.key ORDER BY r.key) FILTER (WHERE NOT EXISTS (
                SELECT FROM catalog_attributevalue AS v
                 WHERE v.attribute_id = r.attribute_id AND v.product_id IN (p.id, p.parent_id))) AS missing
       FROM (SELECT DISTINCT attribute_id, key FROM asked_attributes
              WHERE owner_id IN (coalesce(p.family_id, m.family_id), coalesce(p.category_id, m.category_id))
                 OR owner_id = ANY(p.further_categories) OR owner_id = ANY(m.further_categories)) AS r
     ) AS asked ON true"""
_NOT_ASKED = "CROSS JOIN (SELECT 0 AS asked, NULL::text[] AS missing) AS asked"
_READ = f"""
SELECT p.id, p.tenant_id, {_VALUES}, {_IMAGES}, asked.asked, asked.missing,
       p.further_categories <> '{{{{}}}}' OR coalesce(m.further_categories <> '{{{{}}}}', false) AS has_category,
       p.price IS NULL AND EXISTS (SELECT FROM catalog_price AS c WHERE c.product_id = p.id AND c.kind = 'sale'
           AND coalesce(c.valid_from, current_date) <= current_date
           AND coalesce(c.valid_until, current_date) >= current_date) AS has_price,
       {", ".join(f"said.{name}" for name in _GROUPS)}
  FROM staged_measured AS s
  JOIN catalog_product AS p ON p.id = s.product_id AND p.tenant_id = %(tenant_id)s AND p.status <> 'trash'
  LEFT JOIN catalog_product AS m ON p.kind = 'variant' AND m.id = p.parent_id AND m.tenant_id = p.tenant_id
  CROSS JOIN LATERAL (SELECT {_SAID} FROM catalog_attributevalue AS v JOIN catalog_attribute AS a
                       ON a.id = v.attribute_id WHERE v.product_id IN (p.id, m.id)) AS said
  {{asked}} OFFSET 0
"""


def scored(rules: Rules, *, with_required: bool) -> str:
    """SQL for `product_id`, `score`, `lacking` of the products in the temporary table `staged_measured`.

    With required attributes, `asked_attributes` names them.
    """
    points = rules.points
    counted = [each for each in CRITERIA if points[each.code]]
    has = ", ".join(f"{_HAS[each.code]} AS {each.code}" for each in counted)
    total = " + ".join(f"CASE WHEN {_applies(each.code)} THEN {points[each.code]!r} ELSE 0 END" for each in counted)
    reached = " + ".join(
        f"CASE WHEN {_applies(each.code)} AND h.{each.code} THEN {points[each.code]!r} ELSE 0 END" for each in counted
    )
    if with_required and points["attributes"]:
        # Some of the required attributes are there: their share of the points.
        share = f"{points['attributes']!r} * (h.asked - cardinality(h.missing))::float8 / h.asked"
        reached += f" + CASE WHEN h.missing IS NOT NULL THEN {share} ELSE 0 END"
    lacking = ", ".join(
        f"CASE WHEN {_applies(each.code)} AND NOT h.{each.code} THEN '{each.code}' END" for each in counted
    )
    score = f"round(100 * ({reached}) / ({total}))::int"
    read = _READ.format(asked=_ASKED if with_required else _NOT_ASKED)
    return f"""
SELECT h.id AS product_id, h.tenant_id,
       CASE WHEN h.missing IS NULL THEN {score} ELSE least({score}, {rules.best_incomplete}) END AS score,
       array_remove(ARRAY[{lacking}]::text[], NULL) || coalesce(h.missing, ARRAY[]::text[]) AS lacking
  FROM (SELECT g.id, g.tenant_id, g.kind, g.asked, g.missing, {has} FROM ({read}) AS g OFFSET 0) AS h
"""


def _applies(code: str) -> str:
    asked = next(each for each in CRITERIA if each.code == code).for_models
    return "true" if asked else "h.kind <> 'model'"
