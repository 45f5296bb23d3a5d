"""The status of known products, where offers speak of it.

Only a word that is new counts: what people set meanwhile stays until the winning offer says something else.
"""

from uuid import UUID

import polars as pl

from catalog.bulk import copy_out
from catalog.merging import base, new, theirs, winners
from catalog.precedence import Precedence

_WORD, _BACK = "status", "status:back"
# The products whose status the sources, or their order, gave last.
_GIVEN = """
SELECT last.product_id
  FROM unnest(string_to_array(%(ids)s, ',')::uuid[]) AS given (id) CROSS JOIN LATERAL (
       SELECT c.product_id, c.actor_kind FROM catalog_change AS c
        WHERE c.product_id = given.id AND c.tenant_id = %(tenant_id)s AND c.new ? 'status'
        ORDER BY c.seq DESC LIMIT 1) AS last
 WHERE last.actor_kind IN ('import', 'order')
"""


def words(before: pl.DataFrame, after: pl.DataFrame, *, came_back: pl.Series, order: Precedence) -> pl.DataFrame:
    """`product_id`, `status:base`, `status:theirs`: the winning offers' words before and after the rows.

    `came_back`: the offers that were missing; what they said before is compared as if they had never been away.
    """
    if all(offers[_WORD].null_count() == offers.height for offers in (before, after)):
        return pl.DataFrame(schema={"product_id": pl.String, base(_WORD): pl.String, theirs(_WORD): pl.String})
    present = before.with_columns(missing=pl.col("missing") & ~pl.col("offer_id").is_in(came_back.implode()))
    was, now = (
        winners(order.ranked(offers), (_WORD,)).rename({_WORD: name})
        for offers, name in ((present, base(_WORD)), (after, theirs(_WORD)))
    )
    return now.join(was, on="product_id", how="left")


def decide(decided: pl.DataFrame, words: pl.DataFrame, back: pl.DataFrame, *, default_status: str) -> pl.DataFrame:
    """Add `status:new` to decided products; `back`: `product_id`, `status:back` (see `returning`).

    A product that is met again comes back from the trash, or from where its absence had brought it.
    """
    frame = decided.join(words, on="product_id", how="left", maintain_order="left")
    frame = frame.join(back, on="product_id", how="left", maintain_order="left")
    word, is_new = pl.col(theirs(_WORD)), pl.col(theirs(_WORD)).ne_missing(pl.col(base(_WORD)))
    left = pl.col("status_before_trash")
    restored = pl.when(left != "").then(left).otherwise(pl.coalesce(word, pl.lit(default_status)))
    status = (
        pl.when(_locked())
        .then(_WORD)
        .when(word.is_not_null() & is_new)
        .then(word)
        .when(pl.col(_WORD) == "trash")
        .then(restored)
        .otherwise(pl.coalesce(_BACK, _WORD))
    )
    return frame.with_columns(status.alias(new(_WORD)))


def by_another_order(golden: pl.DataFrame, offers: pl.DataFrame, order: Precedence, *, tenant_id: UUID) -> pl.DataFrame:
    """`product_id`, `status:new` of the products whose status changes because the suppliers stand in another order.

    Only where a source gave the present one, by the offers that are there; the trash is left alone.
    """
    said = winners(order.ranked(offers.filter(~pl.col("missing"))), (_WORD,)).rename({_WORD: new(_WORD)})
    moved = golden.join(said, on="product_id").filter(
        ~_locked() & (pl.col(_WORD) != "trash") & (pl.col(new(_WORD)) != pl.col(_WORD))
    )
    if moved.is_empty():
        return moved.select("product_id", new(_WORD))
    parameters = {"tenant_id": tenant_id, "ids": ",".join(moved["product_id"].to_list())}
    given = copy_out(_GIVEN, parameters, columns=("product_id",))
    return moved.join(given, on="product_id", how="semi").select("product_id", new(_WORD))


def _locked() -> pl.Expr:
    return pl.col("locks").str.split("\n").list.contains(_WORD).fill_null(False)
