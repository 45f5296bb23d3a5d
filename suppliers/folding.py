"""Folding: one spelling for all ways to write the same name, in Python and as an expression of the database."""

import re
import unicodedata
from typing import Any

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Concat, Lower

# Letters that decomposition leaves alone although people take them for others.
LETTERS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
LONGEST_KEY = 500
_PUNCTUATION = re.compile(r"[\s\-_.,;:!?/|>»›'’\"()]+")
_MARKS = "[\u0300-\u036f]"


def fold(text: str) -> str:
    """The text without accents, case and special forms: "Œuvre Été" -> "oeuvre ete", "M²" -> "m2"."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return "".join(LETTERS.get(sign, sign) for sign in bare.lower())


def folded(*columns: str) -> Any:
    """The same for the text of these columns, one after the other; an expression to be compared with `fold`."""
    parts = [part for column in columns for part in (F(column), Value(" "))]
    whole = Concat(*parts, output_field=CharField())
    plain = Func(whole, function="normalize", template="normalize(%(expressions)s, NFKD)", output_field=CharField())
    bare = Func(plain, Value(_MARKS), Value(""), Value("g"), function="regexp_replace", output_field=CharField())
    text: Any = Lower(bare)
    for letter, letters in LETTERS.items():
        text = Func(text, Value(letter), Value(letters), function="replace", output_field=CharField())
    return text


def value_key(text: str) -> str:
    """The key of a supplier's word: accents, case, blanks and punctuation make no difference; signs alone stay."""
    plain = fold(text)
    return (_PUNCTUATION.sub(" ", plain).strip() or plain.strip())[:LONGEST_KEY].strip()
