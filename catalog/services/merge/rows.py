"""The rows of a batch: keys that can be used, a hash of what each row says, canonical values."""

import hashlib
from dataclasses import dataclass

import polars as pl

from catalog.acts import MergePolicy
from catalog.fields import FIELD_NAMES, SAID_NAMES, field_of, is_dimensioned

NO_KEY = "key_missing"
UNFIT = "value_does_not_fit"
# Raised when the meaning of a hash changes: every row then counts as changed once.
_HASH_VERSION = "1"
# Stands between the cells of a hash and between the keys of a question; no key keeps it.
SEPARATOR = "\x1f"
# An entry of an index holds 2.7 KB: codes beyond this are no codes, and names are cut.
LONGEST_CODE = 1_000
LONGEST_NAME = {"brand": 200, "category": 500, "mpn": 200}


@dataclass(frozen=True)
class Rows:
    """`frame` has one row a key, as text, with `row`, `key`, `row_hash`; the others are told apart."""

    frame: pl.DataFrame
    refused: list[tuple[int, str]]
    skipped: int

    @property
    def fields(self) -> list[str]:
        """The mapped fields, in the order of `catalog.fields`."""
        return [name for name in FIELD_NAMES if name in self.frame.columns]

    @property
    def said(self) -> list[str]:
        """The mapped fields, and the status when the rows speak of it."""
        return [name for name in SAID_NAMES if name in self.frame.columns]

    @property
    def dimensions(self) -> list[str]:
        """The mapped columns with a name of their own."""
        return [name for name in self.frame.columns if is_dimensioned(name)]


def prepare(frame: pl.DataFrame, policy: MergePolicy) -> Rows:
    """Refuse rows without a usable key, keep the last of equal keys, hash; fields in mode "never" are left out."""
    unwanted = [name for name, mode in policy.modes.items() if mode == "never" and name in frame.columns]
    key = pl.col("key").str.replace_all(r"[\x00\x1f]", " ")
    frame = frame.drop(unwanted).with_columns(pl.col("row").cast(pl.Int64), key)
    faulty = frame.select("row", _fault(frame).alias("fault")).drop_nulls("fault")
    if faulty.height:
        frame = frame.join(faulty, on="row", how="anti", maintain_order="left")
    distinct = (
        frame if not frame["key"].is_duplicated().any() else frame.unique("key", keep="last", maintain_order=True)
    )
    return Rows(
        frame=distinct.with_columns(_hashes(distinct, policy)),
        refused=faulty.rows(),
        skipped=frame.height - distinct.height,
    )


def _fault(frame: pl.DataFrame) -> pl.Expr:
    """Why a row cannot be found again: no key, or a code that no index holds."""
    codes = [pl.col(name) for name in ("key", "supplier_sku") if name in frame.columns]
    too_long = pl.any_horizontal(code.str.len_bytes() > LONGEST_CODE for code in codes)
    keyless = pl.col("key").fill_null("") == ""
    return pl.when(keyless).then(pl.lit(NO_KEY)).when(too_long).then(pl.lit(UNFIT))


def _hashes(frame: pl.DataFrame, policy: MergePolicy) -> pl.Series:
    """16 bytes over the business columns and over what decides how they are taken; the same on every machine."""
    names = sorted(name for name in frame.columns if name in FIELD_NAMES or is_dimensioned(name))
    # Those that came later stand at the end: what a feed without them was hashed to stays as it was.
    names += [name for name in ("supplier_sku", "status") if name in frame.columns]
    rules = ";".join(f"{name}={policy.mode_of(name)}" for name in names)
    seed = hashlib.blake2b(f"{_HASH_VERSION};{rules}".encode(), digest_size=16).digest()
    # An empty text of the frame's own height: a literal would be one row high in an empty frame.
    nothing = pl.col("key").str.slice(0, 0)
    cells = frame.select(pl.concat_str([nothing, *(pl.col(name).fill_null("") for name in names)], separator=SEPARATOR))
    blake = hashlib.blake2b
    texts = cells.to_series().to_list()
    return pl.Series(
        "row_hash", [blake(t.encode(), digest_size=16, person=seed).hexdigest() for t in texts], dtype=pl.String
    )


def canonical(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[tuple[int, str]]]:
    """The same rows in canonical text, and those refused because a value does not fit its column.

    Brands and categories stay names here: `names` turns them into ids.
    """
    present = [name for name in frame.columns if name in SAID_NAMES or is_dimensioned(name)]
    strict = [name for name in present if field_of(name).is_strict]
    canon = frame.with_columns(_blank(frame)).with_columns(field_of(name).canonical(pl.col(name)) for name in present)
    if not strict:
        return canon, []
    lost = pl.any_horizontal(canon[name].is_null() & (frame[name].fill_null("") != "") for name in strict)
    unfit = canon.select(lost).to_series()
    return canon.filter(~unfit), [(row, UNFIT) for row in canon.filter(unfit)["row"].to_list()]


def _blank(frame: pl.DataFrame) -> list[pl.Expr]:
    """Trimmed names; NUL characters, which PostgreSQL refuses, are dropped wherever they are."""
    texts = [
        name
        for name, kind in frame.schema.items()
        if kind == pl.String and name != "row_hash" and name not in LONGEST_NAME
    ]
    dirty = [name for name in texts if frame[name].str.contains("\0", literal=True).any()]
    cleaned = [_without_nul(pl.col(name)) for name in dirty]
    return [*cleaned, *(tidy_name(name) for name in LONGEST_NAME if name in frame.columns)]


def tidy_name(column: str) -> pl.Expr:
    """The column's names as they are looked up: trimmed, cut to the longest that an index holds."""
    return _without_nul(pl.col(column)).str.strip_chars().str.head(LONGEST_NAME[column])


def _without_nul(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all("\0", "", literal=True)
