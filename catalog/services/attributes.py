"""Attributes of a tenant: making, changing, choices, removing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import polars as pl
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.attributes import GROUPS, Kind, attribute_key, standard_of
from catalog.attributes.names import ValueName
from catalog.bulk import execute
from catalog.errors import AttributeInUse, AttributeNotFound, AttributeTaken, UnfitValue
from catalog.folding import name_key
from catalog.models import Attribute, AttributeAlias, AttributeOption, AttributeValue, Product
from catalog.services.attribute_values import CLAIM, make_attributes
from catalog.units import FAMILY_OF
from core import audit
from core.access import require
from core.databases import atomic
from core.tenancy import tenant_scope

_WRITE, _DELETE = "write:products", "delete:products"
MOST_CHOICES = 2_000
_CLAIM = CLAIM.format(these="v.attribute_id = %(attribute_id)s")


@dataclass(frozen=True)
class Choice:
    """A choice of a select attribute; `labels`: what people read, by language."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AttributeSpec:
    """What people say about an attribute; `labels`: its name by language ("": in all)."""

    name: str
    kind: Kind = Kind.TEXT
    group: str = "other"
    unit: str = ""
    localizable: bool = False
    unique: bool = False
    filterable: bool = False
    position: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[Choice] = ()


def make_attribute(spec: AttributeSpec, *, tenant_id: UUID, user: Any) -> UUID:
    """Make an attribute; returns its id. Raises PermissionRefused, AttributeTaken, UnfitValue."""
    require(user, _WRITE, tenant_id=tenant_id)
    name, key = _checked_name(spec.name)
    _check(spec)
    try:
        with atomic("catalog"), tenant_scope(tenant_id):
            if AttributeAlias.objects.filter(key=key).exists():
                raise _taken(name)
            made = Attribute.objects.create(
                tenant_id=tenant_id, name=name, key=key, standard=_standard_code(key), **_columns(spec)
            )
            _set_choices(made, spec.choices)
            audit.record("attribute.created", app="catalog", tenant_id=tenant_id, subject=made, after=_told(spec))
    except IntegrityError as error:
        raise _taken(name) from error
    return made.pk


def change_attribute(attribute_id: UUID, spec: AttributeSpec, *, tenant_id: UUID, user: Any) -> None:
    """Change everything but the name, which the history of products holds: people read the labels.

    Kind and unit stay while products have values. Raises PermissionRefused, AttributeNotFound, AttributeInUse,
    UnfitValue.
    """
    require(user, _WRITE, tenant_id=tenant_id)
    with atomic("catalog"), tenant_scope(tenant_id):
        attribute = _held(attribute_id)
        spec = _of_standard(attribute, spec)
        _check(spec)
        _check_unchanged(attribute, spec)
        before = _told(_spec_of(attribute))
        for name, value in _columns(spec).items():
            setattr(attribute, name, value)
        attribute.save()
        _set_choices(attribute, spec.choices)
        _hold_unique(attribute)
        audit.record(
            "attribute.changed", app="catalog", tenant_id=tenant_id, subject=attribute, before=before, after=_told(spec)
        )


def delete_attribute(attribute_id: UUID, *, tenant_id: UUID, user: Any) -> None:
    """Remove an attribute that no product has a value of; raises AttributeInUse, AttributeNotFound."""
    require(user, _DELETE, tenant_id=tenant_id)
    with atomic("catalog"), tenant_scope(tenant_id):
        attribute = _held(attribute_id)
        if AttributeValue.objects.filter(attribute=attribute).exists():
            message = _("Products have values of “%(name)s”: merge it into another attribute, or clear them first.")
            raise AttributeInUse(message % {"name": attribute.name})
        refuse_axis(attribute, tenant_id=tenant_id)
        audit.record("attribute.deleted", app="catalog", tenant_id=tenant_id, subject=attribute)
        attribute.delete()


def used_attribute(name: str, *, tenant_id: UUID) -> UUID:
    """The id of the attribute with this name, made if it is a standard one that nobody has used; AttributeNotFound."""
    key = attribute_key(name)
    with tenant_scope(tenant_id):
        found = Attribute.objects.filter(key=key).values_list("pk", flat=True).first()
        if found is None and standard_of(key):
            make_attributes([str(ValueName(name))], tenant_id=tenant_id)
            found = Attribute.objects.filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        raise AttributeNotFound
    return found


def refuse_axis(attribute: Attribute, *, tenant_id: UUID) -> None:
    """Raise AttributeInUse when variants of a model differ in this attribute."""
    with tenant_scope(tenant_id):
        if Product.objects.filter(variant_axes__contains=[attribute.key]).exists():
            message = _("Variants differ by “%(name)s”: take it from their axes first.")
            raise AttributeInUse(message % {"name": attribute.name})


def _held(attribute_id: UUID) -> Attribute:
    attribute = Attribute.objects.select_for_update(no_key=True).filter(pk=attribute_id).first()
    if attribute is None:
        raise AttributeNotFound
    return attribute


def _checked_name(text: str) -> tuple[str, str]:
    name = " ".join(text.split())
    if not name or len(name) > 120 or any(character in name for character in ":@\n"):
        raise UnfitValue(_("An attribute needs a name of at most 120 characters, without : and @."), field="name")
    return name, attribute_key(name)


