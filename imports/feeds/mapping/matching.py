"""Which targets a column's name speaks for, and how clearly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from imports.feeds.mapping.naming import ColumnName, core_words, read_name, split_words
from imports.feeds.mapping.synonyms import DECOYS, FORMAT_PATHS, SYNONYMS, Names
from imports.feeds.wordlists import word_set
from suppliers.folding import fold

_TIERS = {"sure": 1.0, "usual": 0.85, "weak": 0.55}
_LONGEST_PARTIAL = 5
_LONG_SYNONYM = 8
_TELLING = 0.9
_PENALTY_OF_CONTEXT = {1: 0.72, 2: 0.9}
_TAX_WORDS = word_set(
    """
    ht ttc hors taxe taxes vat tva mwst ust iva dph btw moms ндс net netto brutto bruto brut gross nett excl
    incl ex inc inkl exkl exclu inclus excluding including incluido excluida sin bez s vc с без
    """
)
_OTHER_PRODUCTS = frozenset(
    {"related", "component", "accessory", "accessories", "similar", "upsell", "crosssell", "review", "reviews"}
)
_MONEY = frozenset({"price", "price_promo", "price_list", "cost"})
# Names that keep other targets away from their columns, whatever the values look like.
_OWN_COLUMNS = frozenset({*DECOYS, "status"})
_EXACT, _CORE, _COMBINED = 1.0, 0.96, 0.99
_LAST, _FIRST, _INSIDE = 0.86, 0.78, 0.7


@dataclass(frozen=True)
class NameMatch:
    """`score` from 0 to 1; `synonym` is the name recognised."""

    score: float
    synonym: str


@lru_cache(maxsize=1)
def _index() -> dict[str, list[tuple[str, float]]]:
    """Squashed synonym -> targets and decoys that use it."""
    index: dict[str, list[tuple[str, float]]] = {}
    for target, names in {**SYNONYMS, **DECOYS}.items():
        for synonym, tier in _synonyms(names):
            entry = (target, tier)
            entries = index.setdefault(squash(split_words(synonym)), [])
            if target not in {known for known, _ in entries}:
                entries.append(entry)
    return index


@lru_cache(maxsize=1)
def _vetoes() -> dict[str, list[frozenset[str]]]:
    """Per target the words, or groups of words, that must not stand beside its names."""
    phrases = {target: names.never_with.split(";") for target, names in SYNONYMS.items()}
    return {
        target: [frozenset(split_words(phrase)) for phrase in found if phrase.strip()]
        for target, found in phrases.items()
    }


def _synonyms(names: Names) -> Iterator[tuple[str, float]]:
    for tier, score in _TIERS.items():
        for synonym in getattr(names, tier).split(";"):
            if synonym.strip():
                yield synonym, score


def squash(words: tuple[str, ...]) -> str:
    """Words run together: "EAN code" and "ean_code" and "EANCode" are one name."""
    return "".join(words)


def match_name(raw: str, *, confirmed: Mapping[str, str]) -> dict[str, NameMatch]:
    """The targets the name speaks for; `confirmed` are names this tenant confirmed earlier (folded name -> target)."""
    name = read_name(raw)
    learned = confirmed.get(squash(name.words)) or confirmed.get(raw)
    if learned:
        return {learned: NameMatch(1.0, raw)}
    known = FORMAT_PATHS.get(fold(raw).replace(" ", ""))
    if known is not None:
        return {target: NameMatch(score, raw) for target, score in known.items()}
    found: dict[str, NameMatch] = {}
    for target, score, synonym in _candidates(name):
        if target not in found or found[target].score < score:
            found[target] = NameMatch(score, synonym)
    strongest = max((match.score for target, match in found.items() if target in _OWN_COLUMNS), default=0.0)
    return {target: match for target, match in found.items() if target not in DECOYS and match.score >= strongest}


@lru_cache(maxsize=4096)
def is_decoy(raw: str) -> bool:
    """Whether the name surely means something that its values alone would not show."""
    return any(target in _OWN_COLUMNS and score >= _TELLING for target, score, _ in _candidates(read_name(raw)))


def _candidates(name: ColumnName) -> Iterator[tuple[str, float, str]]:
    nested = 0.97**name.depth
    in_context = nested * (_PENALTY_OF_CONTEXT.get(len(name.words), 1.0) if name.context else 1.0)
    yield from _whole(name.words, _EXACT * in_context, name=name)
    dropped = tuple(word for word in name.words if word not in name.core)
    yield from _whole(name.core, _CORE * in_context, name=name, around=dropped)
    if _OTHER_PRODUCTS & frozenset(name.context):
        return
    for words in name.combined:
        yield from _whole(words, _COMBINED, name=None)
        yield from _whole(core_words(words), _CORE * nested, name=None)
        core = core_words(words)
        dropped = tuple(word for word in words if word not in core)
        partial = _partial(core, nested * 0.95, name=name, dropped=dropped)
        yield from (found for found in partial if found[0] in SYNONYMS)
    yield from _partial(name.core, in_context, name=name)
    untaxed = tuple(word for word in name.words if word not in _TAX_WORDS)
    if untaxed != name.words:
        yield from (found for found in _whole(untaxed, _CORE * in_context, name=name) if found[0] in _MONEY)
    if name.words and name.currency and not untaxed:
        yield "price", _TIERS["usual"] * in_context, name.raw  # "Netto €", "TTC (EUR)"


def _whole(
    words: tuple[str, ...], factor: float, *, name: ColumnName | None, around: tuple[str, ...] = ()
) -> Iterator[tuple[str, float, str]]:
    for target, tier in _index().get(squash(words), ()):
        if name is None or not _is_vetoed(target, around + name.context):
            yield target, tier * factor, " ".join(words)


def _partial(
    words: tuple[str, ...], factor: float, *, name: ColumnName, dropped: tuple[str, ...] = ()
) -> Iterator[tuple[str, float, str]]:
    """A synonym inside a longer name; the words around it may turn its meaning."""
    if not 2 <= len(words) <= _LONGEST_PARTIAL:
        return
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start == len(words):
                continue
            part, around = words[start:end], words[:start] + words[end:]
            place = _LAST if end == len(words) else _FIRST if start == 0 else _INSIDE
            coverage = 0.7 + 0.3 * (end - start) / len(words)
            for target, tier in _index().get(squash(part), ()):
                is_telling = tier == 1 or (tier > _TIERS["weak"] and len(squash(part)) >= _LONG_SYNONYM)
                if is_telling and not _is_vetoed(target, around + dropped + name.context):
                    yield target, tier * factor * place * coverage, " ".join(part)


def _is_vetoed(target: str, around: tuple[str, ...]) -> bool:
    beside = frozenset(around)
    if beside & _OTHER_PRODUCTS:
        return True
    return bool(beside) and any(veto <= beside for veto in _vetoes().get(target, ()))
