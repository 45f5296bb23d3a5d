"""A look into the container of a workbook before any reader opens it: kind, sizes, formulas without result."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from core.tabular.errors import UnreadableFile
from core.tabular.limits import Limits, check_expansion
from core.tabular.source import BLOCK, Source

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNCALCULATED = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d+)"')
_CELL = re.compile(rb' r="([A-Z]{1,3})\d+"')
SEARCHED = 8 * BLOCK


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
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableFile(
            "damaged_workbook", _("The workbook is damaged or incomplete. Ask the supplier to send it again.")
        ) from error


def _examine_ole(source: Source) -> Anatomy:
    with source.seekable() as stream:
        content = stream.read(8 * BLOCK)
    if _ENCRYPTED in content:
        raise UnreadableFile(
            "password_protected",
            _("The workbook is protected by a password. Ask the supplier for one without password."),
        )
    return Anatomy("xls")


def _examine_zip(archive: zipfile.ZipFile, limits: Limits) -> Anatomy:
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    check_expansion(sum(info.compress_size for info in infos), total, limits)
    for info in infos:
        check_expansion(info.compress_size, info.file_size, limits)
    if "xl/workbook.xml" not in archive.namelist():
        return Anatomy("ods" if "content.xml" in archive.namelist() else "xlsx")
    kinds = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    missing = {name: _uncalculated(archive, part) for name, part in _sheet_parts(archive)}
    return Anatomy("xlsm" if b"macroEnabled" in kinds else "xlsx", missing)


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


def _uncalculated(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return the cells in the first part of a sheet whose formula has no stored result."""
    with archive.open(part) as stream:
        beginning = stream.read(SEARCHED)
    if b"<f" not in beginning:
        return []
    return [found.decode() for found in _UNCALCULATED.findall(beginning)]
