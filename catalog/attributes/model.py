"""What a standard attribute is, and the groups that all attributes and fields are arranged in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models.attribute import Attribute

Kind = Attribute.Kind
# Code -> label, in the order of the product page.
GROUPS: dict[str, Any] = {
    "identity": _("Identity"),
    "texts": _("Texts"),
    "prices": _("Prices and tax"),
    "stock": _("Stock and ordering"),
    "dimensions": _("Dimensions and packing"),
    "design": _("Variants and design"),
    "technical": _("Technical data"),
    "compliance": _("Compliance and customs"),
    "lifecycle": _("Life cycle"),
    "environment": _("Energy and environment"),
    "warranty": _("Warranty and returns"),
    "b2b": _("Business customers"),
    "marketing": _("Marketing"),
    "seo": _("Search engines"),
    "links": _("Images and links"),
    "other": _("Further attributes"),
}


@dataclass(frozen=True)
class Standard:
    """A further field that every catalogue knows; `synonyms` are other names that feeds give it.

    `choices`: (value, label) of a choice; `pattern` what a text must look like, said in words by `hint`.
    """

    code: str
    label: Any
    group: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    localizable: bool = False
    unique: bool = False
    choices: Sequence[tuple[str, Any]] = ()
    pattern: str = ""
    hint: Any = ""
    help: Any = ""
    synonyms: Sequence[str] = ()
