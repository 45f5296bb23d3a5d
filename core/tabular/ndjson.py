"""Blocks of JSON Lines as text columns at once; anything out of the ordinary is left to the record-by-record reader."""

from collections.abc import Iterator

import polars as pl

from core.tabular.flatten import NUMERIC, PICTURE, SEPARATOR

ESCAPED_NUL = b"\\u0000"
_WHOLE = 2.0**53
_SHORT = 16


class Unusual(Exception):
    """The block holds something that the columnar way would write differently."""


def text_columns(block: bytes, max_depth: int, *, lines: int) -> pl.DataFrame | None:
    """Return the flat text columns of a block of so many `lines`, each an object; None when it needs a closer look."""
    if ESCAPED_NUL in block:
        return None
    try:
        frame = pl.read_ndjson(block, infer_schema_length=None)
        if frame.height != lines:
            return None
        columns = [column for series in frame for column in _columns(series, series.name, max_depth)]
    except (pl.exceptions.PolarsError, Unusual, RecursionError):
        return None
    names = [column.name for column in columns]
    return pl.DataFrame(columns) if len(set(names)) == len(names) else None


def _columns(series: pl.Series, path: str, depth: int) -> Iterator[pl.Series]:
    if depth <= 0:
        raise Unusual
    if isinstance(series.dtype, pl.Struct):
        for name in series.struct.fields:
            yield from _columns(series.struct.field(name), f"{path}.{name}", depth - 1)
    elif isinstance(series.dtype, pl.List):
        yield from _lists(series, f"{path}[]")
    else:
        yield _texts(series).alias(path)


def _lists(series: pl.Series, path: str) -> Iterator[pl.Series]:
    inner = series.dtype.inner  # type: ignore[attr-defined]
    if isinstance(inner, pl.Struct):
        for part in inner.fields:
            if isinstance(part.dtype, pl.Struct | pl.List):
                raise Unusual
            values = series.list.eval(pl.element().struct.field(part.name))
            yield _one_of(values, plain=False).alias(f"{path}.{part.name}")
    elif isinstance(inner, pl.List):
        raise Unusual
    else:
        yield _one_of(series, plain=True).alias(path)


def _one_of(lists: pl.Series, *, plain: bool) -> pl.Series:
    """Make one text of each list by the rule of `flatten.merged`."""
    if not isinstance(lists.dtype, pl.List) or lists.dtype.inner not in (pl.String, pl.Null, pl.Int64):
        raise Unusual
    texts = pl.col("l").cast(pl.List(pl.String)).list.eval(pl.element().filter(pl.element().str.len_bytes() > 0))
    frame = pl.DataFrame({"l": lists}).select(texts)
    item = pl.element().str
    joined = pl.col("l").list.eval(item.contains(PICTURE)).list.any()
    if plain:
        joined = joined | ~pl.col("l").list.eval(item.contains(NUMERIC)).list.all()
    together = pl.col("l").list.unique(maintain_order=True).list.join(SEPARATOR)
    first = pl.col("l").list.first()
    several = pl.col("l").list.len() > 1
    return frame.select(pl.when(several & joined).then(together).otherwise(first)).to_series()


def _texts(series: pl.Series) -> pl.Series:
    kind = series.dtype
    if kind == pl.String:
        if (series.str.starts_with("[") | series.str.starts_with("{")).any():
            raise Unusual  # a list or an object among texts would be written as JSON
        return series.to_frame().select(pl.when(pl.first() != "").then(pl.first())).to_series()
    if kind in (pl.Int64, pl.Boolean, pl.Null):
        return series.cast(pl.String)
    if kind == pl.Float64:
        return _numbers(series)
    raise Unusual


def _numbers(series: pl.Series) -> pl.Series:
    whole = (series == series.round()) & (series.abs() < _WHOLE)
    texts = series.cast(pl.String)
    if ((texts.str.len_bytes() > _SHORT) | texts.str.contains("e", literal=True)).any():
        raise Unusual
    if not (whole | (series.abs() < _WHOLE)).all():
        raise Unusual
    return texts.str.strip_suffix(".0")
