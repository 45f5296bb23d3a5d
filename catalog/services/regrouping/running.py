"""What a worker does with a regrouping: products batch by batch, then, alone, the offers and what is left over."""

from dataclasses import asdict
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.acts import Actor
from catalog.bulk import execute, fetch
from catalog.models import Regrouping
from catalog.services import patching
from catalog.services.bulk_edits.judging import parameters_of as judged_parameters
from catalog.services.locks import lock_merges
from catalog.services.log import Act as LoggedAct
from catalog.services.log import tell_products_changed, write_changes
from catalog.services.regrouping import brands, categories, tags, words
from catalog.services.regrouping.moves import MOVES, parameters_of
from catalog.services.undo import undo_run
from core import jobs
from core.databases import atomic
from core.errors import Conflict
from core.jobs import JobStatus
from core.notifications import notify

BATCH_PRODUCTS = 5_000
Act = Regrouping.Act
_NEXT = """
SELECT p.id FROM catalog_product AS p WHERE p.tenant_id = %(tenant_id)s AND ({concerned}) ORDER BY p.id LIMIT %(size)s
"""
_HOLD = """
SELECT p.id FROM catalog_product AS p
 WHERE p.tenant_id = %(tenant_id)s AND p.id = ANY(%(ids)s::uuid[]) ORDER BY p.id FOR NO KEY UPDATE
"""
_PATCHES = """
INSERT INTO patches (product_id, patch, before) SELECT id, patch, before FROM ({query}) AS judged WHERE patch <> '{{}}'
"""
# The value before, for undo; nobody else counts as having changed the offer.
_KEEP_OFFERS = """
INSERT INTO catalog_offerchange (tenant_id, run_id, offer_id, kind, left_run_id, old)
SELECT o.tenant_id, %(run_id)s, o.id, 'updated', o.changed_run_id,
       jsonb_build_object('id', o.id, 'changed_run_id', o.changed_run_id, '{column}', o.{column})
  FROM catalog_offer AS o WHERE o.tenant_id = %(tenant_id)s AND {offered}
"""
_SET_OFFERS = "UPDATE catalog_offer AS o SET {column} = {value} WHERE o.tenant_id = %(tenant_id)s AND {offered}"
_REMOVE = {
    Act.MERGE_BRANDS: brands.remove_merged,
    Act.MERGE_CATEGORY: categories.remove_moved,
    Act.DELETE_CATEGORY: categories.remove_moved,
}
_RESTORE = {
    Act.MERGE_BRANDS: brands.restore,
    Act.MERGE_CATEGORY: categories.restore,
    Act.DELETE_CATEGORY: categories.restore,
    Act.CHANGE_TAGS: tags.restore,
    Act.DELETE_TAGS: tags.restore,
}


def execute_regrouping(regrouping_id: UUID) -> Regrouping | None:
    """Take the job and do it; None when it is not free. Needs the tenant's scope."""
    found = Regrouping.objects.select_related("undoes").filter(pk=regrouping_id).first()
    if found is None or not jobs.take(found):
        return None
    jobs.carry_out(found, lambda: _work(found))
    return found


def _work(job: Regrouping) -> None:
    _do(job)
    jobs.complete(job, phase="")
    _tell_end(job)


def _do(job: Regrouping) -> None:
    if job.act == Act.UNDO:
        _undo(job)
    elif job.act == Act.RENAME_BRAND:
        while words.refresh_next(job):
            jobs.report_progress(job)
    else:
        while _move_next(job):
            jobs.report_progress(job)


def _move_next(job: Regrouping) -> bool:
    """Move the next products; false when none is left, and what they had is gone."""
    parameters = parameters_of(job.moves, tenant_id=job.tenant_id)
    with atomic("catalog"):
        ids = _next_ids(job)
        if ids:
            lock_merges(job.tenant_id, alone=False)
            _move(job, ids)
            return True
        lock_merges(job.tenant_id, alone=True)
        # A merge that was under way when the names were moved may have left products behind.
        while ids := _next_ids(job):
            _move(job, ids)
        offers = _move_offers(job, parameters)
        _note(job, offers=offers)
        if job.act in _REMOVE:
            _REMOVE[Act(job.act)](job)
    return False


