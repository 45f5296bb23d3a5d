"""Products that are taken without an export being kept: the act is written down."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core import audit


def note_streamed(*, tenant_id: UUID, form: str, layout: str, filters: Mapping[str, Any]) -> None:
    """Record that somebody took products home, and which."""
    audit.record(
        "export.streamed", app="imports", tenant_id=tenant_id, format=form, template=layout, filters=dict(filters)
    )
