"""Making two attributes of the same meaning one: values, offers, locks and marks move, the old name leads to the new.

The values go through the change log in batches of products; called again after a crash it goes on where it stopped.
"""

from typing import Any
from uuid import UUID

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.acts import Actor
from catalog.attributes.names import ValueName
from catalog.attributes.values import fitting
from catalog.bulk import execute, fetch
from catalog.errors import AttributeNotFound, AttributesDiffer
from catalog.models import Attribute, AttributeAlias, AttributeMerge, AttributeValue, CategoryAttribute, FamilyAttribute
from catalog.selectors.attributes import facts_of
from catalog.services import patching
from catalog.services.attributes import refuse_axis
from catalog.services.locks import lock_merges
from catalog.services.log import Act, tell_products_changed, write_changes
from core import audit, jobs
from core.access import require
from core.configuration import value
from core.databases import atomic
from core.jobs import JobStatus
from core.models import User
from core.notifications import notify
from core.tenancy import tenant_scope

BATCH_PRODUCTS = 5_000
_NEXT = """
SELECT DISTINCT v.product_id FROM catalog_attributevalue AS v
 WHERE v.tenant_id = %(tenant_id)s AND v.attribute_id = %(source)s ORDER BY v.product_id LIMIT %(size)s
"""
_HOLD = (
    "SELECT id FROM catalog_product WHERE tenant_id = %(tenant_id)s AND id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE"
)
_VALUES = """
SELECT v.product_id, v.language, v.value,
       (SELECT o.value FROM catalog_attributevalue AS o
         WHERE o.product_id = v.product_id AND o.attribute_id = %(target)s AND o.language = v.language)
  FROM catalog_attributevalue AS v
 WHERE v.tenant_id = %(tenant_id)s AND v.attribute_id = %(source)s AND v.product_id = ANY(%(ids)s)
"""
_PATCH = """
INSERT INTO patches (product_id, patch, before)
SELECT r.product_id::uuid, jsonb_object_agg(r.name, r.after), jsonb_object_agg(r.name, r.before)
  FROM unnest(%(products)s::text[], %(names)s::text[], %(after)s::text[], %(before)s::text[])
       AS r (product_id, name, after, before)
 GROUP BY r.product_id
"""
_OFFERS = """
UPDATE catalog_offer AS o
   SET extra = (o.extra - %(old)s) || CASE WHEN o.extra ? %(new)s THEN '{}'::jsonb
                                           ELSE jsonb_build_object(%(new)s::text, o.extra -> %(old)s) END
 WHERE o.tenant_id = %(tenant_id)s AND o.extra ? %(old)s
"""
_MARKS = """
UPDATE catalog_product AS p
   SET locks = CASE WHEN %(new)s = ANY(p.locks) THEN array_remove(p.locks, %(old)s)
                    ELSE array_replace(p.locks, %(old)s, %(new)s) END,
       provenance = CASE WHEN p.provenance ? %(new)s OR NOT p.provenance ? %(old)s THEN p.provenance - %(old)s
                         ELSE (p.provenance - %(old)s) || jsonb_build_object(%(new)s::text, p.provenance -> %(old)s)
                         END
 WHERE p.tenant_id = %(tenant_id)s AND (%(old)s = ANY(p.locks) OR p.provenance ? %(old)s)
"""


def merge_attributes(source_id: UUID, *, into: UUID, tenant_id: UUID, user: Any) -> AttributeMerge:
    """Make `source_id` a further name of `into`; of two values of a product that of `into` stays.

    Few products are done at once, many by a worker: the job tells. Texts are brought to the kind of `into`; what does
    not fit stays as it is. Raises PermissionRefused, AttributeNotFound, AttributesDiffer, AttributeInUse.
    """
    require(user, "write:products", tenant_id=tenant_id)
    require(user, "delete:products", tenant_id=tenant_id)
    source, target = _both(source_id, into, tenant_id=tenant_id)
    with atomic("catalog"), tenant_scope(tenant_id):
        values = AttributeValue.objects.filter(attribute=source)
        job = AttributeMerge(
            tenant_id=tenant_id,
            source_id=source.pk,
            source_name=source.name,
            target_id=target.pk,
            target_name=target.name,
            created_by_id=user.pk,
            progress_total=values.values("product_id").distinct().count(),
        )
        job.save(force_insert=True)
    return _run(job)


def execute_attribute_merge(job_id: UUID) -> AttributeMerge | None:
    """Take the job and do it, or go on where it stopped; None when it is not free. Needs the tenant's scope."""
    job = AttributeMerge.objects.filter(pk=job_id).first()
    if job is None or not jobs.take(job):
        return None
    jobs.carry_out(job, lambda: _work(job))
    return job


def _run(job: AttributeMerge) -> AttributeMerge:
    with tenant_scope(job.tenant_id):
        if job.progress_total > value("catalog.bulk_direct", tenant_id=job.tenant_id):
            with atomic("catalog"):
                jobs.start_once(job)
            return job
        # Queued without telling the workers: this process does it; one that crashes here is found by the next look.
        job.checkpoint = {"direct": True}
        waiting = AttributeMerge.objects.filter(pk=job.pk, status=JobStatus.PENDING, queued_at=None)
        waiting.update(queued_at=timezone.now(), checkpoint=job.checkpoint)
        return execute_attribute_merge(job.pk) or job


def _work(job: AttributeMerge) -> None:
    _move(job)
    jobs.complete(job, phase="")
    _tell_end(job)


