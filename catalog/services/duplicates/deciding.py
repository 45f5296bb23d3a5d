"""What a person decides about a pair: merge, two products, undo. Of two people at once the first one counts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.absorbing import Side
from catalog.errors import DuplicateDecided, DuplicateNotFound
from catalog.models import DuplicatePair, ProductMerge
from catalog.rights import require_products
from catalog.selectors.duplicates import proposal_of
from catalog.services.locks import lock_merges
from catalog.services.merging_products import merge_products, undo_merge
from core import audit
from core.databases import atomic
from core.errors import InvalidInput
from core.tenancy import tenant_scope

WRITE = "write:products"
State = DuplicatePair.State


def accept_pair(
    pair_id: UUID,
    *,
    tenant_id: UUID,
    user: Any,
    survivor_id: UUID | None = None,
    choices: Mapping[str, Side] | None = None,
) -> ProductMerge:
    """Merge the two products; without `survivor_id` the proposed one remains. Returns the merge.

    Raises PermissionRefused, DuplicateNotFound, DuplicateDecided, and what `merge_products` raises.
    """
    with tenant_scope(tenant_id), atomic("catalog"):
        # As every merge does: first this, then the pairs. The other way round two of them wait for each other.
        lock_merges(tenant_id, alone=True)
        pair = _decide(pair_id, State.MERGED, tenant_id=tenant_id, user=user)
        stays = survivor_id or proposal_of(pair, tenant_id=tenant_id).survivor_id
        if stays not in (pair.first_id, pair.second_id):
            raise InvalidInput(_("The product that remains has to be one of the two."), field="survivor_id")
        goes = pair.second_id if stays == pair.first_id else pair.first_id
        return merge_products(stays, goes, tenant_id=tenant_id, user=user, choices=choices)


def reject_pair(pair_id: UUID, *, tenant_id: UUID, user: Any) -> DuplicatePair:
    """Say that they are two products: the pair is never proposed again.

    Raises PermissionRefused, DuplicateNotFound, DuplicateDecided.
    """
    with tenant_scope(tenant_id), atomic("catalog"):
        pair = _decide(pair_id, State.REJECTED, tenant_id=tenant_id, user=user)
        audit.record("duplicates.rejected", app="catalog", tenant_id=tenant_id, subject=_subject(pair))
        return pair


def reopen_pair(pair_id: UUID, *, tenant_id: UUID, user: Any) -> DuplicatePair:
    """Take the decision back: a merge is undone, a rejected pair waits again.

    Raises PermissionRefused, DuplicateNotFound, DuplicateDecided, MergeNotUndoable.
    """
    with tenant_scope(tenant_id), atomic("catalog"):
        pair = _known(pair_id, user=user, tenant_id=tenant_id)
        if pair.state == State.MERGED and pair.merge_id:
            undo_merge(pair.merge_id, tenant_id=tenant_id, user=user)
        else:
            rejected = DuplicatePair.objects.filter(pk=pair_id, state=State.REJECTED)
            if not rejected.update(state=State.PENDING, decided_by_id=None, decided_at=None):
                raise DuplicateDecided(_("Nothing has been decided about this pair: there is nothing to undo."))
            audit.record("duplicates.reopened", app="catalog", tenant_id=tenant_id, subject=_subject(pair))
        pair.refresh_from_db()
        return pair


def _decide(pair_id: UUID, state: str, *, tenant_id: UUID, user: Any) -> DuplicatePair:
    pair = _known(pair_id, user=user, tenant_id=tenant_id)
    waiting = DuplicatePair.objects.filter(pk=pair_id, state=State.PENDING)
    if not waiting.update(state=state, decided_by_id=user.pk, decided_at=timezone.now()):
        pair.refresh_from_db()
        raise DuplicateDecided(state=pair.state)
    pair.refresh_from_db()
    return pair


def _known(pair_id: UUID, *, tenant_id: UUID, user: Any) -> DuplicatePair:
    pair = DuplicatePair.objects.filter(pk=pair_id).select_related("first", "second").first()
    if pair is None:
        raise DuplicateNotFound
    require_products(user, WRITE, [pair.first_id, pair.second_id], tenant_id=tenant_id)
    return pair


def _subject(pair: DuplicatePair) -> tuple[str, str, str]:
    titles = " / ".join(str(product) for product in (pair.first, pair.second))
    return ("duplicate", str(pair.pk), titles)
