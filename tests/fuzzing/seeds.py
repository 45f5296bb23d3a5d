"""What is mutated: the beginnings of real feeds where they are at hand, and small tables of our own everywhere."""

import gzip
import io
import json
import zipfile
from functools import cache
from pathlib import Path

from core.tabular import write_csv, write_xlsx
from tests.corpus.truth import FOLDER

FORMS = ("csv", "json", "jsonl", "xml", "xlsx", "xls", "ods", "zip", "gz")
LONGEST_TEXT, LONGEST_BOOK = 6_000, 90_000
HEADER = ("Référence", "EAN", "Désignation", "Prix HT", "Stock")
ROWS = [(f"REF-{n}", f"30175700000{n:02}", f"Perceuse à colonne n° {n}", f"{n},50", str(n * 3)) for n in range(12)]
SUFFIXES = {".tsv": "csv", ".txt": "csv", ".cif": "csv", ".xlsm": "xlsx"}


@cache
def seeds_of(form: str) -> tuple[bytes, ...]:
    """The files of a format, small enough to be read thousands of times."""
    return (*_own(form), *_real(form))


def _real(form: str) -> tuple[bytes, ...]:
    if not FOLDER.is_dir():
        return ()
    files = sorted(path for path in FOLDER.iterdir() if _form_of(path) == form and path.stat().st_size)
    if form in ("csv", "json", "jsonl", "xml"):
        return tuple(path.read_bytes()[:LONGEST_TEXT] for path in files)
    return tuple(path.read_bytes() for path in files if path.stat().st_size <= LONGEST_BOOK)


def _form_of(path: Path) -> str:
    return SUFFIXES.get(path.suffix, path.suffix.lstrip("."))


def _own(form: str) -> tuple[bytes, ...]:
    makers = {"csv": _csv, "json": _json, "jsonl": _lines, "xml": _xml, "xlsx": _xlsx}
    if form in makers:
        return (makers[form](),)
    if form == "gz":
        return (gzip.compress(_csv(), mtime=0), gzip.compress(_xml(), mtime=0))
    return (_zip("feed.csv", _csv()), _zip("feed.json", _json())) if form == "zip" else ()


def _csv() -> bytes:
    target = io.BytesIO()
    write_csv(target, HEADER, ROWS)
    return target.getvalue()


def _records() -> list[dict[str, str]]:
    return [dict(zip(HEADER, row, strict=True)) for row in ROWS]


def _json() -> bytes:
    return json.dumps({"meta": {"pages": 1}, "products": _records()}, ensure_ascii=False).encode()


def _lines() -> bytes:
    return b"\n".join(json.dumps(record).encode() for record in _records())


def _xml() -> bytes:
    items = "".join(
        f"<item id='{sku}'><ean>{ean}</ean><name><![CDATA[{title}]]></name><price cur='EUR'>{price}</price></item>"
        for sku, ean, title, price, _stock in ROWS
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><catalog xmlns='urn:c'>{items}</catalog>".encode()


def _xlsx() -> bytes:
    target = io.BytesIO()
    write_xlsx(target, HEADER, ROWS)
    return target.getvalue()


def _zip(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()