def _move(job: AttributeMerge) -> None:
    found = {each.pk: each for each in Attribute.objects.filter(pk__in=[job.source_id, job.target_id])}
    if job.target_id not in found:
        raise AttributeNotFound
    if job.source_id not in found:
        return
    user = _maker(job)
    act = Act(job.tenant_id, Actor("user", job.created_by_id, str(user or "")), job.pk)
    source, target = found[job.source_id], found[job.target_id]
    while (moved := _step(source, target, act=act)) is not None:
        jobs.report_progress(job, changed=job.changed + moved, progress_done=job.progress_done + moved)


def _maker(job: AttributeMerge) -> User | None:
    return User.objects.filter(pk=job.created_by_id).first() if job.created_by_id else None


def _tell_end(job: AttributeMerge) -> None:
    """At the bell of whoever started it, when it ran in the background."""
    user = _maker(job)
    if user is None or job.checkpoint.get("direct"):
        return
    notify(
        "regrouping_ended",
        tenant_id=job.tenant_id,
        users=[user],
        title=gettext_noop("Attributes merged"),
        message=gettext_noop("%(source)s is %(target)s now; products changed: %(changed)s."),
        params={"source": job.source_name, "target": job.target_name, "changed": job.changed},
        url="/attributes/",
        key=f"attribute-merge:{job.pk}",
    )


def _both(source_id: UUID, into: UUID, *, tenant_id: UUID) -> tuple[Attribute, Attribute]:
    with tenant_scope(tenant_id):
        found = {each.pk: each for each in Attribute.objects.filter(pk__in=[source_id, into])}
    if len(found) != 2:
        raise AttributeNotFound
    source, target = found[source_id], found[into]
    if source.is_localizable and not target.is_localizable:
        message = _("“%(source)s” has values by language, “%(target)s” has not: merge them the other way round.")
        raise AttributesDiffer(message % {"source": source.name, "target": target.name})
    if source.standard:
        message = _("“%(source)s” is a standard attribute: merge the other one into it.")
        raise AttributesDiffer(message % {"source": source.name})
    refuse_axis(source, tenant_id=tenant_id)
    return source, target


def _step(source: Attribute, target: Attribute, *, act: Act) -> int | None:
    """Move the values of the next products; None when none was left, and the source is gone."""
    parameters = {"tenant_id": act.tenant_id, "source": source.pk, "target": target.pk, "size": BATCH_PRODUCTS}
    with atomic("catalog"):
        lock_merges(act.tenant_id, alone=True)
        ids = [pk for (pk,) in fetch(_NEXT, parameters)]
        if not ids:
            _finish(source, target, act=act)
            return None
        fetch(_HOLD, {**parameters, "ids": ids})
        patching.start()
        execute(_PATCH, _patches(fetch(_VALUES, {**parameters, "ids": ids}), source, target, tenant_id=act.tenant_id))
        entries = patching.apply_patches(act.tenant_id)
        write_changes(act, entries)
        facts = {"created": 0, "updated": entries.height}
        tell_products_changed(act, aggregate_id=target.pk, changes=entries.height, facts=facts)
        return entries.height


def _patches(
    rows: list[tuple[Any, ...]], source: Attribute, target: Attribute, *, tenant_id: UUID
) -> dict[str, list[str | None]]:
    with tenant_scope(tenant_id):
        facts = facts_of(target)
    texts = pl.Series([row[2] for row in rows], dtype=pl.String).to_frame("value")
    fit = texts.select(pl.coalesce(fitting(pl.col("value"), facts), pl.col("value"))).to_series().to_list()
    lines: list[tuple[str | None, ...]] = []
    for (product_id, language, text, present), fits in zip(rows, fit, strict=True):
        lines.append((str(product_id), str(ValueName(source.name, language)), None, text))
        if present is None:
            lines.append((str(product_id), str(ValueName(target.name, language)), fits, None))
    columns = zip(*lines, strict=True)
    return dict(zip(("products", "names", "after", "before"), map(list, columns), strict=True))


def _finish(source: Attribute, target: Attribute, *, act: Act) -> None:
    """What offers, locks and marks call the source is the target from now on, and so is every feed's name of it."""
    with tenant_scope(act.tenant_id):
        languages = AttributeValue.objects.filter(attribute=target).values_list("language", flat=True).distinct()
        for language in {"", *languages}:
            names = {name: str(ValueName(each.name, language)) for name, each in (("old", source), ("new", target))}
            for statement in (_OFFERS, _MARKS):
                execute(statement, {"tenant_id": act.tenant_id, **names})
        for model in (FamilyAttribute, CategoryAttribute):
            _move_members(model, source, target)
        AttributeAlias.objects.filter(attribute=source).update(attribute=target)
        audit.record(
            "attribute.merged",
            app="catalog",
            tenant_id=act.tenant_id,
            subject=target,
            source=source.name,
            target=target.name,
        )
        source.delete()
        AttributeAlias.objects.create(tenant_id=act.tenant_id, key=source.key, name=source.name, attribute=target)


def _move_members(model: Any, source: Attribute, target: Attribute) -> None:
    owner = "family_id" if model is FamilyAttribute else "category_id"
    taken = model.objects.filter(attribute=target).values_list(owner, flat=True)
    model.objects.filter(attribute=source).exclude(**{f"{owner}__in": list(taken)}).update(attribute=target)
    model.objects.filter(attribute=source).delete()
