"""Which encoding a text file has: BOM, UTF-16 by its zeros, strict UTF-8, else a code page with evidence."""

import codecs
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.tabular.alphabets import LANGUAGES_OF, plausibility
from core.tabular.errors import UnreadableFile
from core.tabular.recognition import Notice, Overrides
from core.tabular.source import BLOCK, Source

SAMPLE = 1024 * 1024
SCANNED = 1024 * BLOCK  # as large as an upload may be; what an archive unpacks beyond is read, but not judged by
FOREIGN = BLOCK
EVIDENCE = 64 * 1024
LONG_LINE = 4096
REPAIR = "core.tabular.repair"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8 = frozenset({"utf-8", "utf-8-sig"})
_REPLACED = "\ufffd".encode()
_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_WINDOWS_ONLY = bytes(range(0x80, 0xA0))
_CLEAR_MARGIN = 0.9
_UTF8_LETTER = re.compile(rb"[\xc3-\xc5\xce-\xd1][\x80-\xbf]")  # Latin, Greek, Cyrillic; not CAF\xc9\xae in cp1252
_NEARLY_ALL, _MOST, _PART = 20, 4, 0.1  # East Asian encodings and cp866 reach 0.8 by accident, Western ones 0.01


@dataclass(frozen=True)
class TextFacts:
    """How the bytes of a text file become characters."""

    encoding: str
    bom: bool
    reason: str
    notices: tuple[Notice, ...] = ()


@dataclass
class _Scan:
    """What one pass over the bytes found; `multibyte`: what valid UTF-8 takes beyond one byte a character."""

    nul: int = 0
    invalid: int = 0
    multibyte: int = 0
    foreign: bytearray = field(default_factory=bytearray)  # the first lines that are not UTF-8


def repair_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode a byte that is not UTF-8 as Windows-1252, so that one foreign cell does not spoil the file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error(REPAIR, repair_byte)


def decide(source: Source, overrides: Overrides) -> TextFacts:
    """Choose the encoding of a text source by the house rule, most certain sign first."""
    head = source.head(4096)
    bom = _bom_of(head)
    if overrides.encoding:
        chosen = _known(overrides.encoding)
        return _certain(source, encoding=chosen, bom=bom is not None, reason=_("You chose this encoding."))
    if bom is not None:
        marked = _("The file starts with the mark (BOM) of this encoding.")
        return _certain(source, encoding=bom, bom=True, reason=marked)
    if (wide := utf16_without_mark(head)) is not None:
        return TextFacts(wide, False, _("Every second byte is zero, as in UTF-16 without a mark."))
    return _eight_bit(source, _scan(source), overrides)


def _certain(source: Source, *, encoding: str, bom: bool, reason: str) -> TextFacts:
    """State an encoding beyond doubt; bytes that break a promise of UTF-8 are still told."""
    notices = _notices(_scan(source)) if encoding in _UTF8 else ()
    return TextFacts(encoding, bom, reason, notices)


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise UnreadableFile(
            "unknown_encoding",
            _("The encoding %(name)s is not known. Choose for example utf-8 or cp1252.") % {"name": name},
        ) from error


