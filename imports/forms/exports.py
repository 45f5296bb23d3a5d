"""Forms of exports: a new one, a template with its columns, a destination."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from imports.exports.columns import ExportColumn
from imports.exports.conversions import CONVERSIONS
from imports.exports.destinations import way_of
from imports.exports.plan import DELIMITERS, ENCODINGS, IMAGES, STATUSES, Rules, Selection
from imports.forms.connections import ConnectionForm
from imports.models import Format
from imports.selectors.export_words import STATUS_WORDS
from imports.services.exports.making import ExportRequest

USUAL = ("", _("As the template says"))
SELECTIONS = (
    ("all", _("All products")),
    ("filters", _("The products of the list, as it is filtered")),
    ("view", _("The products of a saved view")),
    ("ids", _("The products that are chosen")),
)
DELIMITER_NAMES = {"\t": "tab"}


class OptionsForm(forms.Form):
    """How the file is written; what does not concern its format is not looked at."""

    delimiter = forms.ChoiceField(label=_("Separator (CSV)"), required=False)
    encoding = forms.ChoiceField(label=_("Characters (CSV)"), required=False)
    quote_all = forms.BooleanField(label=_("Quotes around every value (CSV)"), required=False)
    sheet_name = forms.CharField(label=_("Name of the sheet (Excel)"), required=False, max_length=25)
    pretty = forms.BooleanField(label=_("Indented (JSON)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(DELIMITER_NAMES.get(mark, mark), label) for mark, label in DELIMITERS.items()]
        self.fields["delimiter"].choices = [USUAL, *named]  # type: ignore[attr-defined]
        self.fields["encoding"].choices = [USUAL, *ENCODINGS.items()]  # type: ignore[attr-defined]

    def options(self) -> dict[str, Any]:
        """What was chosen."""
        values = {name: self.cleaned_data[name] for name in ("encoding", "sheet_name") if self.cleaned_data[name]}
        if self.cleaned_data["delimiter"]:
            values["delimiter"] = {"tab": "\t"}.get(self.cleaned_data["delimiter"], self.cleaned_data["delimiter"])
        return values | {name: True for name in ("quote_all", "pretty") if self.cleaned_data[name]}

    @staticmethod
    def first_answers(options: Mapping[str, Any]) -> dict[str, Any]:
        """The form for options that are kept."""
        mark = options.get("delimiter", "")
        return {**options, "delimiter": DELIMITER_NAMES.get(mark, mark)}


class WishForm(OptionsForm):
    """What is exported: products, layout, format, name of the file, destination."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    selection = forms.ChoiceField(label=_("Products"), choices=SELECTIONS, widget=forms.RadioSelect)
    query = forms.CharField(required=False, widget=forms.HiddenInput)
    view_id = forms.ChoiceField(label=_("Saved view"), required=False)
    layout = forms.ChoiceField(label=_("Template"))
    format = forms.ChoiceField(label=_("Format"), required=False, choices=[USUAL, *Format.choices])
    statuses = forms.MultipleChoiceField(
        label=_("Statuses"),
        required=False,
        choices=[(status, STATUS_WORDS[status]) for status in STATUSES],
        widget=forms.CheckboxSelectMultiple,
    )
    min_completeness = forms.IntegerField(
        label=_("Completeness at least (%)"), required=False, min_value=0, max_value=100
    )
    file_name = forms.CharField(
        label=_("Name of the file"),
        required=False,
        max_length=120,
        help_text=_("Variables: {date}, {datetime}, {timestamp}, {format}, {count}."),
    )
    language = forms.ChoiceField(
        label=_("Language of texts"), required=False, choices=[("", _("As they are")), ("fr", "fr"), ("en", "en")]
    )
    images = forms.ChoiceField(label=_("Images"), choices=list(IMAGES.items()), required=False)
    destination_id = forms.ChoiceField(label=_("Destination"), required=False)

    def __init__(
        self,
        *args: Any,
        layouts: Sequence[tuple[Any, Any]],
        views: Sequence[tuple[str, str]],
        destinations: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "layout": layouts,
            "view_id": [("", "–"), *views],
            "destination_id": [("", _("Only on its page")), *destinations],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        query = (self.data if self.is_bound else self.initial).get("query", "")
        known = QueryDict(query or "")
        possible = {"all", *(["filters"] if known else []), *(["view"] if views else [])}
        possible |= {"ids"} if "id" in known else set()
        kept = [choice for choice in SELECTIONS if choice[0] in possible]
        self.fields["selection"].choices = kept  # type: ignore[attr-defined]

    def request(self) -> ExportRequest:
        """What the services take. Raises InvalidInput."""
        values = self.cleaned_data
        plain = {name: values[name] for name in ("name", "layout", "format", "file_name", "language")}
        return ExportRequest(
            **plain,
            selection=self._selection(),
            options=self.options(),
            rules=self._rules(),
            images=values["images"] or "urls",
            destination_id=values["destination_id"] or None,
        )

    def _selection(self) -> Selection:
        kind, known = self.cleaned_data["selection"], QueryDict(self.cleaned_data["query"])
        if kind == "ids":
            return Selection.of({"kind": kind, "ids": known.getlist("id")})
        if kind == "filters":
            filters = {name: texts for name, texts in known.lists() if name != "id"}
            return Selection.of({"kind": kind, "filters": filters})
        return Selection.of({"kind": kind, "view_id": self.cleaned_data["view_id"]})

    def _rules(self) -> Rules | None:
        statuses, least = self.cleaned_data["statuses"], self.cleaned_data["min_completeness"]
        if not statuses and least is None:
            return None
        return Rules.of({"statuses": statuses, "min_completeness": least or 0})


class TemplateForm(OptionsForm):
    """A template without its columns, which are rows of their own."""

    name = forms.CharField(label=_("Name"), max_length=120)
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)
    statuses = forms.MultipleChoiceField(
        label=_("Statuses"),
        required=False,
        choices=[(status, STATUS_WORDS[status]) for status in STATUSES],
        widget=forms.CheckboxSelectMultiple,
    )
    min_completeness = forms.IntegerField(
        label=_("Completeness at least (%)"), required=False, min_value=0, max_value=100
    )
    is_shared = forms.BooleanField(label=_("Shared with everybody"), required=False)
    is_default = forms.BooleanField(label=_("Proposed first"), required=False)

    def __init__(self, *args: Any, may_manage: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_manage:
            del self.fields["is_default"]

    def values(self) -> dict[str, Any]:
        """What the services take, without the columns."""
        given = self.cleaned_data
        rules = {"statuses": given["statuses"], "min_completeness": given["min_completeness"] or 0}
        names = ("name", "format", "is_shared", "is_default")
        plain: dict[str, Any] = {name: given[name] for name in names if name in given}
        return {**plain, "options": self.options(), "rules": rules}


def columns_in(data: QueryDict) -> list[dict[str, Any]]:
    """The rows of the table of columns, in the order of their numbers; rows without anything are left out."""
    names = ("source", "header", "conversion", "expression", "default", "required", "place")
    lists = [data.getlist(f"column_{name}") for name in names]
    height = max(map(len, lists), default=0)
    given = dict(zip(names, lists, strict=True))
    rows = [{name: values[n] if n < len(values) else "" for name, values in given.items()} for n in range(height)]
    filled = [row for row in rows if any(row[name].strip() for name in ("source", "header", "expression", "default"))]
    filled.sort(key=lambda row: int(row["place"]) if row["place"].isdigit() else 10_000)
    return [_column(row) for row in filled]


def _column(row: dict[str, str]) -> dict[str, Any]:
    texts = {name: row[name].strip() for name in ("source", "header", "conversion", "expression", "default")}
    return ExportColumn.of({**texts, "required": row["required"] == "yes"}).to_json()


def conversion_choices() -> list[tuple[str, Any]]:
    """The conversions as a field offers them."""
    return [("", _("None")), *((name, label) for name, (label, _function) in CONVERSIONS.items())]


class DestinationNameForm(forms.Form):
    """The name of a destination."""

    name = forms.CharField(label=_("Name"), max_length=120)


class DestinationForm(ConnectionForm):
    """What a kind of destination asks for."""

    def asked_of(self, kind: str) -> Sequence[Any]:
        """What the kind asks for."""
        return way_of(kind).fields if kind else ()


class SheetForm(forms.Form):
    """An edited sheet."""

    file = forms.FileField(label=_("Edited sheet"))
