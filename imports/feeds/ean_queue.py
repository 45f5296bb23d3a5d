"""Products without EAN: what a merged batch lacks goes into the queue, what was found before is taken from it."""

import hashlib
import json
from uuid import UUID

import polars as pl

from catalog.folding import reference_key, words
from core import configuration
from core.databases import atomic, connection_of
from imports.feeds.duplicates import UNSTORED
from imports.feeds.plan import Plan
from imports.feeds.quarantine import ISSUE_SCHEMA, issue_frame

CODE = "ean_resolved"
# In a file of many rows nearly all of which lack an EAN, nobody will enter them one by one.
MANY_ROWS, NEARLY_ALL = 1_000, 0.9
KNOWN_SCHEMA = {"key": pl.String, "resolution_hash": pl.String, "gtin": pl.String}
_COLUMNS = ("supplier_sku", "title", "brand", "mpn")
_LENGTHS = {"supplier_sku": 255, "title": 500, "brand": 255, "mpn": 255}
_KNOWN = """
SELECT key, resolution_hash, gtin FROM imports_eanpending
 WHERE tenant_id = %(tenant_id)s AND supplier_id = %(supplier_id)s AND state = 'resolved' AND gtin <> ''
"""
_SEEN = """
SELECT key, state FROM imports_eanpending
 WHERE tenant_id = %(tenant_id)s AND supplier_id = %(supplier_id)s AND key = ANY(%(keys)s::text[])
"""
_WAITING = """
SELECT key, state FROM imports_eanpending
 WHERE tenant_id = %(tenant_id)s AND supplier_id = %(supplier_id)s AND state <> 'resolved' LIMIT 1
"""
_CLOSE = """
UPDATE imports_eanpending AS e SET state = 'resolved', gtin = v.gtin, resolved_at = now(), updated_at = now()
  FROM unnest(%(keys)s::text[], %(gtins)s::text[]) AS v(key, gtin)
 WHERE e.tenant_id = %(tenant_id)s AND e.supplier_id = %(supplier_id)s AND e.key = v.key AND e.state <> 'resolved'
"""
_STAGE = """
DROP TABLE IF EXISTS pg_temp.lacking_ean;
CREATE TEMP TABLE lacking_ean (key text, hash text, supplier_sku text, title text, brand text, mpn text) ON COMMIT DROP
"""
_ADD = """
INSERT INTO imports_eanpending (id, tenant_id, supplier_id, source_id, run_id, key, supplier_sku, title, brand, mpn,
       resolution_hash, state, gtin, created_at, updated_at)
SELECT gen_random_uuid(), %(tenant_id)s, %(supplier_id)s, %(source_id)s, %(run_id)s, v.key, v.supplier_sku, v.title,
       v.brand, v.mpn, v.hash, 'open', '', now(), now()
  FROM lacking_ean AS v
    ON CONFLICT DO NOTHING
"""


def known_eans(plan: Plan) -> pl.DataFrame:
    """The EANs found for the supplier's articles: frame `key`, `resolution_hash`, `gtin`. One query."""
    rows = _fetch(_KNOWN, plan)
    return pl.DataFrame(rows, schema=KNOWN_SCHEMA, orient="row")


