"""What kind of file the first bytes announce; the name of the file is never asked."""

import re
import zipfile

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tabular.encoding import utf16_without_mark
from core.tabular.errors import UnreadableFile
from core.tabular.source import Source

HEAD = 128 * 1024
_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|script|title|meta|h1)\b",
    re.I | re.S,
)
_XML = re.compile(r"^\s*(?:<\?xml|<!DOCTYPE|<!--|<[A-Za-z_][\w.:-]*[\s/>])")
_LOGIN = re.compile(r"type\s*=\s*[\"']?password|log[ -]?in|sign in|connexion|anmelden", re.I)
_FOREIGN = (
    (b"%PDF", gettext_lazy("a PDF document")),
    (b"\x89PNG", gettext_lazy("an image")),
    (b"\xff\xd8\xff", gettext_lazy("an image")),
    (b"GIF8", gettext_lazy("an image")),
    (b"Rar!", gettext_lazy("a RAR archive")),
    (b"7z\xbc\xaf", gettext_lazy("a 7-Zip archive")),
    (b"BZh", gettext_lazy("a bzip2 archive")),
    (b"\xfd7zXZ", gettext_lazy("an xz archive")),
    (b"{\\rtf", gettext_lazy("an RTF document")),
    (b"SQLite format 3", gettext_lazy("a database")),
    (b"PAR1", gettext_lazy("a Parquet file")),
    (b"\x7fELF", gettext_lazy("a program")),
    (b"MZ\x90", gettext_lazy("a program")),
    (b"UNA:", gettext_lazy("an EDIFACT message")),
    (b"UNB+", gettext_lazy("an EDIFACT message")),
    (b"ISA*", gettext_lazy("an X12 message")),
    (b"%!PS", gettext_lazy("a PostScript document")),
    (b"-----BEGIN ", gettext_lazy("a key or certificate")),
)


def kind_of(source: Source) -> str:
    """Return the kind of a source: xlsx, xls, ods, xml, json, jsonl, cif or csv."""
    head = source.head(HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("empty_file", _("The file holds nothing but blanks. Ask the supplier for a new one."))
    _refuse_foreign(head)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if head.startswith((b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x00\x04\x00")):
        return "xls"
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(source)
    return _text_kind(as_text(head), complete=len(head) < HEAD)


def _refuse_foreign(head: bytes) -> None:
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableFile(
                "unknown_format",
                _("The file is %(name)s, not a product list. Send CSV, Excel, ODS, XML or JSON.") % {"name": name},
            )
    if head[257:262] == b"ustar":
        raise UnreadableFile(
            "unknown_format", _("The file is a tar archive. Send the product file itself, or in a zip or gzip file.")
        )


def _office_kind(source: Source) -> str:
    try:
        with source.seekable() as stream, zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                return "xlsx"
            mime = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, KeyError) as error:
        raise UnreadableFile(
            "damaged_workbook", _("The workbook is damaged or incomplete. Ask the supplier to send it again.")
        ) from error
    if b"opendocument.spreadsheet" in mime:
        return "ods"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise UnreadableFile(
        "unknown_format", _("The file is an office document without a spreadsheet. Send Excel, ODS, CSV, XML or JSON.")
    )


def as_text(head: bytes) -> str:
    """Decode the first bytes well enough to see what kind of text they are."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return head.decode(name, "replace")
    return head.decode(utf16_without_mark(head) or "utf-8", "replace")


def _text_kind(text: str, *, complete: bool) -> str:
    if _HTML.match(text[:20_000]):
        raise html_page(text)
    if text.startswith("CIF_"):
        return "cif"
    if _XML.match(text[:2000]):
        return "xml"
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in "[{":
        return _json_kind(text, complete=complete)
    _refuse_binary(text)
    return "csv"


def html_page(text: str) -> UnreadableFile:
    """Return the refusal of a web page that arrived in place of the file."""
    found = re.search(r"<title[^>]*>(.*?)</title>", text, re.I | re.S)
    title = " ".join(found[1].split())[:100] if found else ""
    named = f" ({title})" if title else ""
    if _LOGIN.search(text) and "<form" in text.lower():
        message = _("The file is a log-in page%(named)s, not a product list. Check user and password of the source.")
        return UnreadableFile("login_page", message % {"named": named})
    message = _("The file is a web page%(named)s, not a product list. Check the source's address or ask the supplier.")
    return UnreadableFile("html_page", message % {"named": named})


def _json_kind(text: str, *, complete: bool) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if not complete and len(lines) > 1:
        lines = lines[:-1]
    sample = lines[:40]
    good = sum(_is_json_object(line) for line in sample)
    if good > 1 and good >= 0.3 * len(sample):
        return "jsonl"
    if text.lstrip("\ufeff \t\r\n").startswith("[") and not re.match(
        r"\s*\[\s*([\[{\"\d\]tfn-]|$)", text.lstrip("\ufeff")
    ):
        return "csv"
    return "json"


def _is_json_object(line: str) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _refuse_binary(text: str) -> None:
    sample = text[:20_000]
    odd = sum(1 for char in sample if char < " " and char not in "\t\n\r\x00\x0b\x0c\x1a\x1c\x1d\x1e\x1f\x01\x02")
    if odd > 0.02 * len(sample) or sample.count("\x00") > 0.3 * len(sample):
        raise UnreadableFile(
            "unknown_format", _("The file is not a text and no known workbook. Send CSV, Excel, ODS, XML or JSON.")
        )
