"""What columns are called in supplier files, per target; readable data, without code."""

from imports.feeds.mapping.synonyms.amounts import AMOUNTS
from imports.feeds.mapping.synonyms.decoys import DECOYS
from imports.feeds.mapping.synonyms.formats import FORMAT_PATHS
from imports.feeds.mapping.synonyms.identity import IDENTITY
from imports.feeds.mapping.synonyms.media import MEDIA
from imports.feeds.mapping.synonyms.names import Names
from imports.feeds.mapping.synonyms.statuses import STATUSES
from imports.feeds.mapping.synonyms.texts import TEXTS

SYNONYMS: dict[str, Names] = {**IDENTITY, **TEXTS, **AMOUNTS, **MEDIA, **STATUSES}

__all__ = ["DECOYS", "FORMAT_PATHS", "SYNONYMS", "Names"]
