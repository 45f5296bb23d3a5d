"""Keeping the words of the search: new ones along the change log, all of them counted anew at night."""

from collections.abc import Iterable
from uuid import UUID

import polars as pl

from catalog.bulk import execute, fetch, stage
from catalog.search import spelling
from catalog.services import cursors
from core.databases import atomic

READER = "search-words"
BATCH_ENTRIES = 20_000
SHORTEST_WORD = 3
# Codes are found by their beginning; only words are spelled wrong or come in several forms.
_IS_WORD = f"word !~ '[0-9]' AND length(word) BETWEEN {SHORTEST_WORD} AND {spelling.LONGEST_WORD}"
_ENTRIES = """
SELECT max(seq), array_agg(DISTINCT product_id) FILTER (WHERE kind = 'created'),
       array_agg(DISTINCT product_id) FILTER (WHERE kind = 'updated' AND new ?| ARRAY['title', 'brand', 'mpn'])
  FROM (SELECT seq, kind, product_id, new FROM catalog_change
         WHERE tenant_id = %(tenant_id)s AND seq > %(after)s ORDER BY seq LIMIT %(size)s) AS entries
"""
_WORDS_OF = f"""
SELECT word, count(*)::int AS products
  FROM (SELECT unnest(tsvector_to_array(p.search_text::tsvector)) AS word FROM catalog_product AS p
         WHERE p.tenant_id = %(tenant_id)s AND {{which}}) AS found
 WHERE {_IS_WORD} GROUP BY word
"""
_FOUND = f"""
DROP TABLE IF EXISTS pg_temp.found_words;
CREATE TEMP TABLE found_words ON COMMIT DROP AS {_WORDS_OF};
ANALYZE found_words
"""
_ADD = """
UPDATE catalog_searchword AS w SET products = w.products + f.products
  FROM found_words AS f WHERE w.tenant_id = %(tenant_id)s AND w.word = f.word
"""
_SET = """
UPDATE catalog_searchword AS w SET products = f.products
  FROM found_words AS f WHERE w.tenant_id = %(tenant_id)s AND w.word = f.word AND w.products <> f.products
"""
_FORGET = """
DELETE FROM catalog_searchword AS w
 WHERE w.tenant_id = %(tenant_id)s AND NOT EXISTS (SELECT FROM found_words AS f WHERE f.word = w.word)
"""
_UNKNOWN = """
SELECT f.word, f.products FROM found_words AS f
 WHERE NOT EXISTS (SELECT FROM catalog_searchword AS w WHERE w.tenant_id = %(tenant_id)s AND w.word = f.word)
"""
_INSERT = """
INSERT INTO catalog_searchword (id, tenant_id, word, products, stem_fr, stem_en, misspellings)
SELECT gen_random_uuid(), %(tenant_id)s, word, products, (ts_lexize('french_stem', word))[1],
       (ts_lexize('english_stem', word))[1], misspellings
  FROM staged_search_words
    ON CONFLICT (tenant_id, word) DO NOTHING
"""


def follow_changes(tenant_id: UUID) -> int:
    """Learn the words of all changes behind the cursor, batch by batch; returns how many words are new."""
    learnt = 0
    while (batch := _batch(tenant_id)) is not None:
        learnt += batch
    return learnt


def count_again(tenant_id: UUID) -> int:
    """Count all words of the tenant anew and forget those that no product has; returns how many are new."""
    parameters = {"tenant_id": tenant_id}
    with atomic("catalog"):
        cursors.hold(READER, tenant_id=tenant_id)
        last = cursors.last_entry(tenant_id)
        execute(_FOUND.format(which="p.status <> 'trash'"), parameters)
        execute(_FORGET, parameters)
        execute(_SET, parameters)
        learnt = _learn(fetch(_UNKNOWN, parameters), tenant_id)
        cursors.move(READER, last, tenant_id=tenant_id)
        return learnt


def _batch(tenant_id: UUID) -> int | None:
    """One batch in one transaction; None when there is nothing left."""
    with atomic("catalog"):
        after = cursors.hold(READER, tenant_id=tenant_id)
        parameters = {"tenant_id": tenant_id, "after": after, "size": BATCH_ENTRIES}
        last, created, renamed = fetch(_ENTRIES, parameters)[0]
        if last is None:
            return None
        learnt = _of_products(created, tenant_id, counted=True) + _of_products(renamed, tenant_id, counted=False)
        cursors.move(READER, last, tenant_id=tenant_id)
        return learnt


def _of_products(ids: list[UUID] | None, tenant_id: UUID, *, counted: bool) -> int:
    """`counted`: the products are new. What was there before under another name is counted at night."""
    if not ids:
        return 0
    parameters = {"tenant_id": tenant_id, "ids": ids}
    execute(_FOUND.format(which="p.id = ANY(%(ids)s)"), parameters)
    if counted:
        execute(_ADD, parameters)
    return _learn(fetch(_UNKNOWN, parameters), tenant_id)


def _learn(words: Iterable[tuple[str, int]], tenant_id: UUID) -> int:
    rows = [(word, products, _array(spelling.keys(word, tenant_id))) for word, products in words]
    if not rows:
        return 0
    frame = pl.DataFrame(
        rows, schema={"word": pl.String, "products": pl.Int64, "misspellings": pl.String}, orient="row"
    )
    stage("staged_search_words", frame, types={"products": "int", "misspellings": "int[]"})
    return execute(_INSERT, {"tenant_id": tenant_id})


def _array(numbers: list[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"
