"""XML bytes made safe for the parser: no entity declarations, no control characters, one encoding."""

import codecs
import re
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from lxml import etree

from core.tabular.blocks import utf8_blocks
from core.tabular.detect import as_text
from core.tabular.encoding import TextFacts, decide
from core.tabular.errors import UnreadableFile
from core.tabular.recognition import Overrides
from core.tabular.source import BLOCK, Source

PROLOG = 256 * 1024
AMPERSANDS = "ampersands"
_UNDECIDED = 64
_BARE = re.compile(rb"<!\[CDATA\[|\]\]>|&(?!#?\w{1,40};)")
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 13))
_DECLARED = re.compile(r"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
_GENERAL_ENTITY = re.compile(r"<!ENTITY\s+(?!%)", re.IGNORECASE)


class XmlStream:
    """File-like UTF-8 view of an XML source; remembers what it removed and the last bytes."""

    def __init__(self, source: Source, encoding: str, repairs: Collection[str] = ()) -> None:
        self._blocks = utf8_blocks(source, encoding, size=BLOCK // 4, repaired=True)
        self._ampersands = Ampersands() if AMPERSANDS in repairs else None
        self.removed = 0
        self.tail = b""

    def read(self, size: int = -1) -> bytes:
        """Return the next block, whatever its size."""
        for block in self._blocks:
            clean = block.translate(None, _CONTROL)
            self.removed += len(block) - len(clean)
            if self._ampersands is not None:
                clean = self._ampersands.escaped(clean)
            if clean:
                return self._given(clean)
        return self._given(self._ampersands.rest() if self._ampersands is not None else b"")

    def ends_with_a_tag(self) -> bool:
        """Read on to the end: a complete document ends with a closing tag or a comment."""
        while self.read():
            pass
        return re.search(rb"(</[^<>]+|/|--)>\s*$", self.tail) is not None

    def _given(self, block: bytes) -> bytes:
        self.tail = (self.tail + block)[-200:]
        return block


class Ampersands:
    """Escapes the bare `&` that careless exports leave outside CDATA sections."""

    def __init__(self) -> None:
        self._carry = b""
        self._verbatim = False

    def escaped(self, block: bytes) -> bytes:
        """Return the part that can be decided: up to the last blank well before the end."""
        data = self._carry + block
        cut = max(data.rfind(sign, 0, -_UNDECIDED) for sign in (b" ", b"\n", b">")) + 1
        self._carry = data[cut:]
        return _BARE.sub(self._replaced, data[:cut])

    def rest(self) -> bytes:
        """Return what was held back, once."""
        data, self._carry = self._carry, b""
        return _BARE.sub(self._replaced, data)

    def _replaced(self, match: re.Match[bytes]) -> bytes:
        if match[0] != b"&":
            self._verbatim = match[0] != b"]]>"
            return match[0]
        return b"&" if self._verbatim else b"&amp;"


def encoding_of(source: Source, overrides: Overrides) -> TextFacts:
    """Choose the encoding: BOM or the person's word, then the declaration where it holds, then the house rule."""
    facts = decide(source, overrides)
    if overrides.encoding or facts.bom or facts.encoding.startswith("utf-16"):
        return facts
    found = _DECLARED.match(as_text(source.head(400)))
    declared = found[1].lower() if found else "utf-8"
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return facts
    if name.startswith(("utf-16", "utf-32")) or (name == "utf-8" and facts.encoding != "utf-8"):
        return facts
    return TextFacts(declared, False, _("The XML declaration names this encoding."), facts.notices)


def refuse_entities(source: Source) -> None:
    """Refuse a document that declares general entities; a plain DOCTYPE is welcome and never loaded."""
    text = as_text(source.head(PROLOG))
    start = text.find("<!DOCTYPE")
    if start < 0:
        return
    end = _end_of_doctype(text, start)
    if end is None or _GENERAL_ENTITY.search(text, start, end):
        raise UnreadableFile(
            "unsafe_xml",
            _("The XML declares entities, which can hide attacks. Ask the supplier for a file without <!ENTITY>."),
        )


def _end_of_doctype(text: str, start: int) -> int | None:
    """Return where the DOCTYPE closes, None when not within the beginning of the file."""
    subset, close = text.find("[", start), text.find(">", start)
    if close < 0:
        return None
    if subset < 0 or close < subset:
        return close
    end = re.compile(r"\]\s*>").search(text, subset)
    return end.end() if end else None


def elements(
    stream: XmlStream, *, events: tuple[str, ...], tag: str | None = None
) -> Iterator[tuple[str, etree._Element]]:
    """Parse a stream piece by piece; nothing outside the file is ever loaded."""
    parser = etree.iterparse(
        stream,
        events=events,
        tag=tag,
        encoding="utf-8",
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from parser
    except etree.XMLSyntaxError as error:
        raise _refusal(error, stream) from error


def _refusal(error: etree.XMLSyntaxError, stream: XmlStream) -> UnreadableFile:
    detail = str(error.msg)[:150]
    if re.search(r"amplification|entity reference loop", detail, re.IGNORECASE):
        message = _("The XML expands itself without end (%(error)s). Ask the supplier for a plain file.")
        return UnreadableFile("unsafe_xml", message % {"error": detail})
    if "Premature end" in detail or not stream.ends_with_a_tag():
        return UnreadableFile(
            "truncated",
            _("The XML breaks off before its end (%(error)s). Nothing was changed; ask for a complete file.")
            % {"error": detail},
        )
    return UnreadableFile(
        "malformed_xml",
        _("The XML is not well-formed (%(error)s). Ask the supplier to correct it.") % {"error": detail},
    )