def _bom_of(head: bytes) -> str | None:
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def utf16_without_mark(head: bytes) -> str | None:
    """Recognise UTF-16 text by the zeros that Latin letters leave in every second byte."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 8:
        return None
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _scan(source: Source) -> _Scan:
    """Decode everything as UTF-8, block by block; single lines are looked at only where bytes are invalid."""
    scan, read = _Scan(), 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for block in source.blocks(BLOCK):
        scan.nul += block.count(0) if b"\0" in block else 0
        if not block.isascii() or decoder.getstate()[0]:
            _scan_block(scan, decoder, block)
        read += len(block)
        if read >= SCANNED:
            return scan
    scan.invalid += len(decoder.decode(b"", True))
    return scan


def _scan_block(scan: _Scan, decoder: codecs.IncrementalDecoder, block: bytes) -> None:
    taken = decoder.getstate()[0] + block
    text = decoder.decode(block)
    length = len(taken) - len(decoder.getstate()[0])
    replaced = text.count("\ufffd")
    invalid = replaced - taken.count(_REPLACED, 0, length) if replaced else 0
    if invalid:
        scan.invalid += invalid
        length = len(text.encode()) - 2 * invalid
        if len(scan.foreign) < FOREIGN:
            _collect(scan.foreign, block)
    scan.multibyte += length - len(text)


def _collect(foreign: bytearray, block: bytes) -> None:
    """Keep the lines that are not UTF-8; of a document without line ends the words."""
    for line in block.splitlines():
        if line.isascii():
            continue
        for part in line.split() if len(line) > LONG_LINE else (line,):
            if not _is_utf8(part):
                foreign += part + b"\n"
        if len(foreign) >= FOREIGN:
            break


def _is_utf8(part: bytes) -> bool:
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(source: Source, scan: _Scan, overrides: Overrides) -> TextFacts:
    if not scan.invalid:
        reason = _("All bytes are valid UTF-8.") if scan.multibyte else _("The file holds only ASCII characters.")
        return TextFacts("utf-8", False, reason, _notices(scan))
    if scan.multibyte > _NEARLY_ALL * scan.invalid:
        return _mixed(scan)
    encoding, reason = _foreign_encoding(bytes(scan.foreign), default=_known(overrides.code_page))
    least = (_PART if encoding == "cp1252" else _MOST) * scan.invalid
    if scan.multibyte > least and _has_utf8_letters(source, more_than=least):
        return _mixed(scan)
    return TextFacts(encoding, False, reason, _nul_notice(scan))


def _has_utf8_letters(source: Source, *, more_than: float) -> bool:
    found = 0
    for block in source.blocks(BLOCK):
        found += len(_UTF8_LETTER.findall(block))
        if found > more_than:
            return True
    return False


def _mixed(scan: _Scan) -> TextFacts:
    return TextFacts("utf-8", False, _("Valid UTF-8 stands beside bytes that are not."), _notices(scan))


def _foreign_encoding(foreign: bytes, *, default: str) -> tuple[str, str]:
    if default == "cp1252" and _is_japanese(foreign[:EVIDENCE]):
        return "cp932", _("The bytes are not UTF-8 and read as Japanese in this encoding.")
    words = b"\n".join(dict.fromkeys(_WORD.findall(foreign)))
    encoding, reason = choose_code_page(words[:EVIDENCE], default)
    if encoding == "cp1252" and _has_latin9_euro(foreign):
        return "iso8859-15", _("The euro sign is written as in this encoding.")
    return encoding, reason


def _notices(scan: _Scan) -> tuple[Notice, ...]:
    return (*_nul_notice(scan), *_mixed_notice(scan))


def _mixed_notice(scan: _Scan) -> tuple[Notice, ...]:
    if not scan.invalid:
        return ()
    message = _("%(count)d bytes are not UTF-8 as the rest of the file; they were read as Windows-1252. Check them.")
    return (Notice("mixed_encoding", message % {"count": scan.invalid}),)


def _has_latin9_euro(foreign: bytes) -> bool:
    """The byte of the euro sign in ISO-8859-15 is there, more often than those that only Windows-1252 uses."""
    return foreign.count(b"\xa4") > len(foreign) - len(foreign.translate(None, _WINDOWS_ONLY))


def _nul_notice(scan: _Scan) -> tuple[Notice, ...]:
    if not scan.nul:
        return ()
    message = _("%(count)d NUL bytes were removed from the file. Check the cells around them.") % {"count": scan.nul}
    return (Notice("nul_bytes", message),)


def choose_code_page(evidence: bytes, default: str) -> tuple[str, str]:
    """Keep the supplier's code page unless the accented letters clearly speak for another one."""
    fallback = default if default in LANGUAGES_OF else "cp1252"
    if default not in LANGUAGES_OF:
        return default, _("The bytes are not UTF-8; this is the supplier's code page.")
    ratings = {page: plausibility(evidence.decode(page, "replace"), page) for page in LANGUAGES_OF}
    best = max(ratings, key=lambda page: ratings[page])
    high = sum(1 for byte in evidence if byte >= 0x80)
    if ratings[best] - ratings[fallback] > _CLEAR_MARGIN + 6 / max(high, 1):
        return best, _("The bytes are not UTF-8; the accented letters make words only in this code page.")
    return default, _("The bytes are not UTF-8; this is the supplier's code page.")


def _is_japanese(sample: bytes) -> bool:
    """Kana among the wide characters, and next to nothing that does not decode."""
    text = sample.decode("cp932", "replace")
    wide = [char for char in text if char > "\u2fff"]
    kana = sum(1 for char in wide if "\u3040" <= char <= "\u30ff")
    return len(wide) > 10 and kana > 0.3 * len(wide) and text.count("\ufffd") < 0.02 * len(wide)
