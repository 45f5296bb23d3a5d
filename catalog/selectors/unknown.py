"""Names that the catalogue does not know yet."""

from collections.abc import Iterable
from uuid import UUID

import polars as pl

from catalog.services.merge.names import resolve


def unknown_names(kind: str, names: Iterable[str], *, tenant_id: UUID) -> list[str]:
    """Those of the brand names or category paths (`kind` "brand" or "category") that a merge would create, sorted."""
    given = pl.DataFrame({kind: sorted(set(names))}, schema={kind: pl.String})
    found = resolve(given, tenant_id=tenant_id)
    return given.filter(found[kind].str.starts_with("new:"))[kind].to_list()
