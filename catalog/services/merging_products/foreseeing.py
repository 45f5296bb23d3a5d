"""What a merge would do, without doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog.absorbing import Side, Union
from catalog.fields import dimension_of
from catalog.rights import READ, require_products
from catalog.selectors.words import Names
from catalog.services.changing import Held, hold
from catalog.services.merging_products import checking
from catalog.services.merging_products.joining import union_of
from catalog.services.sources import joint_source_values
from core.databases import atomic
from core.errors import Conflict
from core.tenancy import tenant_scope

_LEFT_OUT = frozenset({"status", "locks", "kind", "parent", "variant_axes"})


@dataclass(frozen=True)
class MergedField:
    """A value of the two products that differ, and the one that would remain; values as people read them.

    `side`: whose it is by default, "both" for united lists, "source" for what the order of suppliers gives.
    """

    name: str
    label: str
    survivor: Any
    absorbed: Any
    kept: Any
    side: str
    can_choose: bool = True


@dataclass(frozen=True)
class MergeForecast:
    """The fields that differ; `refusal` says why the two cannot be merged, "" when they can."""

    fields: list[MergedField]
    refusal: str = ""


def foresee_merge(
    survivor_id: UUID, absorbed_id: UUID, *, tenant_id: UUID, user: Any, choices: Mapping[str, Side] | None = None
) -> MergeForecast:
    """Field by field what would remain. Raises PermissionRefused, ProductNotFound, UnknownField."""
    wanted = dict(choices or {})
    checking.check_two(survivor_id, absorbed_id)
    checking.check_choices(wanted)
    require_products(user, READ, [survivor_id, absorbed_id], tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        held = hold(sorted((survivor_id, absorbed_id)), tenant_id=tenant_id)
        survivor, absorbed = held[survivor_id], held[absorbed_id]
        refusal = ""
        try:
            checking.check_mergeable(survivor, absorbed, tenant_id=tenant_id)
        except Conflict as error:
            refusal = str(error)
        sources = joint_source_values([survivor_id, absorbed_id], tenant_id=tenant_id)
        union = union_of(survivor, absorbed, choices=wanted, sources=sources, tenant_id=tenant_id)
        names = Names.of([survivor.values, absorbed.values, union.patch])
        compared = ((name, survivor.values.get(name), absorbed.values.get(name)) for name in _names(survivor, absorbed))
        fields = [
            _merged(name, ours, theirs, union=union, names=names, can_choose=_can_choose(name, survivor))
            for name, ours, theirs in compared
            if ours != theirs or name in union.patch
        ]
    return MergeForecast(fields, refusal)


def _names(survivor: Held, absorbed: Held) -> list[str]:
    return [name for name in dict.fromkeys((*survivor.values, *absorbed.values)) if name not in _LEFT_OUT]


def _can_choose(name: str, survivor: Held) -> bool:
    return name not in survivor.locks and dimension_of(name) != "bundle" and name != "further_categories"


def _merged(name: str, ours: Any, theirs: Any, *, union: Union, names: Names, can_choose: bool) -> MergedField:
    kept = union.patch.get(name, ours)
    side = "survivor" if kept == ours else "absorbed" if kept == theirs else "both" if ours else "source"
    return MergedField(
        name,
        names.label(name),
        survivor=names.readable(name, ours),
        absorbed=names.readable(name, theirs),
        kept=names.readable(name, kept),
        side=side,
        can_choose=can_choose,
    )
