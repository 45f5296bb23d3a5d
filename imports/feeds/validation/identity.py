"""The key of a row within its supplier: which fields make it, and the text it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext_lazy as _

from imports.feeds.sentences import Sentence

AUTOMATIC: tuple[tuple[str, ...], ...] = (("supplier_sku",), ("ean",), ("url",), ("brand", "mpn"))
"""Without a decision of the source each row takes the first of these that it fills."""

_CANDIDATES = (*AUTOMATIC[:2], ("brand", "mpn"), ("url",), ("supplier_sku", "ean"), ("mpn",))
_ENOUGH = 0.98
_SEPARATOR = "\u241f"


@dataclass(frozen=True)
class IdentityProposal:
    """The fields that make the key, how sure, and why."""

    fields: tuple[str, ...]
    confidence: float
    reason: Sentence


def propose_identity(frame: pl.DataFrame) -> IdentityProposal:
    """The first combination that nearly every row fills and that hardly repeats; else the one that comes closest.

    `frame` is a validated frame (`gtin` stands for the field `ean`).
    """
    present = [fields for fields in _CANDIDATES if all(_column(name) in frame.columns for name in fields)]
    rated = [(fields, *_rate(frame, fields)) for fields in present]
    good = [entry for entry in rated if entry[1] >= _ENOUGH and entry[2] >= _ENOUGH]
    chosen = good[0] if good else max(rated, key=lambda entry: entry[1] * entry[2], default=None)
    if chosen is None or chosen[1] == 0:
        return IdentityProposal(
            (), 0.0, Sentence(_("No column identifies the products: map a supplier SKU or an EAN."))
        )
    fields, filled, distinct = chosen
    params = {"fields": " + ".join(fields), "filled": round(filled * 100), "distinct": round(distinct * 100)}
    text = _("%(fields)s: filled in %(filled)s %% of the rows, %(distinct)s %% of the values are different.")
    return IdentityProposal(fields, round(filled * distinct, 2), Sentence(text, params))


def identity_key(fields: Sequence[str], columns: Sequence[str]) -> pl.Expr:
    """The key of each row as an expression over a validated frame; null where the row does not fill it.

    `fields` is the source's decision (all of them make the key together); empty leaves the choice to `AUTOMATIC`.
    An in-store code (`_code`) is a key within its supplier, although it is no GTIN.
    """
    choices = [tuple(fields)] if fields else AUTOMATIC
    code = "_code" if "_code" in columns else "gtin"
    keys = [_key(choice, code=code) for choice in choices if all(_column(name, code) in columns for name in choice)]
    return pl.coalesce(keys) if keys else pl.lit(None, dtype=pl.String)


def _key(fields: tuple[str, ...], *, code: str = "gtin") -> pl.Expr:
    """The names of the fields stand in the key, so that an SKU never equals a barcode by chance."""
    parts = [pl.col(_column(name, code)) if name != "brand" else pl.col(name).str.to_lowercase() for name in fields]
    return pl.concat_str([pl.lit("+".join(fields) + ":"), pl.concat_str(parts, separator=_SEPARATOR)])


def _column(name: str, code: str = "gtin") -> str:
    return code if name == "ean" else name


def _rate(frame: pl.DataFrame, fields: tuple[str, ...]) -> tuple[float, float]:
    """Share of the rows that fill the key, share of different keys among them."""
    keys = frame.select(_key(fields).alias("key")).to_series().drop_nulls()
    if not frame.height or not keys.len():
        return 0.0, 0.0
    return keys.len() / frame.height, keys.n_unique() / keys.len()
