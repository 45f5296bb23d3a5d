"""The life of a product: which status a person may give it next. Feeds and undo set any status but the trash."""

from collections.abc import Mapping

from catalog.models.product import Product

_S = Product.Status
# Out of the trash a product comes by being restored, with the status it had.
NEXT: Mapping[str, tuple[str, ...]] = {
    _S.DRAFT: (_S.ACTIVE, _S.ARCHIVED, _S.TRASH),
    _S.ACTIVE: (_S.INACTIVE, _S.ARCHIVED, _S.TRASH),
    _S.INACTIVE: (_S.ACTIVE, _S.ARCHIVED, _S.TRASH),
    _S.ARCHIVED: (_S.ACTIVE, _S.INACTIVE, _S.TRASH),
    _S.TRASH: (),
}


def may_become(present: str, status: str) -> bool:
    """Whether a person may give it; the present one is no change."""
    return present == status or status in NEXT[present]


def before(status: str) -> tuple[str, ...]:
    """The statuses a product may have to get this one, itself included."""
    return tuple(present for present in NEXT if may_become(present, status))
