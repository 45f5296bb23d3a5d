"""The values of attributes: making the attributes that are named, writing values, who holds a unique one."""

from collections.abc import Collection, Mapping
from operator import itemgetter
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from catalog.attributes import attribute_key, key_column, standard_of
from catalog.attributes.names import ValueName, is_attribute
from catalog.attributes.values import AttributeFacts, fitting, is_free
from catalog.bulk import copy_out, execute, stage
from catalog.errors import ValueTaken
from catalog.models import AttributeValue
from catalog.selectors.attributes import attributes_named
from catalog.services.locks import lock_value
from core.tenancy import tenant_scope

_ATTRIBUTES = """
SELECT a.key, a.id, a.is_unique FROM catalog_attribute AS a
 WHERE a.tenant_id = %(tenant_id)s AND a.key = ANY(%(keys)s)
 UNION ALL
SELECT o.key, a.id, a.is_unique FROM catalog_attributealias AS o JOIN catalog_attribute AS a ON a.id = o.attribute_id
 WHERE o.tenant_id = %(tenant_id)s AND o.key = ANY(%(keys)s)
   AND NOT EXISTS (SELECT FROM catalog_attribute AS b WHERE b.tenant_id = %(tenant_id)s AND b.key = o.key)
"""
_MAKE = """
INSERT INTO catalog_attribute (id, tenant_id, name, key, standard, kind, "group", unit, is_localizable, is_unique)
SELECT gen_random_uuid(), %(tenant_id)s, s.name, s.key, s.standard, s.kind, s.part, s.unit, s.localizable::boolean,
       s.uniq::boolean
  FROM unnest(%(name)s::text[], %(key)s::text[], %(standard)s::text[], %(kind)s::text[], %(part)s::text[],
              %(unit)s::text[], %(localizable)s::text[], %(uniq)s::text[])
       AS s (name, key, standard, kind, part, unit, localizable, uniq) ORDER BY s.key
    ON CONFLICT (tenant_id, key) DO NOTHING
"""
_LOCALIZE = """
UPDATE catalog_attribute SET is_localizable = true
 WHERE tenant_id = %(tenant_id)s AND NOT is_localizable AND standard = '' AND key = ANY(%(keys)s)
"""
_SET = """
MERGE INTO catalog_attributevalue AS t USING staged_values AS s
   ON t.product_id = s.product_id AND t.attribute_id = s.attribute_id AND t.language = s.language
      AND t.tenant_id = %(tenant_id)s
 WHEN MATCHED AND s.value IS NULL THEN DELETE
 WHEN MATCHED THEN UPDATE SET value = s.value
 WHEN NOT MATCHED AND s.value IS NOT NULL THEN INSERT (id, tenant_id, product_id, attribute_id, language, value)
      VALUES (gen_random_uuid(), %(tenant_id)s, s.product_id, s.attribute_id, s.language, s.value)
"""
# First what is no longer held is given up, then the first product that wants a free value holds it; the others have
# the value without holding it, so that one row of a feed never stops the others.
_GIVE_UP = """
UPDATE catalog_attributevalue AS t SET unique_value = NULL
  FROM staged_values AS s
 WHERE t.product_id = s.product_id AND t.attribute_id = s.attribute_id AND t.language = s.language
   AND t.tenant_id = %(tenant_id)s AND t.unique_value IS DISTINCT FROM s.value
"""
CLAIM = """
UPDATE catalog_attributevalue AS t SET unique_value = t.value
  FROM (SELECT DISTINCT ON (v.attribute_id, v.language, v.value) v.id
          FROM catalog_attributevalue AS v JOIN catalog_attribute AS a ON a.id = v.attribute_id AND a.is_unique
         WHERE v.tenant_id = %(tenant_id)s AND v.unique_value IS NULL AND {these}
           AND NOT EXISTS (SELECT FROM catalog_attributevalue AS o
                            WHERE o.attribute_id = v.attribute_id AND o.language = v.language
                              AND o.unique_value = v.value)
         ORDER BY v.attribute_id, v.language, v.value, v.product_id) AS first
 WHERE t.id = first.id
"""
_CLAIM_STAGED = CLAIM.format(
    these="(v.product_id, v.attribute_id) IN (SELECT product_id, attribute_id FROM staged_values)"
)


def make_attributes(names: Collection[str], *, tenant_id: UUID) -> None:
    """Make the attributes of these value names (`attribute:Colour`, `attribute@fr:Colour`) that are not known yet.

    A name of a standard attribute makes that one, with its kind and unit; others are texts. One that gets a value in
    a language has values by language from then on.
    """
    if not names:
        return
    given = [ValueName.of(name) for name in names]
    frame = pl.DataFrame({"name": [each.name for each in given], "localized": [bool(each.language) for each in given]})
    keyed = frame.with_columns(key_column(pl.col("name")).alias("key"))
    known = _known(keyed["key"].unique().to_list(), tenant_id=tenant_id)
    missing = keyed.join(known, on="key", how="anti").sort("localized", descending=True, maintain_order=True)
    missing = missing.unique("key", keep="first", maintain_order=True)
    if missing.height:
        made = pl.DataFrame([_made(*row) for row in missing.iter_rows()]).to_dict(as_series=False)
        execute(_MAKE, {"tenant_id": tenant_id, **made})
    localized = keyed.filter("localized")["key"].unique().to_list()
    if localized:
        execute(_LOCALIZE, {"tenant_id": tenant_id, "keys": localized})


