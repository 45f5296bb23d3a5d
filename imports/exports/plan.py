"""What an export is going to do, as one value that can be kept: products, columns, rules, format, name of the file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import InvalidInput
from core.tabular.output import Options, Sheet
from imports.exports.columns import ExportColumn, columns_of

ALL, FILTERS, VIEW, IDS = "all", "filters", "view", "ids"
SELECTIONS = {
    ALL: gettext_lazy("All products"),
    FILTERS: gettext_lazy("Products that filters leave"),
    VIEW: gettext_lazy("Products of a saved view"),
    IDS: gettext_lazy("Chosen products"),
}
AS_URLS, AS_ZIP = "urls", "zip"
IMAGES = {AS_URLS: gettext_lazy("As addresses"), AS_ZIP: gettext_lazy("Addresses, and the files in a ZIP")}
STATUSES = ("draft", "active", "inactive", "archived")
DELIMITERS = {";": gettext_lazy("Semicolon"), ",": gettext_lazy("Comma"), "\t": gettext_lazy("Tab")}
ENCODINGS = {"utf-8": "UTF-8", "iso-8859-1": "ISO-8859-1"}
FORMATS = ("csv", "xlsx", "json", "jsonl")
LONGEST_OPTION = 40


@dataclass(frozen=True)
class Selection:
    """Which products: `filters` are parameters of the list of products, as `ProductFilters.as_params` gives them."""

    kind: str = ALL
    filters: Mapping[str, Any] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    view_id: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Selection":
        """From JSON. Raises InvalidInput."""
        kind = values.get("kind") or ALL
        if kind not in SELECTIONS:
            message = _("“%(kind)s” is no choice of products: use one of %(allowed)s.")
            allowed = ", ".join(SELECTIONS)
            raise InvalidInput(message % {"kind": kind, "allowed": allowed}, code="EXPORT_SELECTION_INVALID")
        ids = tuple(dict.fromkeys(str(pk) for pk in values.get("ids") or ()))
        view_id = str(values.get("view_id") or "")
        if kind == IDS and not ids:
            raise InvalidInput(_("No product is chosen: choose at least one."), code="EXPORT_SELECTION_INVALID")
        if kind == VIEW and not view_id:
            raise InvalidInput(_("No saved view is chosen: choose one."), code="EXPORT_SELECTION_INVALID")
        return cls(kind, dict(values.get("filters") or {}), ids, view_id)


@dataclass(frozen=True)
class Rules:
    """Which of the chosen products are good enough."""

    statuses: tuple[str, ...] = ("active",)
    min_completeness: int = 0

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Rules":
        """From JSON. Raises InvalidInput."""
        statuses = tuple(values.get("statuses") or cls.statuses)
        if strange := [status for status in statuses if status not in STATUSES]:
            message = _("“%(status)s” is no status that can be exported: use some of %(allowed)s.")
            words = {"status": strange[0], "allowed": ", ".join(STATUSES)}
            raise InvalidInput(message % words, code="EXPORT_RULES_INVALID")
        least = int(values.get("min_completeness") or 0)
        if not 0 <= least <= 100:
            message = _("A completeness of %(least)s %% is not possible: from 0 to 100.")
            raise InvalidInput(message % {"least": least}, code="EXPORT_RULES_INVALID")
        return cls(statuses, least)


@dataclass(frozen=True)
class Plan:
    """Everything that decides what is in the file."""

    selection: Selection = field(default_factory=Selection)
    columns: tuple[ExportColumn, ...] = ()
    rules: Rules = field(default_factory=Rules)
    options: Mapping[str, Any] = field(default_factory=dict)
    preset: str = ""
    images: str = AS_URLS
    file_name: str = ""
    language: str = ""
    # A sheet to edit: with hidden columns, without rules, without what variants inherit.
    is_sheet: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Plan":
        """From JSON. Raises InvalidInput."""
        return cls(
            selection=Selection.of(values.get("selection") or {}),
            columns=tuple(columns_of(values.get("columns") or ())),
            rules=Rules.of(values.get("rules") or {}),
            options=checked_options(values.get("options") or {}),
            preset=str(values.get("preset") or ""),
            images=AS_ZIP if values.get("images") == AS_ZIP else AS_URLS,
            file_name=str(values.get("file_name") or ""),
            language=str(values.get("language") or ""),
            is_sheet=bool(values.get("is_sheet")),
        )

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        values = asdict(self)
        return {**values, "columns": [column.to_json() for column in self.columns], "options": dict(self.options)}


def checked_options(values: Mapping[str, Any]) -> dict[str, Any]:
    """Options of the format that are known, with values that are allowed. Raises InvalidInput."""
    known = {name: values[name] for name in _ALLOWED if values.get(name) is not None}
    for name, value in known.items():
        allowed = _ALLOWED[name]
        if allowed is None:
            _check_text(name, value)
        elif value not in allowed:
            message = _("“%(value)s” is not possible for %(name)s: use one of %(allowed)s.")
            words = {"value": value, "name": name, "allowed": ", ".join(repr(each) for each in allowed)}
            raise InvalidInput(message % words, code="EXPORT_OPTIONS_INVALID")
    return known


def _check_text(name: str, value: Any) -> None:
    if not isinstance(value, str) or len(value) > LONGEST_OPTION:
        message = _("%(name)s is a text of at most %(most)s characters.") % {"name": name, "most": LONGEST_OPTION}
        raise InvalidInput(message, code="EXPORT_OPTIONS_INVALID")


def writer_options(values: Mapping[str, Any]) -> Options:
    """The options as the writers take them."""
    own = {name: values[name] for name in _OF_WRITER if name in values}
    sheet = Sheet(
        name=str(values.get("sheet_name") or "Export"),
        bold_header=bool(values.get("bold_header", True)),
        fit_width=bool(values.get("fit_width", True)),
    )
    return Options(**own, sheet=sheet)


_FLAG = (True, False)
_ALLOWED: dict[str, Any] = {
    "delimiter": tuple(DELIMITERS),
    "encoding": tuple(ENCODINGS),
    "bom": _FLAG,
    "quote_all": _FLAG,
    "guarded": _FLAG,
    "list_separator": None,
    "pretty": _FLAG,
    "sheet_name": None,
    "bold_header": _FLAG,
    "fit_width": _FLAG,
}
_OF_WRITER = ("delimiter", "encoding", "bom", "quote_all", "guarded", "list_separator", "pretty")
