"""A mapping as data: which column feeds which field, how, and when."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput
from imports.feeds.mapping.fields import TARGETS, target_of

VERSION = 1
MODES = ("always", "only_if_empty", "only_new", "never")
Step = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class FieldMapping:
    """Where one field comes from: a column, an expression over several, or a default alone.

    `decimal` is the decimal mark of its column when known.
    """

    column: str | None = None
    transformations: tuple[Step, ...] = ()
    default: str | None = None
    mode: str = "always"
    decimal: str | None = None
    expression: str | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON form; `decimal` and `expression` only when set."""
        data: dict[str, Any] = {
            "column": self.column,
            "transformations": [{"name": name, **parameters} for name, parameters in self.transformations],
            "default": self.default,
            "mode": self.mode,
        }
        given = {"decimal": self.decimal, "expression": self.expression}
        return data | {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Inherit:
    """Rows without title take empty `fields` from the first titled row of their product.

    Rows of a product share the column `by`; without `by` they stand directly beneath the titled row.
    """

    by: str | None
    fields: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON form."""
        return {"by": self.by, "fields": list(self.fields)}


@dataclass(frozen=True)
class Mapping:
    """The mapping of one file layout."""

    fields: Table[str, FieldMapping] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    inherit: Inherit | None = None

    def to_json(self) -> dict[str, Any]:
        """The stored and exchanged form."""
        return {
            "version": VERSION,
            "fields": {name: mapped.to_json() for name, mapped in self.fields.items()},
            "ignored": list(self.ignored),
            "inherit": self.inherit.to_json() if self.inherit else None,
        }

    @classmethod
    def from_json(cls, data: Any) -> "Mapping":
        """Read and check the stored form; InvalidInput says which entry is wrong and what is allowed."""
        if not isinstance(data, dict) or not isinstance(data.get("fields"), dict):
            raise InvalidInput(_("A mapping is a JSON object with “fields”."), code="mapping_invalid")
        if data.get("version", VERSION) != VERSION:
            message = _("This mapping has version %(got)s; version %(known)s is understood.")
            raise InvalidInput(message % {"got": data["version"], "known": VERSION}, code="mapping_version")
        return cls(
            fields={name: _read_field(name, entry) for name, entry in data["fields"].items()},
            ignored=tuple(str(column) for column in _listed("ignored", data.get("ignored"))),
            inherit=_read_inherit(data["inherit"]) if data.get("inherit") else None,
        )


def _read_field(name: str, entry: Any) -> FieldMapping:
    if target_of(name) is None:
        raise _invalid(name, _("this field does not exist; fields are: %s") % ", ".join(TARGETS))
    if isinstance(entry, str):
        return FieldMapping(column=entry)
    if not isinstance(entry, dict) or not any(entry.get(origin) for origin in ("column", "expression", "default")):
        raise _invalid(name, _("a column, an expression or a default value is needed"))
    if entry.get("column") and entry.get("expression"):
        raise _invalid(name, _("it has a column or an expression, not both; a transformation can calculate too"))
    mode = entry.get("mode") or "always"
    if mode not in MODES:
        raise _invalid(name, _("the mode is one of: %s") % ", ".join(MODES))
    texts = {key: entry.get(key) for key in ("column", "default", "decimal", "expression")}
    wrong = next((key for key, value in texts.items() if not isinstance(value, str | None)), None)
    if wrong:
        raise _invalid(name, _("“%s” is a text") % wrong)
    steps = _listed(name, entry.get("transformations"))
    return FieldMapping(**texts, transformations=tuple(_read_step(name, step) for step in steps), mode=mode)


def _read_inherit(data: Any) -> Inherit:
    if not isinstance(data, dict) or not isinstance(data.get("by"), str | None):
        raise _invalid("inherit", _("an object with “by” and “fields” is needed"))
    return Inherit(data.get("by"), tuple(str(name) for name in _listed("inherit", data.get("fields"))))


def _listed(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list | None):
        raise _invalid(name, _("a list is needed"))
    return value or []


def _read_step(name: str, step: Any) -> Step:
    if not isinstance(step, dict) or not isinstance(step.get("name"), str):
        raise _invalid(name, _("each transformation is an object with a “name”"))
    return step["name"], {key: value for key, value in step.items() if key != "name"}


def _invalid(name: str, reason: Any) -> InvalidInput:
    message = _("The mapping of “%(field)s” is not valid: %(reason)s.") % {"field": name, "reason": reason}
    return InvalidInput(message, code="mapping_invalid", field=name)
