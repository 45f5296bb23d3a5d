"""Reading files: recognise and read against the bare library (calamine, polars) and openpyxl read-only as peer.

The real feeds are taken from PM_FEEDS (default ../shared/data/feeds) and left out where the folder is absent.
"""

import itertools
import os
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import django
import openpyxl
import orjson
import polars as pl
import python_calamine as calamine
from django.conf import settings
from lxml import etree

from core.tabular import Recognition, UnreadableFile, preview, read_chunks, recognise, write_csv, write_xlsx
from imports.feeds.mapping.proposal import propose
from tests.benchmarks.figures import Figure, Measured, measure

FEEDS = Path(os.environ.get("PM_FEEDS", Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"))
BAR = "<= 1.3 x floor"
WORKBOOKS = ("xlsx", "xlsm", "xls", "ods")
ROUNDS = 3
ACCENTED_BYTES = 100_000_000


def figures() -> list[Figure]:
    """Every format's real feeds together, then generated large files."""
    with tempfile.TemporaryDirectory(prefix="pm-reading-") as folder:
        return [*_real_feeds(), *_generated(Path(folder))]


def _real_feeds() -> list[Figure]:
    by_format: dict[str, list[Path]] = {}
    for path in sorted(FEEDS.glob("*")) if FEEDS.is_dir() else ():
        if path.name not in {"truth.json", "README.md"} and not path.name.startswith(("broken_", "hostile_")):
            by_format.setdefault(recognise(path).format, []).append(path)
    named = [(name, paths) for name, paths in sorted(by_format.items()) if name in _FLOORS]
    return [
        *(_feeds_of(name, paths) for name, paths in named),
        *(_recognition_of(name, paths) for name, paths in named),
    ]


def _feeds_of(name: str, paths: list[Path]) -> Figure:
    """Read all feeds of one format, recognised before and opened anew; only those that the bare library reads too."""
    floor = _FLOORS[name]
    able = [(path, _stored(path)) for path in paths if _works(floor, path)]
    product, rows = _best(lambda: sum(_rows_read(path, recognition) for path, recognition in able))
    floor_time, __ = _best(lambda: [floor(path) for path, __ in able])
    peer = _best(lambda: [_openpyxl_rows(path) for path, __ in able])[0] if name in ("xlsx", "xlsm") else None
    return Figure(f"read {len(able)} real feeds: {name}", rows, product, floor_time, peer, bar=BAR)


def _recognition_of(name: str, paths: list[Path]) -> Figure:
    product, __ = _best(lambda: [recognise(path) for path in paths])
    return Figure(f"recognise real feeds (rows = files): {name}", len(paths), product)


def _stored(path: Path) -> Recognition:
    """The recognition as a source keeps it, without the workbook that was opened for it."""
    return Recognition.from_json(recognise(path).to_json())


def _rows_read(path: Path, recognition: Recognition) -> int:
    return sum(chunk.frame.height + len(chunk.problems) for chunk in read_chunks(path, recognition))


def _generated(folder: Path) -> list[Figure]:
    workbook, text, lines = folder / "wide.xlsx", folder / "long.csv", folder / "long.jsonl"
    header = ["sku", "ean", "title", "brand", "price", "stock", *(f"field {i}" for i in range(14))]
    write_xlsx(workbook, header, _rows(50_000))
    write_csv(text, header, _rows(500_000), delimiter=",", bom=False)
    with lines.open("wb") as stream:
        stream.writelines(orjson.dumps(dict(zip(header, row, strict=True))) + b"\n" for row in _rows(200_000))
    return [
        _figure("50,000 rows x 20 columns XLSX", workbook, _calamine, peer=_openpyxl_rows),
        _figure("500,000 rows x 20 columns CSV", text, _polars_csv),
        _figure("200,000 rows x 20 fields JSON Lines", lines, _polars_lines),
        _preview_figure("ASCII", text),
        *(_preview_figure(kind, path) for kind, path in _accented(folder)),
    ]


def _rows(count: int) -> Any:
    chance = random.Random(7)
    for i in range(count):
        yield [
            f"SKU-{i:07d}", 4_000_000_000_000 + i, f"Product, number {i}", f"Brand {i % 50}",
            round(chance.uniform(1, 900), 2), i % 40,
            *(f"value {i % 97} of {j}" if j % 2 else i * j for j in range(14)),
        ]  # fmt: skip


def _figure(
    work: str, path: Path, floor: Callable[[Path], Any], *, peer: Callable[[Path], Any] | None = None
) -> Figure:
    product, rows = _best(lambda: product_rows(path))
    floor_time, __ = _best(lambda: floor(path))
    return Figure(work, rows, product, floor_time, measure(lambda: peer(path))[0] if peer else None, bar=BAR)


def _accented(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of 100 MB with accents in every row and cells over two lines; the last has a foreign row at its end."""
    foreign = next(_accented_rows()).encode("cp1252")
    for kind, encoding, end in [
        ("accents in UTF-8", "utf-8", b""),
        ("accents in UTF-8 with BOM", "utf-8-sig", b""),
        ("accents in Windows-1252", "cp1252", b""),
        ("accents in ISO-8859-15", "iso8859-15", b""),
        ("accents in UTF-16", "utf-16", b""),
        ("UTF-8 ending in Windows-1252", "utf-8", foreign),
    ]:
        path, rows = folder / "accented.csv", _accented_rows()
        with path.open("w", encoding=encoding, newline="") as stream:
            stream.write("référence;ean;désignation;description;prix;stock\n")
            while path.stat().st_size < ACCENTED_BYTES:
                stream.writelines(itertools.islice(rows, 2_000))
        with path.open("ab") as stream:
            stream.write(end)
        yield kind, path


def _accented_rows() -> Iterator[str]:
    for i in itertools.count():
        words = f'Pièce détachée {i % 97};"Théière émaillée n° {i}\ncrème; dite ""brûlée"""'
        yield f"RÉF-{i:07d};{4_000_000_000_000 + i};{words};{i % 900},{i % 100:02d} €;{i % 40}\n"


def _preview_figure(kind: str, path: Path) -> Figure:
    """What a person waits for after the upload: recognition, the first rows, the proposed mapping."""
    size = path.stat().st_size / 1_000_000
    product, shown = _best(lambda: _previewed(path))
    return Figure(f"preview of {size:.0f} MB CSV: {kind}", shown, product, bar="<= 2 s for 100 MB")


def _previewed(path: Path) -> int:
    recognition = recognise(path)
    frame = preview(path, recognition).frame
    propose(frame, decimal=recognition.decimal)
    return frame.height


def _best(work: Callable[[], Any]) -> tuple[Measured, Any]:
    """The fastest of some rounds: other work on the machine only ever adds."""
    return min((measure(work) for _ in range(ROUNDS)), key=lambda pair: pair[0].seconds)


def product_rows(path: Path) -> int:
    """Recognise a file and read it to the end; the number of records."""
    return _rows_read(path, recognise(path))


def _works(floor: Callable[[Path], Any], path: Path) -> bool:
    try:
        floor(path)
        product_rows(path)
    except (UnreadableFile, pl.exceptions.PolarsError, calamine.CalamineError, etree.XMLSyntaxError):
        return False
    return True


def _calamine(path: Path) -> int:
    book = calamine.CalamineWorkbook.from_object(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _polars_csv(path: Path) -> int:
    """Text columns, with the delimiter told; a wrong encoding costs the floor nothing."""
    return pl.read_csv(path, separator=_delimiter(path), infer_schema=False, encoding="utf8-lossy").height


@cache
def _delimiter(path: Path) -> str:
    return recognise(path).delimiter or ","


def _polars_lines(path: Path) -> int:
    return pl.read_ndjson(path).height


def _orjson(path: Path) -> int:
    return len(orjson.loads(path.read_bytes()))


def _lxml(path: Path) -> int:
    return sum(1 for _ in etree.iterparse(path, load_dtd=False, no_network=True, resolve_entities=False))


_FLOORS: dict[str, Callable[[Path], Any]] = {
    **dict.fromkeys(WORKBOOKS, _calamine),
    "csv": _polars_csv,
    "jsonl": _polars_lines,
    "json": _orjson,
    "xml": _lxml,
}


def _openpyxl_rows(path: Path) -> int:
    book = openpyxl.load_workbook(path.open("rb"), read_only=True, data_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def main() -> list[dict[str, Any]]:
    """Print the figures without the runner of `make bench` and return them as plain rows."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    rows = [
        {
            "name": figure.work,
            "product_s": round(figure.product.seconds, 3),
            "floor_s": round(figure.floor.seconds, 3) if figure.floor else None,
            "peer_s": round(figure.peer.seconds, 3) if figure.peer else None,
            "ratio": round(figure.times_the_floor, 2) if figure.times_the_floor else None,
            "rows": figure.rows,
            "peak_mb": round(figure.product.peak_megabytes),
        }
        for figure in figures()
    ]
    for row in rows:
        sys.stdout.write("  ".join(f"{key}={value}" for key, value in row.items()) + "\n")
    sys.stdout.write(f"peak of the whole run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB\n")
    return rows


if __name__ == "__main__":
    main()
