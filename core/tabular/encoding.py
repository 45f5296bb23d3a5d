"""Which encoding a text file has: BOM, UTF-16 by its zeros, strict UTF-8, else a code page with evidence."""

import codecs
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.tabular.alphabets import LANGUAGES_OF, plausibility
from core.tabular.errors import UnreadableFile
from core.tabular.recognition import Notice, Overrides
from core.tabular.source import BLOCK, Source

SAMPLE = 1024 * 1024
SCANNED = 512 * BLOCK
EVIDENCE = 64 * 1024
ENOUGH = 5_000
REPAIR = "core.tabular.repair"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")
_CLEAR_MARGIN = 0.9


@dataclass(frozen=True)
class TextFacts:
    """How the bytes of a text file become characters."""

    encoding: str
    bom: bool
    reason: str
    notices: tuple[Notice, ...] = ()


@dataclass
class _Scan:
    """What one pass over the bytes found."""

    nul: int = 0
    invalid: int = 0
    multibyte: int = 0
    sample: bytes = b""
    evidence: bytes = b""  # distinct words with bytes above 127, one a line


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
    if overrides.encoding:
        chosen = _known(overrides.encoding)
        return TextFacts(chosen, _bom_of(head) is not None, _("You chose this encoding."))
    if (bom := _bom_of(head)) is not None:
        return TextFacts(bom, True, _("The file starts with the mark (BOM) of this encoding."))
    if (wide := utf16_without_mark(head)) is not None:
        return TextFacts(wide, False, _("Every second byte is zero, as in UTF-16 without a mark."))
    return _eight_bit(_scan(source), overrides)


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
    scan, read = _Scan(), 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    for block in source.blocks():
        scan.nul += block.count(0) if b"\0" in block else 0
        if not block.isascii() or decoder.getstate()[0]:
            _scan_block(scan, decoder, block)
        read += len(block)
        if read >= SCANNED or scan.invalid > max(ENOUGH, scan.multibyte):
            break
    else:
        _finish(scan, decoder)
    return scan


def _scan_block(scan: _Scan, decoder: codecs.IncrementalDecoder, block: bytes) -> None:
    try:
        text = decoder.decode(block)
        scan.multibyte += len(block) - len(text)
    except UnicodeDecodeError:
        decoder.reset()
        text = block.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        scan.invalid += bad
        scan.multibyte += sum(1 for byte in re.findall(rb"[\xc3-\xf4][\x80-\xbf]", block[:SAMPLE]) if byte)
    scan.sample = scan.sample or block[:EVIDENCE]
    if len(scan.evidence) < EVIDENCE:
        words = dict.fromkeys((*scan.evidence.split(b"\n"), *_WORD.findall(block)))
        scan.evidence = b"\n".join(words)[:EVIDENCE]


def _finish(scan: _Scan, decoder: codecs.IncrementalDecoder) -> None:
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        scan.invalid += 1


def _eight_bit(scan: _Scan, overrides: Overrides) -> TextFacts:
    notices = _nul_notice(scan)
    if not scan.invalid:
        reason = _("All bytes are valid UTF-8.") if scan.multibyte else _("The file holds only ASCII characters.")
        return TextFacts("utf-8", False, reason, notices)
    if scan.multibyte > 20 * scan.invalid:
        notice = Notice(
            "mixed_encoding",
            _("%(count)d bytes are not UTF-8 as the rest of the file; they were read as Windows-1252. Check them.")
            % {"count": scan.invalid},
        )
        return TextFacts("utf-8", False, _("Nearly all of the file is valid UTF-8."), (*notices, notice))
    default = _known(overrides.code_page)
    if default == "cp1252" and _is_japanese(scan.sample):
        return TextFacts("cp932", False, _("The bytes are not UTF-8 and read as Japanese in this encoding."), notices)
    encoding, reason = choose_code_page(scan.evidence, default)
    if encoding == "cp1252" and _has_latin9_euro(scan.sample):
        return TextFacts("iso8859-15", False, _("The euro sign is written as in this encoding."), notices)
    return TextFacts(encoding, False, reason, notices)


def _has_latin9_euro(sample: bytes) -> bool:
    """The byte of the euro sign in ISO-8859-15, and none of those that only Windows-1252 uses."""
    return b"\xa4" in sample and not _WINDOWS_ONLY.search(sample)


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
