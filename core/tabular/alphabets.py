"""Which accented letters a language uses, most frequent first: the evidence for an 8-bit code page."""

import math
from functools import lru_cache

_LETTERS: dict[str, str] = {
    "fr": "éàèêçôîùâûëïœ",
    "de": "üäöß",
    "es": "óíáéñúü¡¿",
    "it": "àèùòìé",
    "pt": "ãçáéíõóêâúàô",
    "nl": "ëéïèöü",
    "nordic": "åäöøæé",
    "cs": "íáéěýřčžšůúťďňó",
    "sk": "áíéčšýžúľťôňďäóŕĺ",
    "pl": "ąęłóśżćńź",
    "hu": "éáöőóüíúű",
    "ro": "ăîâşţșț",
    "hr": "čšžćđ",
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "uk": "оаиніверткслдумпзябьгйчхцжїшюєщфґ",
    "el": "αοιετσνηυρπκμλωςγθχφβδξζψάέίόήύώ",
    "tr": "ıişüöğç",
    "baltic": "ėšąžįųčūęāēīņļģķõäöü",
}
_WESTERN = ("fr", "de", "es", "it", "pt", "nl", "nordic")
_CENTRAL = ("cs", "sk", "pl", "hu", "ro", "hr", "de")
_CYRILLIC = ("ru", "uk")
LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1251": _CYRILLIC,
    "iso8859-2": _CENTRAL,
    "cp1253": ("el",),
    "cp1254": ("tr",),
    "cp1257": ("baltic",),
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
    "mac_roman": _WESTERN,
    "koi8-r": _CYRILLIC,
    "cp866": _CYRILLIC,
}
_SIGNS = frozenset("€°²³½¼®™©«»’‘“”–—…•×·§ ±µ£№¹ªº")
_RARE, _SIGN, _NONSENSE = math.log(1e-4), math.log(0.02), math.log(1e-6)


@lru_cache(maxsize=32)
def _weights(language: str) -> dict[str, float]:
    """Zipf's law over the rank is close enough to tell code pages apart."""
    raw = {letter: 1 / (rank + 1) for rank, letter in enumerate(_LETTERS[language])}
    total = sum(raw.values())
    return {letter: math.log(weight / total) for letter, weight in raw.items()}


def plausibility(text: str, code_page: str) -> float:
    """Return the mean log-likelihood of the non-ASCII characters of a text decoded with this code page."""
    return max(_mean_likelihood(text, _weights(language)) for language in LANGUAGES_OF[code_page])


def _mean_likelihood(text: str, weights: dict[str, float]) -> float:
    total, count = 0.0, 0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char < "\x80":
            continue
        count += 1
        total += _likelihood(before, char, after, weights)
    return total / count if count else 0.0


def _likelihood(before: str, char: str, after: str, weights: dict[str, float]) -> float:
    if char in _SIGNS:
        return _NONSENSE / 2 if before.isalpha() and after.isalpha() and char not in "’·" else _SIGN
    if not char.isalpha():
        return _NONSENSE
    value = weights.get(char.lower(), _RARE)
    misplaced = char.isupper() and (before.islower() or not (before.isalpha() or after.isalpha()))
    return value - 2.0 if misplaced else value