def _next_ids(job: Regrouping) -> list[UUID]:
    query = _NEXT.format(concerned=MOVES[job.act].concerned)
    parameters = {**parameters_of(job.moves, tenant_id=job.tenant_id), "size": BATCH_PRODUCTS}
    return [pk for (pk,) in fetch(query, parameters)]


def _move(job: Regrouping, ids: list[UUID]) -> None:
    judged = MOVES[job.act].judgement(parameters_of(job.moves, tenant_id=job.tenant_id))
    parameters = judged_parameters(judged, ids, tenant_id=job.tenant_id)
    fetch(_HOLD, parameters)
    patching.start()
    execute(_PATCHES.format(query=judged.query), parameters)
    entries = patching.apply_patches(job.tenant_id)
    _note(job, changed=entries.height, done=len(ids))
    if entries.is_empty():
        return
    act = LoggedAct(job.tenant_id, actor_of(job), job.pk)
    write_changes(act, entries)
    facts = {"created": 0, "updated": entries.height}
    tell_products_changed(act, aggregate_id=job.pk, changes=entries.height, facts=facts)


def _move_offers(job: Regrouping, parameters: dict[str, object]) -> int:
    move = MOVES[job.act]
    names = {"offered": move.offered, "column": move.offer_column, "value": move.offer_value}
    execute(_KEEP_OFFERS.format(**names), {**parameters, "run_id": job.pk})
    return execute(_SET_OFFERS.format(**names), parameters)


def _note(job: Regrouping, *, changed: int = 0, offers: int = 0, done: int = 0) -> None:
    held = Regrouping._base_manager.filter(pk=job.pk, status=JobStatus.PROCESSING, lease_token=job.lease_token)
    counts = {"changed": changed, "offers": offers, "progress_done": done}
    if not held.update(**{name: F(name) + count for name, count in counts.items()}):
        raise Conflict(_("Another worker has taken over this job."), code="LEASE_LOST")


def _undo(job: Regrouping) -> None:
    """Bring back what was removed, then every value that nobody has changed since; goes on after a crash."""
    undone = job.undoes
    assert undone is not None
    with atomic("catalog"):
        lock_merges(job.tenant_id, alone=True)
        if "restored" not in job.checkpoint:
            _RESTORE[Act(undone.act)](undone)
            Regrouping._base_manager.filter(pk=job.pk).update(checkpoint={"restored": True})
    result = undo_run(undone.pk, tenant_id=job.tenant_id, actor=actor_of(job), undo_run_id=job.pk)
    changed = result.restored_products + result.removed_products
    held = Regrouping._base_manager.filter(pk=job.pk, lease_token=job.lease_token)
    held.update(
        outcome=asdict(result), changed=changed, offers=result.restored_offers, progress_done=job.progress_total
    )
    jobs.report_progress(job)


def actor_of(job: Regrouping) -> Actor:
    """Who is named in the change log."""
    found = get_user_model()._default_manager.filter(pk=job.created_by_id) if job.created_by_id else None
    user = found.first() if found is not None else None
    return Actor("user", user.pk, str(user)) if user else Actor("rule", None, job.get_act_display())


def _tell_end(job: Regrouping) -> None:
    """At the bell of whoever made it, when it ran in the background."""
    if job.checkpoint.get("direct") or job.created_by_id is None:
        return
    users = get_user_model()._default_manager.filter(pk=job.created_by_id)
    notify(
        "regrouping_ended",
        tenant_id=job.tenant_id,
        users=list(users),
        title=gettext_noop("Products are regrouped"),
        message=gettext_noop("%(label)s: %(changed)s products changed."),
        params={"label": job.label, "changed": job.changed},
        url=f"/regroupings/{job.pk}/",
        key=f"regrouping:{job.pk}:{job.status}",
    )
