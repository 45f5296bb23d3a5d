"""Tags of all products: renaming, merging, deleting; feeds that send the old ones are understood."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.errors import TagNotFound, UnfitValue
from catalog.models import Regrouping, TagAlias
from catalog.services.regrouping import Plan, begin, concerned_products, run
from catalog.services.regrouping.tags import remember
from core import audit
from core.access import require
from core.databases import atomic
from core.tenancy import tenant_scope

LONGEST, MOST = 200, 100
Act = Regrouping.Act


def change_tags(names: Sequence[str], target: str, *, tenant_id: UUID, user: Any) -> Regrouping:
    """Give every product that has one of these tags the tag `target` instead; returns the job.

    One name is a renaming, several are merged. Raises PermissionRefused, TagNotFound, UnfitValue.
    """
    require(user, "write:tags", tenant_id=tenant_id)
    target = _fitting(target)
    wanted = [name for name in _named(names) if name != target]
    if not wanted:
        raise UnfitValue(_("The tag is called “%(name)s” already.") % {"name": target}, field="target")
    label = _("%(names)s to “%(target)s”") % {"names": _listed(wanted), "target": target}
    plan = Plan(Act.CHANGE_TAGS, label, dict.fromkeys(wanted, target))
    return _start(plan, tenant_id=tenant_id, user=user)


def delete_tags(names: Sequence[str], *, tenant_id: UUID, user: Any) -> Regrouping:
    """Take these tags from every product, and from what feeds send; returns the job.

    Raises PermissionRefused, TagNotFound, UnfitValue.
    """
    require(user, "delete:tags", tenant_id=tenant_id)
    wanted = _named(names)
    plan = Plan(Act.DELETE_TAGS, _listed(wanted), dict.fromkeys(wanted, ""))
    return _start(plan, tenant_id=tenant_id, user=user)


def forget_alias(name: str, *, tenant_id: UUID, user: Any) -> None:
    """A tag that feeds send means itself again. Raises PermissionRefused, TagNotFound."""
    require(user, "write:tags", tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        count, _each = TagAlias.objects.filter(name=name).delete()
        if not count:
            raise TagNotFound(_("“%(name)s” means itself already.") % {"name": name})
        audit.record("tags.alias_removed", app="catalog", tenant_id=tenant_id, name=name)


def _start(plan: Plan, *, tenant_id: UUID, user: Any) -> Regrouping:
    with tenant_scope(tenant_id):
        with atomic("catalog"):
            for name in plan.moves:
                if not concerned_products(plan.act, {name: ""}, tenant_id=tenant_id):
                    raise TagNotFound(_("No product has the tag “%(name)s”.") % {"name": name})
            saved = remember(plan.moves, tenant_id=tenant_id)
            full = Plan(plan.act, plan.label, plan.moves, saved)
            job = begin(full, tenant_id=tenant_id, user=user)
            code = "tags.deleted" if plan.act == Act.DELETE_TAGS else "tags.changed"
            target = next(iter(plan.moves.values()))
            audit.record(
                code, app="catalog", tenant_id=tenant_id, subject=job, names=_listed(list(plan.moves)), target=target
            )
        return run(job)


def _named(names: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(name for name in names if name))
    if not wanted or len(wanted) > MOST:
        raise UnfitValue(_("Choose 1 to %(most)s tags.") % {"most": MOST}, field="names")
    return wanted


def _fitting(text: str) -> str:
    tag = " ".join(str(text).replace("\0", "").split())
    if not tag or len(tag) > LONGEST:
        raise UnfitValue(_("A tag needs 1 to %(most)s characters.") % {"most": LONGEST}, field="target")
    return tag


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
