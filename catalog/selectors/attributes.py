"""Attributes as everybody reads them: those of the tenant, the standard ones, those a product is asked for."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.attributes import STANDARD, Kind, Standard, attribute_key, standard_of
from catalog.attributes.names import ValueName, is_attribute
from catalog.attributes.values import AttributeFacts
from catalog.errors import UnfitValue
from catalog.folding import name_key
from catalog.models import Attribute, AttributeAlias, AttributeFamily, AttributeMerge, AttributeOption, AttributeValue
from core.jobs import JobStatus
from core.tenancy import tenant_scope


def attributes_by_key(keys: Collection[str], *, tenant_id: UUID) -> dict[str, AttributeFacts]:
    """The attributes with these folded names (or other names of theirs): key -> facts; at most three queries.

    A standard attribute is known even before a product has it; its `id` is then None.
    """
    if not keys:
        return {}
    with tenant_scope(tenant_id):
        aliases = dict(AttributeAlias.objects.filter(key__in=keys).values_list("key", "attribute_id"))
        found = [facts_of(each) for each in _with_options().filter(Q(key__in=keys) | Q(pk__in=aliases.values()))]
    known = {each.key: each for each in found}
    by_id = {each.id: each for each in found}
    known |= {key: by_id[pk] for key, pk in aliases.items() if pk in by_id}
    return {key: facts for key in keys if (facts := known.get(key) or standard_facts(key))}


def attributes_named(names: Iterable[str], *, tenant_id: UUID) -> dict[str, AttributeFacts]:
    """The attributes that these value names (`attribute:Colour`, `attribute@fr:Colour`) mean, by value name.

    Names of unknown attributes are left out.
    """
    wanted = {name: attribute_key(ValueName.of(name).name) for name in names if is_attribute(name)}
    known = attributes_by_key(set(wanted.values()), tenant_id=tenant_id)
    return {name: known[key] for name, key in wanted.items() if key in known}


def all_attributes(*, tenant_id: UUID, with_standard: bool = True) -> list[AttributeFacts]:
    """The tenant's attributes and, unless told otherwise, the standard ones no product has yet; by group and place."""
    with tenant_scope(tenant_id):
        own = [facts_of(each) for each in _with_options()]
    used = {each.key for each in own}
    unused = (standard_facts(attribute_key(code)) for code in STANDARD) if with_standard else ()
    return in_order([*own, *(each for each in unused if each and each.key not in used)])


def used_attributes(*, tenant_id: UUID) -> set[UUID]:
    """The attributes that products have values of; one look-up in the index for each."""
    with tenant_scope(tenant_id):
        values = AttributeValue.objects.order_by().filter(attribute=OuterRef("pk"))
        return set(Attribute.objects.order_by().filter(Exists(values)).values_list("pk", flat=True))


def merges_at_work(*, tenant_id: UUID) -> list[AttributeMerge]:
    """The merges that wait, work or failed in the last days, latest first."""
    with tenant_scope(tenant_id):
        found = AttributeMerge.objects.exclude(status__in=(JobStatus.COMPLETED, JobStatus.CANCELLED))
        return list(found.order_by("-created_at")[:20])


def in_order(attributes: Iterable[AttributeFacts]) -> list[AttributeFacts]:
    """Standard ones first, in the order of the registry, then the tenant's own by place and name."""
    places = {code: place for place, code in enumerate(STANDARD)}
    return sorted(
        attributes,
        key=lambda each: (
            0 if each.standard else 1,
            places.get(each.standard.code, 0) if each.standard else each.position,
            each.label.casefold(),
        ),
    )


def facts_of(attribute: Attribute) -> AttributeFacts:
    """A stored attribute; its options must have been fetched."""
    standard = STANDARD.get(attribute.standard)
    language = get_language() or ""
    options: Iterable[AttributeOption] = attribute.options.all()
    own = {each.name: each.labels.get(language) or each.labels.get("") or each.name for each in options}
    return AttributeFacts(
        id=attribute.pk,
        name=attribute.name,
        key=attribute.key,
        kind=Kind(attribute.kind),
        group=attribute.group or (standard.group if standard else "other"),
        unit=attribute.unit,
        localizable=attribute.is_localizable,
        unique=attribute.is_unique,
        filterable=attribute.is_filterable,
        position=attribute.position,
        standard=standard,
        choices={**_choices(standard), **own},
        labels=attribute.labels,
        choice_labels={each.name: each.labels for each in options},
    )


def value_label(value: Any, attribute: AttributeFacts) -> Any:
    """A stored value for reading: choices by their labels (several as a list), measures with their unit."""
    if value is None:
        return None
    if attribute.kind is Kind.SELECT:
        return attribute.choices.get(value, value)
    if attribute.kind is Kind.MULTISELECT:
        return [attribute.choices.get(each, each) for each in str(value).split("\n")]
    return value


def _with_options() -> Any:
    return Attribute.objects.prefetch_related(Prefetch("options", AttributeOption.objects.order_by("position", "name")))


def standard_facts(key: str) -> AttributeFacts | None:
    """A standard attribute as it is before anybody has used it; no query."""
    standard = standard_of(key)
    if standard is None:
        return None
    return AttributeFacts(
        id=None,
        name=standard.code,
        key=key,
        kind=standard.kind,
        group=standard.group,
        unit=standard.unit,
        localizable=standard.localizable,
        unique=standard.unique,
        standard=standard,
        choices=_choices(standard),
    )


def _choices(standard: Standard | None) -> Mapping[str, str]:
    return {name: str(label) for name, label in standard.choices} if standard else {}


def family_named(name: str, *, tenant_id: UUID) -> AttributeFamily:
    """The family with this name, whatever the spelling; raises UnfitValue."""
    key = str(pl.select(name_key(pl.lit(name))).item())
    with tenant_scope(tenant_id):
        found = AttributeFamily.objects.filter(key=key).first()
    if found is None:
        message = _("“%(name)s” is no family of products: make it first, or use one that exists.")
        raise UnfitValue(message % {"name": name}, field="family")
    return found
