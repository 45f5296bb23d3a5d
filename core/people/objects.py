"""The kinds of objects a grant can be given on, how they are found, and what a grant on each may hold.

Core names the models of the apps above by their labels only: a kind whose app has no such model yet does not exist.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.permissions import CODES, resource_of
from core.errors import InvalidInput
from core.people.errors import ObjectNotFound

MOST_FOUND = 20


@dataclass(frozen=True)
class Kind:
    """A kind of object: its name in addresses, its model, how it is searched, which resources it is a scope of."""

    name: str
    model_label: str
    label: Any
    search: tuple[str, ...]
    resources: tuple[str, ...]

    @property
    def codes(self) -> list[str]:
        """The permissions that make sense on such an object."""
        return [code for code in CODES if resource_of(code) in self.resources]

    @property
    def model(self) -> Any:
        """The model; None while no app has it."""
        return apps.get_model(self.model_label) if self._is_known() else None

    def _is_known(self) -> bool:
        app_label, _dot, name = self.model_label.partition(".")
        return name.lower() in apps.get_app_config(app_label).models


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "supplier",
            "suppliers.Supplier",
            gettext_lazy("Supplier"),
            ("name__icontains", "code__icontains"),
            ("suppliers", "imports", "products", "prices"),
        ),
        Kind(
            "source", "suppliers.Source", gettext_lazy("Source"), ("name__icontains", "supplier__name__icontains"),
            ("suppliers", "imports"),
        ),
        Kind("category", "catalog.Category", gettext_lazy("Category"), ("path__icontains",), ("products", "prices")),
        Kind(
            "product", "catalog.Product", gettext_lazy("Product"),
            ("search_text__startswith", "sku__startswith", "gtin__startswith"), ("products", "prices"),
        ),
        Kind(
            "channel", "imports.Channel", gettext_lazy("Channel"), ("name__icontains",), ("exports", "integrations")
        ),
        Kind("run", "imports.ImportRun", gettext_lazy("Import run"), ("source_file__name__icontains",), ("imports",)),
    )
}  # fmt: skip


def kinds() -> list[Kind]:
    """The kinds that exist in this installation."""
    return [kind for kind in KINDS.values() if kind.model is not None]


def kind_named(name: str) -> Kind:
    """The kind of that name; raises InvalidInput naming those that exist."""
    kind = next((each for each in kinds() if each.name == name), None)
    if kind is None:
        message = _("“%(kind)s” is no kind of object: use one of %(allowed)s.")
        raise InvalidInput(message % {"kind": name, "allowed": ", ".join(each.name for each in kinds())}, field="kind")
    return kind


def find_object(kind: Kind, object_id: UUID) -> Any:
    """The object in the current tenant; raises ObjectNotFound."""
    found = kind.model.objects.filter(pk=object_id).first()
    if found is None:
        raise ObjectNotFound
    return found


def search_objects(kind: Kind, text: str) -> list[tuple[UUID, str]]:
    """Objects of the current tenant whose name holds the text: id and name, at most MOST_FOUND. One query."""
    condition = Q()
    for lookup in kind.search:
        condition |= Q(**{lookup: text.casefold() if lookup.startswith("search_text") else text})
    return [(row.pk, label_of(row)) for row in kind.model.objects.filter(condition)[:MOST_FOUND]]


def labels(kind: Kind, ids: list[UUID]) -> dict[UUID, str]:
    """Names of the objects of the current tenant among these; one query."""
    return {row.pk: label_of(row) for row in kind.model.objects.filter(pk__in=ids)}


def label_of(row: Any) -> str:
    """The object as people name it."""
    return str(getattr(row, "path", None) or row)
