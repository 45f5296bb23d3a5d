"""How well a name fits what was typed: without accents, case and signs."""

import re
import unicodedata

from core.palette.registry import Score

_NO_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower-case words without accents: "Clés d’API" -> "cles d api"."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", bare.lower()).strip()


def score_of(name: str, text: str) -> int:
    """The score of a name for the text typed; 0 when some word of the text begins no word of the name."""
    named, typed = fold(name), fold(text)
    if not typed:
        return 0
    if named == typed:
        return Score.NAME
    if named.startswith(typed):
        return Score.BEGINNING
    words = named.split()
    fits = all(any(word.startswith(part) for word in words) for part in typed.split())
    return Score.WORDS if fits else 0