def with_known_eans(valid: pl.DataFrame, known: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with the EANs that were found before, and a finding (ISSUE_SCHEMA) for each row that got one.

    The key of a row stays what it was: it is that of its offer.
    """
    nothing = pl.DataFrame(schema=ISSUE_SCHEMA)
    lacking = (_lacking(valid) if known.height else valid.clear()).drop("gtin", strict=False)
    if lacking.is_empty():
        return valid, nothing
    by_key = lacking.join(known.unique("key"), on="key", how="inner").select("row", "gtin")
    hashed = _hashed(lacking.join(by_key, on="row", how="anti"), plan.supplier_id)
    by_hash = hashed.join(known, left_on="hash", right_on="resolution_hash", how="inner").select("row", "gtin")
    found = pl.concat([by_key, by_hash]).unique("row").rename({"gtin": "found"})
    if found.is_empty():
        return valid, nothing
    joined = valid.join(found, on="row", how="left", maintain_order="left")
    given = pl.col("gtin") if "gtin" in valid.columns else pl.lit(None, pl.String)
    filled = joined.with_columns(pl.coalesce(given, "found").alias("gtin")).drop("found")
    params = pl.Series("params", [json.dumps({"gtin": gtin}) for gtin in found["found"].to_list()], pl.String)
    told = issue_frame(found.select("row").with_columns(params), level="info", code=CODE, field="ean")
    return filled, told.cast(ISSUE_SCHEMA)


def queue_missing(batch: pl.DataFrame, plan: Plan) -> int:
    """Queue the merged rows that lack an EAN, close entries whose EAN has come; returns how many were queued.

    Set-based and idempotent; rows whose offer stands in the queue already are not looked at again.
    """
    wanted = configuration.value("imports.ean_queue", plan.tenant_id)
    if wanted == "never" or batch.is_empty():
        return 0
    lacking, come = _lacking(batch), _come(batch)
    if wanted == "some" and batch.height >= MANY_ROWS and lacking.height > NEARLY_ALL * batch.height:
        lacking = lacking.clear()
    if lacking.is_empty() and not _is_waiting(plan):
        return 0
    if lacking.is_empty():
        return _close(come, plan)
    seen = _seen(pl.concat([come["key"], lacking["key"]]), plan)
    _close(come.join(seen.filter(pl.col("state") != "resolved"), on="key", how="semi"), plan)
    return _add(lacking.join(seen, on="key", how="anti", maintain_order="left"), plan)


def resolution_hash(supplier_id: UUID, title: str, mpn: str) -> str:
    """What finds an article again in later files: its supplier, title and reference, however they are written."""
    return hashlib.blake2b(f"{supplier_id}\x1f{title}\x1f{mpn}".encode(), digest_size=16).hexdigest()


def _stored(rows: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The columns as the database keeps them: keys like those of the offers, no byte that it refuses."""
    return rows.with_columns(pl.col(name).str.replace_all(UNSTORED, " ") for name in names if name in rows.columns)


def _come(batch: pl.DataFrame) -> pl.DataFrame:
    """Key and EAN of the rows that have one."""
    if "gtin" not in batch.columns:
        return pl.DataFrame(schema={"key": pl.String, "gtin": pl.String})
    return _stored(batch.filter(pl.col("gtin").is_not_null()).select("key", "gtin"), "key")


def _lacking(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows without EAN that have a title: without one, a file of prices or stock would fill the queue."""
    if "title" not in frame.columns:
        return frame.clear()
    titled = pl.col("title").is_not_null()
    rows = frame.filter(titled & pl.col("gtin").is_null() if "gtin" in frame.columns else titled)
    return _stored(rows, "key", *_COLUMNS)


def _hashed(lacking: pl.DataFrame, supplier_id: UUID) -> pl.DataFrame:
    """The rows with `hash`."""
    if lacking.is_empty() or "title" not in lacking.columns:
        return lacking.with_columns(pl.lit(None, pl.String).alias("hash")).clear()
    reference = reference_key(pl.col("mpn")) if "mpn" in lacking.columns else pl.lit(None, pl.String)
    keys = lacking.select(title=words(pl.col("title")), mpn=reference.fill_null(""))
    hashes = [resolution_hash(supplier_id, title or "", mpn) for title, mpn in keys.iter_rows()]
    return lacking.with_columns(pl.Series("hash", hashes, pl.String))


def _add(lacking: pl.DataFrame, plan: Plan) -> int:
    if lacking.is_empty():
        return 0
    hashed = _hashed(lacking, plan.supplier_id).unique("hash", keep="first", maintain_order=True)
    texts = [
        (pl.col(name).fill_null("").str.head(_LENGTHS[name]) if name in hashed.columns else pl.lit("")).alias(name)
        for name in _COLUMNS
    ]
    # In the order of the index: two workers never wait for each other in a circle.
    staged = hashed.select("key", "hash", *texts).sort("hash")
    with atomic("imports"), connection_of("imports").cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy("COPY lacking_ean FROM STDIN (FORMAT csv)") as copy:
            copy.write(staged.write_csv(include_header=False, quote_style="always"))
        cursor.execute(_ADD, _place(plan))
        return int(cursor.rowcount)


def _close(come: pl.DataFrame, plan: Plan) -> int:
    if come.height:
        with atomic("imports"), connection_of("imports").cursor() as cursor:
            cursor.execute(_CLOSE, {"keys": come["key"].to_list(), "gtins": come["gtin"].to_list(), **_place(plan)})
    return 0


def _is_waiting(plan: Plan) -> bool:
    """Whether any article of the supplier waits: in most runs this is all there is to ask."""
    return bool(_fetch(_WAITING, plan))


def _seen(keys: pl.Series, plan: Plan) -> pl.DataFrame:
    """Those of the articles that stand in the queue, whatever became of them: frame `key`, `state`."""
    rows = _fetch(_SEEN, plan, keys=keys.unique().to_list())
    return pl.DataFrame(rows, schema={"key": pl.String, "state": pl.String}, orient="row")


def _fetch(sql: str, plan: Plan, **more: list[str]) -> list[tuple[str, ...]]:
    with connection_of("imports").cursor() as cursor:
        cursor.execute(sql, {**_place(plan), **more})
        return list(cursor.fetchall())


def _place(plan: Plan) -> dict[str, UUID]:
    return {
        "tenant_id": plan.tenant_id,
        "supplier_id": plan.supplier_id,
        "source_id": plan.source_id,
        "run_id": plan.run_id,
    }