def write(rows: pl.DataFrame, *, tenant_id: UUID) -> None:
    """Set (or, with null, remove) values: `product_id`, `key` (`attribute@fr:Colour`), `value`."""
    keys = rows["key"].unique(maintain_order=True).to_list()
    make_attributes(keys, tenant_id=tenant_id)
    names = [ValueName.of(key) for key in keys]
    named = pl.DataFrame(
        {"key": keys, "name": [each.name for each in names], "language": [each.language for each in names]}
    ).with_columns(key_column(pl.col("name")).alias("folded"))
    known = _known(named["folded"].unique().to_list(), tenant_id=tenant_id)
    placed = rows.join(named.join(known, left_on="folded", right_on="key"), on="key", maintain_order="left")
    staged = placed.select("product_id", "language", "value", attribute_id="id")
    # Two names of one attribute: the one with a value counts.
    staged = staged.sort(pl.col("value").is_not_null(), maintain_order=True)
    staged = staged.unique(("product_id", "attribute_id", "language"), keep="last", maintain_order=True)
    stage("staged_values", staged, types={"product_id": "uuid", "attribute_id": "uuid"})
    # COPY reads an empty cell as null, but no language is the empty text.
    execute("UPDATE staged_values SET language = '' WHERE language IS NULL")
    unique = bool((known["is_unique"] == "t").any())
    if unique:
        execute(_GIVE_UP, {"tenant_id": tenant_id})
    execute(_SET, {"tenant_id": tenant_id})
    if unique:
        execute(_CLAIM_STAGED, {"tenant_id": tenant_id})


def spelled(columns: Collection[str], *, tenant_id: UUID) -> dict[str, tuple[str, AttributeFacts | None]]:
    """The one name of each value that these columns mean, as the tenant wrote it first, and its attribute if known."""
    wanted = [column for column in columns if is_attribute(column)]
    known = attributes_named(wanted, tenant_id=tenant_id)
    first: dict[str, str] = {}
    answer: dict[str, tuple[str, AttributeFacts | None]] = {}
    for column in wanted:
        given = ValueName.of(column)
        facts = known.get(column)
        name = facts.name if facts and facts.id else first.setdefault(attribute_key(given.name), given.name)
        answer[column] = (str(ValueName(name, given.language)), facts)
    return answer


def fitted(frame: pl.DataFrame, attributes: dict[str, AttributeFacts]) -> pl.DataFrame:
    """The frame with the columns of typed attributes in their canonical text; what does not fit stays as it came."""
    typed = {column: facts for column, facts in attributes.items() if not is_free(facts)}
    return frame.with_columns(_fitted(frame[column], facts) for column, facts in typed.items())


def _fitted(values: pl.Series, attribute: AttributeFacts) -> pl.Series:
    """Each distinct text is read once: most columns hold few."""
    table = values.drop_nulls().unique().to_frame("text")
    table = table.with_columns(fit=pl.coalesce(fitting(pl.col("text"), attribute), pl.col("text")))
    found = values.to_frame("text").join(table, on="text", how="left", maintain_order="left")
    return found["fit"].alias(values.name)


def check_free(values: Mapping[str, object], *, product_id: UUID, tenant_id: UUID) -> None:
    """Raise ValueTaken, with the name of the other product, when one of them is unique and another product's.

    `values`: value name -> canonical text. One query for the attributes, one for each unique value.
    """
    given = {name: str(value) for name, value in values.items() if value is not None}
    for name, attribute in sorted(attributes_named(given, tenant_id=tenant_id).items(), key=itemgetter(0)):
        if not attribute.unique:
            continue
        language = ValueName.of(name).language
        lock_value(tenant_id, f"{attribute.key}@{language}", given[name])
        with tenant_scope(tenant_id):
            held = AttributeValue.objects.filter(
                attribute__key=attribute.key, language=language, unique_value=given[name]
            ).exclude(product_id=product_id)
            other = held.values_list("product_id", "product__title").first()
        if other:
            message = _("“%(value)s” is the “%(name)s” of “%(product)s” already: use another one.")
            words = {"value": given[name], "name": attribute.label, "product": other[1] or str(other[0])}
            raise ValueTaken(message % words, field=name, product_id=str(other[0]))


def _known(keys: list[str], *, tenant_id: UUID) -> pl.DataFrame:
    return copy_out(_ATTRIBUTES, {"tenant_id": tenant_id, "keys": keys}, columns=("key", "id", "is_unique"))


def _made(name: str, localized: bool, key: str) -> dict[str, str]:
    standard = standard_of(key)
    return {
        "name": name,
        "key": key,
        "standard": standard.code if standard else "",
        "kind": str(standard.kind) if standard else "text",
        "part": standard.group if standard else "",
        "unit": standard.unit if standard else "",
        "localizable": str(localized or bool(standard and standard.localizable)).lower(),
        "uniq": str(bool(standard and standard.unique)).lower(),
    }
