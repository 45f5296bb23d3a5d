"""Words of a run's file that have no meaning here yet."""

import hashlib
import json

import polars as pl
from django.core.cache import cache

from core import files
from core.errors import InvalidInput
from core.tabular import Recognition, UnreadableFile, read_chunks
from imports.feeds.limits import limits
from imports.feeds.mapping.applying import Context, apply_mapping
from imports.feeds.mapping.model import Mapping
from imports.feeds.values.unknown import UnknownWord, unknown_words
from imports.models import ImportRun
from suppliers.selectors import value_maps_for
from suppliers.services import takes_words

LOOKED_AT = 20_000
KEPT_SECONDS = 900


def run_words(run: ImportRun) -> list[UnknownWord]:
    """The words among the first LOOKED_AT rows of the file, the most frequent first; none of a file that is gone."""
    found = _found(run)
    cache.set(_name(run), len(found), KEPT_SECONDS)
    return found


def words_waiting(run: ImportRun) -> int:
    """How many words `run_words` found lately with the same mapping and meanings; 0 when nobody has asked."""
    count: int = cache.get(_name(run), 0)
    return count


def _found(run: ImportRun) -> list[UnknownWord]:
    fields = Mapping.from_json(run.mapping).fields if run.mapping else {}
    mapping = Mapping(fields={name: field for name, field in fields.items() if takes_words(name)})
    if run.source_file is None or not mapping.fields:
        return []
    context = Context(decimal=run.recognition.get("decimal"), value_maps=value_maps_for(run.source_id))
    try:
        mapped = apply_mapping(mapping, _first_rows(run.source_file.key, run), context=context)
    except (InvalidInput, UnreadableFile):
        return []
    return unknown_words(mapped, tenant_id=run.tenant_id)


def _first_rows(key: str, run: ImportRun) -> pl.DataFrame:
    recognition = Recognition.from_json(run.recognition)
    with files.local_path(key) as path:
        chunk = next(iter(read_chunks(path, recognition, chunk_rows=LOOKED_AT, limits=limits())), None)
    return chunk.frame if chunk else pl.DataFrame()


def _name(run: ImportRun) -> str:
    decisions = json.dumps([run.mapping, run.policies.get("value_maps")], sort_keys=True, default=str)
    return f"imports:words:{run.pk}:{hashlib.sha256(decisions.encode()).hexdigest()[:16]}"
