"""The brake: a file that is not like the source's files before is held with the evidence, before anything is merged."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from core.configuration.formats import written_number
from suppliers.brake_limits import BrakeLimits

LEARNS_FROM = 10
# Below so many rows chance decides: nothing is judged.
AT_LEAST = 20
# How much wider the limits are while little is known of a source: accepted runs -> factor.
TOLERANCE = {1: 2.0, 2: 1.6, 3: 1.3, 4: 1.3}

Profile = Mapping[str, Any]


SENTENCES: dict[str, Any] = {
    "rows_fewer": _("%(measured)s rows instead of usually %(normal)s: more than %(limit)s %% fewer."),
    "rows_more": _("%(measured)s rows instead of usually %(normal)s: more than %(limit)s %% more."),
    "held": _("%(measured)s %% of the rows have errors, usually %(normal)s %%."),
    "blanks": _("“%(field)s” is empty in %(measured)s %% of the rows, usually in %(normal)s %%."),
    "gtin": _("%(measured)s %% of the rows have a valid EAN, usually %(normal)s %%."),
    "price": _("The middle of the prices (%(quantile)s) is %(measured)s, usually %(normal)s."),
    "stock_zero": _("%(measured)s %% of the products are without stock, usually %(normal)s %%."),
    "price_jumps": _("%(measured)s %% of the known products would change their price by more than %(jump)s %%."),
    "stock_to_zero": _("The stock of %(measured)s %% of the known products would fall to zero."),
    "below_cost": _("%(measured)s %% of the changed products would be sold below their purchase price."),
    "missing": _("%(measured)s %% of the products of this feed are missing in the file (%(count)s)."),
}


@dataclass(frozen=True)
class Evidence:
    """One thing that is outside its limit; `details` are further values of its sentence."""

    code: str
    measured: float
    limit: float
    normal: float | None = None
    details: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """As a run keeps it."""
        return asdict(self)


def sentence_of(evidence: Mapping[str, Any]) -> str:
    """The evidence in the reader's language; a code of another version stands for itself."""
    template = SENTENCES.get(str(evidence["code"]))
    if template is None:
        return str(evidence["code"])
    own = {name: evidence.get(name) for name in ("measured", "normal", "limit")}
    values = {**own, **(evidence.get("details") or {})}
    return str(template) % {name: _shown(value) for name, value in values.items()}


def judge(profile: Profile, before: Sequence[Profile], limits: BrakeLimits) -> list[Evidence]:
    """What of a file is outside the limits, compared with the accepted files before; a first file never is."""
    if not before:
        return []
    limits = limits.widened(TOLERANCE.get(len(before), 1.0))
    return [*_rows(profile, before, limits), *_shares(profile, before, limits), *_prices(profile, before, limits)]


def judge_sample(compared: pl.DataFrame, sample: pl.DataFrame, limits: BrakeLimits) -> list[Evidence]:
    """What a sample of the rows would do to the offers it meets; `compared` is the answer of `compare_offers`."""
    known = compared.filter((pl.col("product_match") == "offer") | (pl.col("state") == "unchanged"))
    if known.height < AT_LEAST:
        return []
    jumps = _moved(known, "price").filter(
        (pl.col("old") > 0) & ((pl.col("new") - pl.col("old")).abs() * 100 > limits.price_jump * pl.col("old"))
    )
    emptied = _moved(known, "stock").filter((pl.col("old") > 0) & (pl.col("new") <= 0))
    found = [
        _above("price_jumps", jumps.height, known.height, limits.price_jumps, jump=limits.price_jump),
        _above("stock_to_zero", emptied.height, known.height, limits.stock_to_zero),
    ]
    touched = known.filter(pl.col("state") != "unchanged").select("row").join(_numbered(sample), on="row")
    if touched.height >= AT_LEAST and {"price", "cost"} <= set(touched.columns):
        price, cost = (pl.col(name).cast(pl.Float64, strict=False) for name in ("price", "cost"))
        found.append(_above("below_cost", touched.filter(price < cost).height, touched.height, limits.below_cost))
    return [evidence for evidence in found if evidence]


