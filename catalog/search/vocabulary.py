"""Questions about the words of the catalogue: other forms of a word, words that are spelled nearly like it."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from catalog.bulk import fetch
from catalog.search import spelling

MOST_FORMS = 12
MOST_CANDIDATES = 300
_FORMS = """
SELECT asked.word, known.word
  FROM (SELECT word, (ts_lexize('french_stem', word))[1] AS fr, (ts_lexize('english_stem', word))[1] AS en
          FROM unnest(%(words)s::text[]) AS word) AS asked
 CROSS JOIN LATERAL (
       SELECT w.word, w.products FROM catalog_searchword AS w
        WHERE w.tenant_id = %(tenant_id)s AND (w.stem_fr = asked.fr OR w.stem_en = asked.en)
        ORDER BY w.products DESC, w.word LIMIT %(most)s) AS known
 WHERE known.word <> asked.word
"""
_KNOWN = """
SELECT asked.word FROM unnest(%(words)s::text[]) AS asked(word)
 WHERE EXISTS (SELECT FROM catalog_searchword AS w WHERE w.tenant_id = %(tenant_id)s
                  AND w.word >= asked.word AND w.word < asked.word || chr(1114109))
"""
_ALIKE = """
SELECT w.word, w.products FROM catalog_searchword AS w
 WHERE w.tenant_id = %(tenant_id)s AND w.misspellings && %(keys)s::int[]
   AND length(w.word) BETWEEN %(length)s - %(allowed)s AND %(length)s + %(allowed)s
 LIMIT %(most)s
"""


def other_forms(words: Sequence[str], *, tenant_id: UUID) -> dict[str, list[str]]:
    """The other forms of each folded word in the catalogue ("chaises" -> "chaise"), most frequent first. One query."""
    forms: dict[str, list[str]] = defaultdict(list)
    if words:
        for word, form in fetch(_FORMS, {"tenant_id": tenant_id, "words": list(words), "most": MOST_FORMS}):
            forms[word].append(form)
    return forms


def corrected(words: Sequence[str], *, tenant_id: UUID) -> list[str]:
    """The words with those that nothing begins with replaced by the most frequent nearest one. A query for each."""
    known = {word for (word,) in fetch(_KNOWN, {"tenant_id": tenant_id, "words": list(words)})}
    return [word if word in known else _nearest(word, tenant_id) or word for word in words]


def _nearest(word: str, tenant_id: UUID) -> str:
    allowed = spelling.mistakes_allowed(word)
    if not allowed or any(letter.isdigit() for letter in word):
        return ""
    parameters = {"tenant_id": tenant_id, "keys": spelling.keys(word, tenant_id), "length": len(word)}
    found = fetch(_ALIKE, {**parameters, "allowed": allowed, "most": MOST_CANDIDATES})
    near = [(spelling.mistakes(word, other), -products, other) for other, products in found]
    return min((each for each in near if each[0] <= allowed), default=(0, 0, ""))[2]
