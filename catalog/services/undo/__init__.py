"""Undoing a whole run: every value nobody has changed since goes back; the rest is kept and listed.

An undo is a run of its own, so it can be undone. It works in batches noted in the ledger: after a crash the same call
goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import reduce
from itertools import count
from uuid import UUID

from catalog.acts import Actor, UndoResult
from catalog.services import ledger
from catalog.services.locks import lock_merges
from catalog.services.log import Act, tell_products_changed
from catalog.services.undo import offers, products
from catalog.services.undo.scope import Undo, Window, windows
from core.databases import atomic

# Numbers of the ledger, far apart: each phase counts its own batches.
_PHASE = 1_000_000
Step = Callable[[Undo], UndoResult]


def undo_run(run_id: UUID, *, tenant_id: UUID, actor: Actor, undo_run_id: UUID) -> UndoResult:
    """Undo everything the finished run `run_id` did, as the run `undo_run_id`; call it again after a crash.

    Products: fields that still have the run's value get the old one; products the run created are removed when they
    are as it left them; products it removed (an undo) come back with their ids. Offers likewise, with their hashes, so
    that the same file counts as changed again. `selectors.undo_kept(undo_run_id)` lists what was kept.
    """
    undo = Undo(tenant_id=tenant_id, run_id=run_id, undo_run_id=undo_run_id, actor=actor)
    return sum_of(_once(undo, number, step) for number, step in _steps(undo))


def sum_of(results: Iterable[UndoResult]) -> UndoResult:
    """The results of all batches as one."""
    return reduce(UndoResult.plus, results, UndoResult())


def _steps(undo: Undo) -> Iterator[tuple[int, Step]]:
    """The batches in their order: removed things come back first, made things go last."""
    yield from _phase(1, products.bring_back, windows(undo, "catalog_change", "seq", kind="removed"))
    yield from _phase(2, offers.bring_back, windows(undo, "catalog_offerchange", "id", kind="removed"))
    yield from _phase(3, offers.restore, windows(undo, "catalog_offerchange", "id", kind="updated"))
    for number in count(4 * _PHASE):
        yield number, offers.remove
        if not offers.any_made(undo) and not _is_done(undo, number + 1):
            break
    yield from _phase(5, products.restore, windows(undo, "catalog_change", "seq", kind="updated"))
    yield from _phase(6, products.remove, windows(undo, "catalog_change", "seq", kind="created"))


def _phase(
    phase: int, function: Callable[[Undo, Window], UndoResult], cuts: list[Window]
) -> Iterator[tuple[int, Step]]:
    for number, window in enumerate(cuts, start=phase * _PHASE):
        yield number, _step(function, window)


def _is_done(undo: Undo, number: int) -> bool:
    return ledger.result_of(undo.tenant_id, undo.undo_run_id, number) is not None


def _step(function: Callable[[Undo, Window], UndoResult], window: Window) -> Step:
    return lambda undo: function(undo, window)


def _once(undo: Undo, number: int, step: Step) -> UndoResult:
    with atomic("catalog"):
        lock_merges(undo.tenant_id, alone=True)
        saved = ledger.result_of(undo.tenant_id, undo.undo_run_id, number)
        if saved is not None:
            return UndoResult(**saved)
        result = step(undo)
        ledger.record(undo.tenant_id, undo.undo_run_id, number, result=asdict(result))
        if result.restored_products or result.removed_products:
            act = Act(undo.tenant_id, undo.actor, undo.undo_run_id)
            facts = {"undone_run_id": str(undo.run_id), "batch": number, "removed": result.removed_products}
            changes = result.restored_products + result.removed_products
            tell_products_changed(act, aggregate_id=undo.undo_run_id, changes=changes, facts=facts)
        return result
