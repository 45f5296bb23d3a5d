"""What a bulk edit would do to each product, as one query: the values it sets, or why the product is left out.

Each act is a `Judgement`: SQL over the product `p`. The preview counts its rows, the run writes them, so that both
always say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from catalog.fields import ALL_BY_NAME
from catalog.models import BulkEdit
from catalog.selectors.finding import brand_named
from catalog.services.bulk_edits.options import ROUNDINGS
from catalog.services.state import value_sql

Act = BulkEdit.Act
WRITE, DELETE = "write:products", "delete:products"
# In numeric(18, 4) there is room for fourteen digits before the point.
_TOO_LARGE = "99999999999999"
_JUDGED = """
SELECT p.id, {patch} AS patch, {before} AS before, {acted} AS acted, {reason} AS reason
  FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(%(ids)s::uuid[])
"""


@dataclass(frozen=True)
class Judgement:
    """`sets`: field of the change log -> SQL of its new value as the log writes it; `reasons`: code -> SQL condition.

    `acts`: SQL that says whether something is done to the product beside its values.
    """

    sets: Mapping[str, str]
    reasons: Mapping[str, str]
    parameters: Mapping[str, Any]
    acts: str = "false"
    permission: str = WRITE

    @property
    def query(self) -> str:
        """Rows (id, patch, before, acted, reason); an empty patch: the product is as it would become."""
        sides = {"patch": "new", "before": "old"}
        pairs = {
            name: " || ".join(self._changed(field, side) for field in self.sets) or "'{}'::jsonb"
            for name, side in sides.items()
        }
        cases = " ".join(f"WHEN {condition} THEN '{code}'" for code, condition in self._reasons().items())
        reason = f"CASE {cases} END" if cases else "NULL::text"
        return _JUDGED.format(**pairs, acted=f"({self.acts})", reason=reason)

    def _changed(self, field: str, side: str) -> str:
        new, old = self.sets[field], value_sql(ALL_BY_NAME[field], "p")
        chosen = new if side == "new" else old
        return (
            f"CASE WHEN ({new}) IS DISTINCT FROM ({old}) "
            f"THEN jsonb_build_object('{field}', {chosen}) ELSE '{{}}'::jsonb END"
        )

    def _reasons(self) -> dict[str, str]:
        locked = [
            f"('{field}' = ANY (p.locks) AND ({new}) IS DISTINCT FROM ({value_sql(ALL_BY_NAME[field], 'p')}))"
            for field, new in self.sets.items()
        ]
        return {**self.reasons, **({"locked": " OR ".join(locked)} if locked and self.permission == WRITE else {})}


def judgement_of(act: str, options: Mapping[str, Any]) -> Judgement:
    """How the act with these options (see `options_of`) judges products."""
    return _JUDGEMENTS[Act(act)](options)


def _price(options: Mapping[str, Any]) -> Judgement:
    field, how = options["field"], options["how"]
    amount = "%(amount)s::numeric"
    result = {"set": amount, "percent": f"p.{field} * (1 + {amount} / 100)", "amount": f"p.{field} + {amount}"}[how]
    rounded = f"({ROUNDINGS[options['rounding']].format(x=f'({result})')})"
    reasons = {"too_large": f"{rounded} > {_TOO_LARGE}", "below_zero": f"{rounded} < 0"}
    if how != "set":
        reasons = {"no_value": f"p.{field} IS NULL", **reasons}
    new = f"CASE WHEN {rounded} <= {_TOO_LARGE} THEN trim_scale(round({rounded}, 4))::text END"
    return Judgement({field: new}, reasons, {"amount": options["amount"]})


def _stock(options: Mapping[str, Any]) -> Judgement:
    quantity = "%(quantity)s::bigint"
    if options["how"] == "set":
        return Judgement({"stock": f"({quantity})::int"}, {}, options)
    sum_of = f"(p.stock + {quantity})"
    reasons = {"no_value": "p.stock IS NULL", "below_zero": f"{sum_of} < 0", "too_large": f"{sum_of} > 2147483647"}
    new = f"CASE WHEN {sum_of} BETWEEN 0 AND 2147483647 THEN {sum_of}::int END"
    return Judgement({"stock": new}, reasons, options)


def _status(options: Mapping[str, Any]) -> Judgement:
    return Judgement({"status": "%(status)s::text"}, {"in_trash": "p.status = 'trash'"}, options)


def _category(options: Mapping[str, Any]) -> Judgement:
    wanted = "%(category_id)s::uuid"
    without = f"array_remove(p.further_categories, {wanted})"
    main, further = {
        "replace": (wanted, without),
        "remove": (f"nullif(p.category_id, {wanted})", without),
        "add": (
            f"coalesce(p.category_id, {wanted})",
            f"CASE WHEN coalesce(p.category_id, {wanted}) = {wanted} OR {wanted} = ANY (p.further_categories) "
            f"THEN p.further_categories ELSE p.further_categories || {wanted} END",
        ),
    }[options["how"]]
    sets = {"category": f"({main})::text", "further_categories": _lines(further)}
    return Judgement(sets, {}, options)


def _tags(options: Mapping[str, Any]) -> Judgement:
    wanted = "%(tags)s::text[]"
    ordered = "(SELECT array_agg(t ORDER BY n) FROM ({rows}) AS kept (t, n))"
    new = {
        "replace": wanted,
        "add": ordered.format(
            rows=f"SELECT t, min(n) FROM unnest(coalesce(p.tags, '{{}}') || {wanted}) WITH ORDINALITY AS u (t, n) "
            "GROUP BY t"
        ),
        "remove": ordered.format(
            rows=f"SELECT t, n FROM unnest(p.tags) WITH ORDINALITY AS u (t, n) WHERE t <> ALL ({wanted})"
        ),
    }[options["how"]]
    return Judgement({"tags": _lines(new)}, {}, options)


def _brand(options: Mapping[str, Any]) -> Judgement:
    """Before the run makes it, a new brand is none that a product has."""
    name = options["brand"]
    brand_id = options.get("brand_id") or (str(brand_named(name) or uuid4()) if name else None)
    return Judgement({"brand": "%(brand_id)s::text"}, {}, {"brand_id": brand_id, "brand": name})


def _supplier(options: Mapping[str, Any]) -> Judgement:
    offered = (
        "EXISTS (SELECT FROM catalog_offer AS o WHERE o.product_id = p.id AND o.tenant_id = %(tenant_id)s "
        "AND o.supplier_id = %(supplier_id)s::uuid)"
    )
    if options["how"] == "remove":
        return Judgement({}, {}, options, acts=offered)
    taken = (
        "EXISTS (SELECT FROM catalog_offer AS o WHERE o.tenant_id = %(tenant_id)s AND o.product_id <> p.id "
        f"AND o.supplier_id = %(supplier_id)s::uuid AND o.key = {OFFER_KEY})"
    )
    return Judgement({}, {"key_taken": taken}, options, acts=f"NOT {offered}")


# Under what an offer that a person adds is known to its supplier.
OFFER_KEY = "coalesce(p.sku, p.gtin, p.id::text)"


def _trash(options: Mapping[str, Any]) -> Judgement:
    return Judgement({"status": "'trash'::text"}, {}, {}, permission=DELETE)


def _restore(options: Mapping[str, Any]) -> Judgement:
    before = "coalesce(nullif(p.status_before_trash, ''), 'draft')"
    return Judgement(
        {"status": f"CASE WHEN p.status = 'trash' THEN {before} ELSE p.status END"},
        {"not_in_trash": "p.status <> 'trash'"},
        {},
    )


def _purge(options: Mapping[str, Any]) -> Judgement:
    needed = """EXISTS (SELECT FROM catalog_bundleitem AS b JOIN catalog_product AS q ON q.id = b.bundle_id
                         WHERE b.product_id = p.id AND q.status <> 'trash')
             OR EXISTS (SELECT FROM catalog_product AS v WHERE v.parent_id = p.id AND v.status <> 'trash')"""
    reasons = {"not_in_trash": "p.status <> 'trash'", "needed": needed}
    return Judgement({}, reasons, {}, acts="true", permission=DELETE)


_JUDGEMENTS = {
    Act.PRICE: _price,
    Act.STOCK: _stock,
    Act.STATUS: _status,
    Act.CATEGORY: _category,
    Act.TAGS: _tags,
    Act.BRAND: _brand,
    Act.SUPPLIER: _supplier,
    Act.TRASH: _trash,
    Act.RESTORE: _restore,
    Act.PURGE: _purge,
}


def _lines(array: str) -> str:
    return f"nullif(array_to_string({array}, E'\\n'), '')"


def parameters_of(judged: Judgement, ids: list[UUID], *, tenant_id: UUID) -> dict[str, Any]:
    """The values of its query for these products."""
    return {**judged.parameters, "tenant_id": tenant_id, "ids": f"{{{','.join(map(str, ids))}}}"}
