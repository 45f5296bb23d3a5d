"""Mutations of a file: what transfers, exports and editors do to it, and what no program would ever write."""

import io
import zipfile
from collections.abc import Callable
from random import Random

LONGEST = 2_000_000
TOKENS: dict[str, tuple[bytes, ...]] = {
    "csv": (b'"', b'""', b";", b",", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe9"),
    "json": (b"{", b"}", b"[", b"]", b'"', b":", b",", b"\\u0000", b"\\ud800", b"1e999", b"NaN", b"\xff"),
    "jsonl": (b"\n", b"{}", b"[]", b'{"a":', b"\\u0000", b"\xed\xa0\x80", b"1e400", b"}{", b"null\n"),
    "xml": (b"<", b">", b"/>", b"&", b"&#0;", b"&lt", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml", b"<!DOCTYPE a [",
            b'<!ENTITY a "b">', b"&a;", b' xmlns=""', b"\0", b"\xff"),
    "binary": (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"PK\x03\x04", b"PK\x05\x06"),
}  # fmt: skip
NUMBERS = (b"0", b"-1", b"65535", b"1048577", b"4294967295", b"99999999999999999999", b"1e308", b"XFD1048576", b"A0")
PACKED = ("xlsx", "xlsm", "ods", "zip")


def mutated(content: bytes, random: Random, *, form: str) -> bytes:
    """The content after one to six mutations; inside its parts, every other time, when it is an archive."""
    if form in PACKED and zipfile.is_zipfile(io.BytesIO(content)) and random.random() < 0.7:
        return _inside(content, random)
    return _damaged(content, random, _tokens(form))


def _inside(content: bytes, random: Random) -> bytes:
    """One part of the archive damaged and everything packed again: the damage lies behind the checksum."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    chosen = random.randrange(len(parts))
    name, part = parts[chosen]
    kind = "xml" if name.endswith((".xml", ".rels")) else "csv"
    action = random.random()
    if action < 0.05:
        del parts[chosen]
    elif action < 0.1:
        parts.append((random.choice(parts)[0], part))
    else:
        parts[chosen] = (name, _damaged(part, random, _tokens(kind)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(zipfile.ZipInfo(name), part)
    return target.getvalue()


def _damaged(content: bytes, random: Random, tokens: tuple[bytes, ...]) -> bytes:
    for _turn in range(random.randint(1, 6)):
        content = random.choice(MUTATIONS)(content, random, tokens)[:LONGEST]
    return content


def _tokens(form: str) -> tuple[bytes, ...]:
    return TOKENS.get(form, TOKENS["binary"])


def _cut_end(content: bytes, random: Random, _tokens: tuple[bytes, ...]) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _cut_out(content: bytes, random: Random, _tokens: tuple[bytes, ...]) -> bytes:
    first, last = _span(content, random)
    return content[:first] + content[last:]


def _flip(content: bytes, random: Random, _tokens: tuple[bytes, ...]) -> bytes:
    damaged = bytearray(content)
    for _count in range(random.randint(1, 8)):
        if damaged:
            damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def _insert(content: bytes, random: Random, tokens: tuple[bytes, ...]) -> bytes:
    place = random.randrange(len(content) + 1)
    return content[:place] + random.choice(tokens) * random.choice((1, 1, 1, 2, 50)) + content[place:]


def _replace_number(content: bytes, random: Random, _tokens: tuple[bytes, ...]) -> bytes:
    digits = [place for place, byte in enumerate(content[:4000]) if 48 <= byte <= 57]
    if not digits:
        return content
    place = random.choice(digits)
    return content[:place] + random.choice(NUMBERS) + content[place + 1 :]


def _repeat(content: bytes, random: Random, _tokens: tuple[bytes, ...]) -> bytes:
    first, last = _span(content, random)
    return content[:last] + content[first:last] * random.choice((1, 3, 40)) + content[last:]


def _swap(content: bytes, random: Random, _tokens: tuple[bytes, ...]) -> bytes:
    first, last = _span(content, random)
    return content[last:] + content[first:last] + content[:first]


def _overwrite(content: bytes, random: Random, _tokens: tuple[bytes, ...]) -> bytes:
    first, last = _span(content, random)
    return content[:first] + random.randbytes(min(last - first, 64)) + content[last:]


def _span(content: bytes, random: Random) -> tuple[int, int]:
    first = random.randrange(len(content) + 1)
    return first, min(len(content), first + random.randint(1, 200))


Mutation = Callable[[bytes, Random, tuple[bytes, ...]], bytes]
MUTATIONS: tuple[Mutation, ...] = (
    _cut_end,
    _cut_out,
    _flip,
    _insert,
    _insert,
    _replace_number,
    _repeat,
    _swap,
    _overwrite,
)
