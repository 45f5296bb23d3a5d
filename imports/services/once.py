"""A file at a web address, imported once: now, or at a time that was named."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from core.models import User
from imports.models import Fetch, Trigger
from imports.services.fetching import request_fetch
from suppliers.selectors import source_at
from suppliers.services import create_source

LONGEST_NAME = 200


def fetch_from_address(
    *, by: User, supplier_id: UUID, url: str, import_type: str = "partial", at: datetime | None = None
) -> Fetch:
    """Look at the address, now or at `at`; the supplier's source of this address is made when there is none.

    The source keeps mapping, policies and schedule for the next time. Raises PermissionRefused without
    `write:suppliers` (for a new source) or `start:imports`, ConnectionInvalid for an address that cannot be fetched,
    SourceOff, FetchRunning.
    """
    source_id = source_at(supplier_id, url) or create_source(
        by=by,
        supplier_id=supplier_id,
        name=_name(url),
        kind="http",
        connection={"url": url},
        import_type=import_type,
    )
    return request_fetch(source_id, by=by, trigger=Trigger.API, at=at)


def _name(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}"[:LONGEST_NAME] or url[:LONGEST_NAME]
