"""Taking a merge back: both products as they were, but for what somebody changed since."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.bulk import execute
from catalog.errors import MergeNotFound, MergeNotUndoable
from catalog.models import Change, DuplicatePair, Product, ProductMerge, UndoKept
from catalog.rights import require_products
from catalog.services.changing import act_of
from catalog.services.locks import lock_bundles, lock_merges
from catalog.services.log import Act, tell_products_changed
from catalog.services.merging_products.joining import WRITE
from catalog.services.merging_products.neighbours import offers_back
from catalog.services.reconsidering import decide_products
from catalog.services.undo import products
from catalog.services.undo.scope import Undo, Window
from core import audit
from core.databases import atomic
from core.tenancy import tenant_scope

_SET_MARKS = """
UPDATE catalog_product SET provenance = (provenance - %(names)s::text[]) || %(marks)s::jsonb
 WHERE id = %(id)s AND tenant_id = %(tenant_id)s
"""


@dataclass(frozen=True)
class UndoneMerge:
    """A merge that was taken back; `kept`: how many values stayed because somebody changed them since."""

    merge: ProductMerge
    kept: int


def undo_merge(merge_id: UUID, *, tenant_id: UUID, user: Any) -> UndoneMerge:
    """Take a merge back, in one transaction; `selectors.undo_kept(merge.undo_run_id)` lists what was kept.

    Offers return with what imports wrote into them since; where they did, both products are decided anew by the order
    of suppliers. Raises PermissionRefused, MergeNotFound, MergeNotUndoable.
    """
    with tenant_scope(tenant_id):
        merge = ProductMerge.objects.filter(pk=merge_id).first()
        if merge is None:
            raise MergeNotFound
        require_products(user, WRITE, [merge.survivor_id, merge.absorbed_id], tenant_id=tenant_id)
        with atomic("catalog"):
            lock_merges(tenant_id, alone=True)
            lock_bundles(tenant_id)
            _check(merge)
            return _split(merge, user=user)


def _check(merge: ProductMerge) -> None:
    """Raise MergeNotUndoable, saying why; else the merge is this transaction's."""
    if not Product.objects.filter(pk=merge.absorbed_id).exists():
        raise MergeNotUndoable(_("The product was removed from the trash for good: it does not come back."))
    later = ProductMerge.objects.filter(absorbed_id=merge.survivor_id, undone_at=None, created_at__gt=merge.created_at)
    if later.exists():
        raise MergeNotUndoable(_("The product that remained was merged into another one later: undo that merge first."))
    free = ProductMerge.objects.filter(pk=merge.pk, undone_at=None)
    if not free.update(undone_at=timezone.now(), undo_run_id=uuid4()):
        raise MergeNotUndoable(_("This merge has been undone already."))
    merge.refresh_from_db()


def _split(merge: ProductMerge, *, user: Any) -> UndoneMerge:
    tenant_id, undo_run_id = merge.tenant_id, merge.undo_run_id
    assert undo_run_id is not None
    actor = act_of(tenant_id, user).actor
    undo = Undo(tenant_id=tenant_id, run_id=merge.pk, undo_run_id=undo_run_id, actor=actor)
    keys = {"tenant_id": tenant_id, "run_id": merge.pk, "survivor": merge.survivor_id, "absorbed": merge.absorbed_id}
    touched = offers_back(keys)
    restored = sum(products.restore(undo, window).restored_products for window in _windows(merge))
    _marks_back(merge)
    _reopen(merge)
    subject = Product.objects.get(pk=merge.survivor_id)
    audit.record(
        "products.unmerged",
        app="catalog",
        tenant_id=tenant_id,
        subject=subject,
        absorbed=merge.absorbed_title or str(merge.absorbed_id),
        absorbed_id=str(merge.absorbed_id),
    )
    act = Act(tenant_id, actor, undo_run_id)
    if restored:
        counts = {"created": 0, "updated": restored, "undone_run_id": str(merge.pk)}
        tell_products_changed(act, aggregate_id=merge.survivor_id, changes=restored, facts=counts)
    if touched:
        decide_products([merge.survivor_id, merge.absorbed_id], act)
    return UndoneMerge(merge, UndoKept.objects.filter(undo_run_id=undo_run_id).count())


def _windows(merge: ProductMerge) -> list[Window]:
    """The survivor's entry, then the others: what was taken is given up before it is given back."""
    entries = Change.objects.filter(run_id=merge.pk, kind=Change.Kind.UPDATED)
    own = entries.filter(product_id=merge.survivor_id).values_list("seq", flat=True)
    others = entries.exclude(product_id=merge.survivor_id).aggregate(first=Min("seq"), last=Max("seq"))
    return [*(Window(seq, seq) for seq in own), Window(others["last"], others["first"])]


def _marks_back(merge: ProductMerge) -> None:
    """The marks of the values that went back are those of before."""
    entries = Change.objects.filter(run_id=merge.undo_run_id, product_id=merge.survivor_id)
    back = {name for new in entries.values_list("new", flat=True) for name in new or ()}
    names = [name for name in merge.marks if name in back]
    marks = {name: merge.marks[name] for name in names if merge.marks[name]}
    if names:
        keys = {"id": merge.survivor_id, "tenant_id": merge.tenant_id}
        execute(_SET_MARKS, {**keys, "names": names, "marks": json.dumps(marks)})


def _reopen(merge: ProductMerge) -> None:
    pairs = DuplicatePair.objects.filter(merge=merge, state=DuplicatePair.State.MERGED)
    pairs.update(state=DuplicatePair.State.PENDING, merge=None, decided_by_id=None, decided_at=None)
