"""Frames in and out of db_catalog through COPY: the only place that knows how."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from typing import Any

import polars as pl
from psycopg import ClientCursor, Copy

from core.databases import connection_of

# Enough rows for a fast COPY, few enough that their text is small beside the frame.
SLICE_ROWS = 5_000
# The server sends a message per row of a COPY, which costs more than the row: large results come packed.
PACK_ROWS = 500
PIECE_PACKS = 200
SEPARATOR = "\x1f"
_PACKED = """
SELECT string_agg(concat_ws(E'\\x1f', {texts}), E'\\x1f')
  FROM (SELECT q.*, (row_number() OVER () - 1) / {rows} AS pack FROM ({query}) AS q({names})) AS packed
 GROUP BY pack
"""


def copy_in(table: str, frame: pl.DataFrame) -> None:
    """Append the frame's rows to the table; its columns are the table's, values as text PostgreSQL reads."""
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    connection = connection_of("catalog")
    # Django translates the errors of its own calls only, and a unique index may refuse a row here.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for part in frame.iter_slices(SLICE_ROWS):
            copy.write(part.write_csv(include_header=False))


def copy_out(query: str, parameters: Mapping[str, Any], *, columns: Sequence[str]) -> pl.DataFrame:
    """The query's rows as a frame of text columns with these names."""
    with _copied(query, parameters) as copy:
        data = b"".join(copy)
    return _frame(data, columns)


def copy_out_pieces(query: str, parameters: Mapping[str, Any], *, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """The same in frames of 100,000 rows at most, for results that may be large; in no order, a null comes as "".

    No value may hold SEPARATOR. The connection is busy until the last piece is taken: ask the catalogue nothing else
    in between.
    """
    names = [f"c{number}" for number in range(len(columns))]
    texts = ", ".join(f"coalesce({name}::text, '')" for name in names)
    packed = _PACKED.format(texts=texts, rows=PACK_ROWS, query=query, names=", ".join(names))
    with _copied(packed, parameters) as copy:
        messages = iter(copy)
        while data := b"".join(islice(messages, PIECE_PACKS)):
            yield _unpacked(data, columns)


@contextmanager
def _copied(query: str, parameters: Mapping[str, Any]) -> Iterator[Copy]:
    connection = connection_of("catalog")
    with connection.wrap_database_errors, connection.cursor() as cursor:
        # Bound here, because Django's debug cursor takes no parameters for a COPY.
        bound = ClientCursor(cursor.connection).mogrify(f"COPY ({query}) TO STDOUT (FORMAT csv)", parameters)
        with cursor.copy(bound) as copy:
            yield copy


def _unpacked(data: bytes, columns: Sequence[str]) -> pl.DataFrame:
    packs = _frame(data, ["pack"])
    values = packs.select(pl.col("pack").str.split(SEPARATOR)).explode("pack")["pack"]
    return pl.DataFrame({name: values.gather_every(len(columns), offset) for offset, name in enumerate(columns)})


def _frame(data: bytes, columns: Sequence[str]) -> pl.DataFrame:
    schema = dict.fromkeys(columns, pl.String)
    if not data:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(BytesIO(data), has_header=False, schema=schema)


def stage(name: str, frame: pl.DataFrame, *, types: Mapping[str, str] | None = None) -> str:
    """Put the frame into a temporary table of this transaction and return its name; columns are text unless typed."""
    typed = types or {}
    columns = ", ".join(f'"{column}" {typed.get(column, "text")}' for column in frame.columns)
    execute(f"DROP TABLE IF EXISTS pg_temp.{name}; CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP")
    copy_in(name, frame)
    execute(f"ANALYZE {name}")
    return name


def execute(statement: str, parameters: Mapping[str, Any] | None = None) -> int:
    """Run one statement and return how many rows it touched."""
    with connection_of("catalog").cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def fetch(query: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The query's rows as Python values."""
    with connection_of("catalog").cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