def judge_missing(missing: int, delivered: int, limits: BrakeLimits) -> list[Evidence]:
    """Whether a full import would take too much away."""
    found = _above("missing", missing, delivered, limits.missing, count=missing) if delivered >= AT_LEAST else None
    return [found] if found else []


def usual(before: Sequence[Profile], name: str) -> float | None:
    """The middle of what the accepted files had; None when none of them had it."""
    values = [one[name] for one in before if one.get(name) is not None]
    return median(values) if values else None


def _rows(profile: Profile, before: Sequence[Profile], limits: BrakeLimits) -> Iterator[Evidence]:
    rows, normal = profile["rows"], usual(before, "rows")
    if normal is None or normal < AT_LEAST:
        return
    if rows * 100 < normal * (100 - limits.rows_fewer):
        yield Evidence("rows_fewer", rows, limits.rows_fewer, normal)
    if rows * 100 > normal * (100 + limits.rows_more):
        yield Evidence("rows_more", rows, limits.rows_more, normal)


def _shares(profile: Profile, before: Sequence[Profile], limits: BrakeLimits) -> Iterator[Evidence]:
    if profile["rows"] < AT_LEAST:
        return
    for name, direction in (("held", 1), ("gtin", -1), ("stock_zero", 1)):
        share, normal = profile.get(name), usual(before, name)
        yield from _share(name, share, normal, limit=getattr(limits, name), direction=direction)
    for field, share in profile["blanks"].items():
        normal = usual([one["blanks"] for one in before], field)
        yield from _share("blanks", share, normal, limit=limits.blanks, field=field)


def _share(
    code: str, share: float | None, normal: float | None, *, limit: int, direction: int = 1, **details: Any
) -> Iterator[Evidence]:
    """Outside when the share has moved by more than the limit in its direction."""
    if share is None or normal is None:
        return
    # Rounded, so that a limit of 0 is not passed by the dust of floating numbers.
    if round((share - normal) * 100 * direction, 6) > limit:
        yield Evidence(code, round(share * 100, 1), limit, round(normal * 100, 1), details or None)


def _prices(profile: Profile, before: Sequence[Profile], limits: BrakeLimits) -> Iterator[Evidence]:
    """The quantile of the middle half that moved most, when it moved too far (a lost decimal mark moves all)."""
    if profile["rows"] < AT_LEAST:
        return
    worst: tuple[float, Evidence] | None = None
    for name in ("p50", "p25", "p75"):
        price, normal = profile["price"].get(name), usual([one["price"] for one in before], name)
        if not price or not normal:
            continue
        moved = abs(math.log(price / normal))
        if moved > math.log(1 + limits.price / 100) and (worst is None or moved > worst[0]):
            worst = moved, Evidence("price", price, limits.price, normal, {"quantile": f"{name[1:]} %"})
    if worst:
        yield worst[1]


def _above(code: str, part: int, whole: int, limit: int, **details: Any) -> Evidence | None:
    if part * 100 <= limit * whole:
        return None
    return Evidence(code, round(100 * part / whole, 1), limit, details=details or None)


def _moved(known: pl.DataFrame, name: str) -> pl.DataFrame:
    if f"new:{name}" not in known.columns:
        return pl.DataFrame(schema={"old": pl.Float64, "new": pl.Float64})
    pair = known.select(old=pl.col(f"old:{name}"), new=pl.col(f"new:{name}")).cast(pl.Float64, strict=False)
    return pair.drop_nulls()


def _numbered(sample: pl.DataFrame) -> pl.DataFrame:
    return sample.with_columns(pl.col("row").cast(pl.Int64))


def _shown(value: Any) -> Any:
    """A number as the reader writes it, with two decimals at most."""
    if not isinstance(value, int | float):
        return value
    rounded = round(value, 2)
    return written_number(int(rounded) if float(rounded).is_integer() else rounded)
