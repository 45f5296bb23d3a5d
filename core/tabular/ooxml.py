"""A look into the container of a workbook before any reader opens it: kind, sizes, formulas without result."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _
from lxml import etree

from core.tabular import opendocument
from core.tabular.compound import check_compound, damaged
from core.tabular.errors import UnreadableFile
from core.tabular.limits import Limits, check_expansion, check_sheet
from core.tabular.source import BLOCK, DAMAGE, Source

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNCALCULATED = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_TEXTS = re.compile(rb"""<(?:\w+:)?sst\b[^>]*\buniqueCount\s*=\s*["'](\d{1,30})""")
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
SEARCHED = 8 * BLOCK
HEAD = 4_096


@dataclass(frozen=True)
class Anatomy:
    """What the container says; formulas without stored result by sheet name."""

    format: str
    formulas_without_value: dict[str, list[str]] = field(default_factory=dict)


def examine(source: Source) -> Anatomy:
    """Name the kind of workbook and refuse what is too large, encrypted or damaged."""
    head = source.head(8)
    if head.startswith(_OLE):
        return _examine_ole(source)
    if not head.startswith(b"PK"):
        return Anatomy("xls")
    try:
        with source.seekable() as stream, zipfile.ZipFile(stream) as archive:
            return _examine_zip(archive, source.limits)
    except (*DAMAGE, etree.XMLSyntaxError, OSError) as error:
        raise damaged() from error


def _examine_ole(source: Source) -> Anatomy:
    with source.seekable() as stream:
        content = stream.read(8 * BLOCK)
    if _ENCRYPTED in content:
        raise UnreadableFile(
            "password_protected",
            _("The workbook is protected by a password. Ask the supplier for one without password."),
        )
    with source.seekable() as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        check_compound(stream, size)
    return Anatomy("xls")


def _examine_zip(archive: zipfile.ZipFile, limits: Limits) -> Anatomy:
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    check_expansion(sum(info.compress_size for info in infos), total, limits)
    for info in infos:
        check_expansion(info.compress_size, info.file_size, limits)
        if info.filename.lower().endswith("/sharedstrings.xml"):
            _check_shared_strings(archive, info)
    if "xl/workbook.xml" not in archive.namelist():
        return _examine_open_document(archive, limits)
    kinds = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    sheets = {name: _looked_through(archive, part, limits) for name, part in _sheet_parts(archive)}
    return Anatomy("xlsm" if b"macroEnabled" in kinds else "xlsx", sheets)


def _check_shared_strings(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Readers make room for as many texts as the part says it has; a text takes a few bytes of it at the least."""
    with archive.open(info) as stream:
        told = _TEXTS.search(stream.read(HEAD))
    if told and int(told[1]) > info.file_size:
        raise damaged()


def _examine_open_document(archive: zipfile.ZipFile, limits: Limits) -> Anatomy:
    if opendocument.CONTENT not in archive.namelist():
        return Anatomy("xlsx")
    opendocument.check_sheets(archive, limits)
    return Anatomy("ods")


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield sheet names with the parts that hold them."""
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    targets = {e.get("Id"): e.get("Target") for e in etree.fromstring(archive.read(relations), parser)}
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    for sheet in book.iter("{*}sheet"):
        target = next((targets.get(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        part = posixpath.normpath(posixpath.join("xl", str(target or ""))).lstrip("/")
        part = part if part in names else str(target or "").lstrip("/")
        if part in names:
            yield str(sheet.get("name")), part


def _looked_through(archive: zipfile.ZipFile, part: str, limits: Limits) -> list[str]:
    """Measure a sheet before a reader spans its whole area; return the cells whose formula has no stored result.

    The last cell of each row says how far it goes; a cell elsewhere counts when its place is longer than all of those.
    """
    missing: list[str] = []
    letters = set[bytes]()
    carry, lowest, read, filled = b"", 0, 0, 0
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            if read < SEARCHED and b"<f" in block:
                missing += [found.decode() for found in _UNCALCULATED.findall(carry + block)]
            read += len(block)
            filled += block.count(b"<c ") + block.count(b":c ")  # with and without a namespace prefix
            text = carry + block
            *rows, carry = text.split(b"row>")
            for row in rows:
                at = row.rfind(b' r="') + 4
                if at > 3 and (place := _PLACE.match(row, at)):
                    if place[1] not in letters:
                        letters.add(place[1])
                    if (number := int(place[2])) > lowest:
                        lowest = number
            for place in _beyond(len(str(lowest)), max(map(len, letters), default=0)).finditer(text):
                lowest = max(lowest, int(place[2]))
                letters.add(place[1])
    check_sheet(lowest, max(map(_column_number, letters), default=0), filled, limits)
    return missing


@cache
def _beyond(digits: int, letters: int) -> re.Pattern[bytes]:
    """Places of cells whose row has more digits or whose column has more letters than these."""
    return re.compile(rb' r="(?=[A-Z]{%d}|[A-Z]*\d{%d})([A-Z]*)(\d{1,20})' % (letters + 1, digits + 1))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