def _check(spec: AttributeSpec) -> None:
    if spec.group not in GROUPS:
        message = _("“%(group)s” is no group: use one of %(allowed)s.")
        raise UnfitValue(message % {"group": spec.group, "allowed": ", ".join(GROUPS)}, field="group")
    if spec.kind is Kind.MEASURE and spec.unit not in FAMILY_OF:
        message = _("A measure needs a unit: use one of %(allowed)s.")
        raise UnfitValue(message % {"allowed": ", ".join(FAMILY_OF)}, field="unit")
    if len(spec.choices) > MOST_CHOICES:
        message = _("%(count)s choices are too many: at most %(most)s are kept.")
        raise UnfitValue(message % {"count": len(spec.choices), "most": MOST_CHOICES}, field="choices")


def _check_unchanged(attribute: Attribute, spec: AttributeSpec) -> None:
    values = AttributeValue.objects.filter(attribute=attribute)
    if (attribute.kind, attribute.unit) != (spec.kind, _unit(spec)) and values.exists():
        message = _("Products have values of “%(name)s”: its kind and unit stay as they are.")
        raise AttributeInUse(message % {"name": attribute.name}, field="kind")
    if attribute.is_localizable and not spec.localizable and values.exclude(language="").exists():
        message = _("Products have values of “%(name)s” in several languages: clear these first.")
        raise AttributeInUse(message % {"name": attribute.name}, field="localizable")


def _of_standard(attribute: Attribute, spec: AttributeSpec) -> AttributeSpec:
    """What a standard attribute is stays; people name it and say where it is shown."""
    standard = standard_of(attribute.key) if attribute.standard else None
    if standard is None:
        return spec
    return replace(
        spec,
        kind=standard.kind,
        group=standard.group,
        unit=standard.unit,
        localizable=standard.localizable,
        unique=standard.unique,
    )


def _columns(spec: AttributeSpec) -> dict[str, Any]:
    return {
        "kind": spec.kind,
        "group": spec.group,
        "unit": _unit(spec),
        "is_localizable": spec.localizable,
        "is_unique": spec.unique,
        "is_filterable": spec.filterable,
        "position": spec.position,
        "labels": {code: label.strip() for code, label in spec.labels.items() if label.strip()},
    }


def _unit(spec: AttributeSpec) -> str:
    return spec.unit if spec.kind in (Kind.MEASURE, Kind.INTEGER, Kind.DECIMAL) else ""


def _spec_of(attribute: Attribute) -> AttributeSpec:
    return AttributeSpec(
        name=attribute.name,
        kind=Kind(attribute.kind),
        group=attribute.group,
        unit=attribute.unit,
        localizable=attribute.is_localizable,
        unique=attribute.is_unique,
        filterable=attribute.is_filterable,
        position=attribute.position,
        labels=attribute.labels,
        choices=[Choice(each.name, each.labels) for each in attribute.options.all()],
    )


def _told(spec: AttributeSpec) -> dict[str, Any]:
    return {
        "kind": str(spec.kind),
        "group": spec.group,
        "unit": _unit(spec),
        "localizable": spec.localizable,
        "unique": spec.unique,
        "filterable": spec.filterable,
        "labels": dict(spec.labels),
        "choices": [each.name for each in spec.choices],
    }


def _set_choices(attribute: Attribute, choices: Sequence[Choice]) -> None:
    """Keep, add and remove choices; one that products have stays."""
    wanted = _keyed(choices)
    known = {each.key: each for each in attribute.options.all()}
    gone = [each for key, each in known.items() if key not in wanted]
    _check_unused(attribute, gone)
    AttributeOption.objects.filter(pk__in=[each.pk for each in gone]).delete()
    for position, (key, choice) in enumerate(wanted.items()):
        option = known.get(key) or AttributeOption(tenant_id=attribute.tenant_id, attribute=attribute, key=key)
        option.name, option.labels, option.position = (
            known[key].name if key in known else choice.name,
            dict(choice.labels),
            position,
        )
        option.save()


def _keyed(choices: Sequence[Choice]) -> dict[str, Choice]:
    names = [" ".join(each.name.split()) for each in choices]
    keys = pl.Series(names, dtype=pl.String).to_frame("name").select(name_key(pl.col("name")))["name"].to_list()
    return {key: replace(choice, name=name) for key, name, choice in zip(keys, names, choices, strict=True) if name}


def _check_unused(attribute: Attribute, gone: Sequence[AttributeOption]) -> None:
    for option in gone:
        count = (
            AttributeValue.objects.filter(attribute=attribute, value__regex=rf"(^|\n){_quoted(option.name)}(\n|$)")
        ).count()
        if count:
            message = ngettext(
                "%(count)s product has the choice “%(name)s”: give it another one first.",
                "%(count)s products have the choice “%(name)s”: give them another one first.",
                count,
            )
            raise AttributeInUse(message % {"count": count, "name": option.name}, field="choices")


def _quoted(text: str) -> str:
    """The text for a regular expression of PostgreSQL."""
    return re.sub(r"([^\w ])", r"\\\1", text)


def _hold_unique(attribute: Attribute) -> None:
    """Values of a unique attribute are held by the first product that has them; of another one by nobody."""
    values = AttributeValue.objects.filter(attribute=attribute)
    if not attribute.is_unique:
        values.exclude(unique_value=None).update(unique_value=None)
    else:
        execute(_CLAIM, {"tenant_id": attribute.tenant_id, "attribute_id": attribute.pk})


def _standard_code(key: str) -> str:
    standard = standard_of(key)
    return standard.code if standard else ""


def _taken(name: str) -> AttributeTaken:
    message = _("There is an attribute “%(name)s” already, or one of the same meaning: use that one.")
    return AttributeTaken(message % {"name": name}, field="name")
