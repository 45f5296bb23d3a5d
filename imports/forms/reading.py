"""How a file is read: what recognition guessed, and what a person overrules."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", gettext_lazy("Windows-1252 (western Europe)")),
    ("iso8859-1", gettext_lazy("ISO-8859-1 (western Europe)")),
    ("iso8859-15", gettext_lazy("ISO-8859-15 (western Europe, with €)")),
    ("cp1250", gettext_lazy("Windows-1250 (central Europe)")),
    ("cp1251", gettext_lazy("Windows-1251 (Cyrillic)")),
    ("cp1253", gettext_lazy("Windows-1253 (Greek)")),
    ("cp1254", gettext_lazy("Windows-1254 (Turkish)")),
    ("mac_roman", "Mac Roman"),
    ("cp850", "DOS 850"),
    ("utf-16", "UTF-16"),
    ("gb18030", gettext_lazy("GB 18030 (Chinese)")),
    ("cp932", gettext_lazy("Shift JIS (Japanese)")),
)
DELIMITERS = (
    (";", gettext_lazy("Semicolon ;")),
    (",", gettext_lazy("Comma ,")),
    ("\t", gettext_lazy("Tab")),
    ("|", gettext_lazy("Vertical bar |")),
)
DECIMALS = ((",", gettext_lazy("Comma: 12,50")), (".", gettext_lazy("Point: 12.50")))
DELIMITED, WORKBOOKS = ("csv", "cif"), ("xlsx", "xlsm", "xls", "ods")
RECORDS, TEXTS = ("xml", "json"), ("csv", "cif", "json", "jsonl", "xml")
# Which formats each question makes sense for; an unread file is asked everything that could open it.
ASKED_FOR = {
    "encoding": TEXTS,
    "delimiter": DELIMITED,
    "sheet": WORKBOOKS,
    "record_path": RECORDS,
    "header_row": (*DELIMITED, *WORKBOOKS),
    "decimal": (*TEXTS, *WORKBOOKS),
}
# What can open a file that was refused; whatever a person had overruled can be taken back too.
CURES = {
    "archive_with_several_files": ("member",),
    "unknown_encoding": ("encoding",),
    "unknown_format": ("encoding",),
    "no_records": ("record_path",),
    "no_rows": ("header_row",),
}


@dataclass(frozen=True)
class Guess:
    """A line of the page: what was found, why, whether a person decided it, and the field that overrules it."""

    label: str
    value: str
    reason: str
    is_chosen: bool
    field: forms.BoundField | None


class ReadingForm(forms.Form):
    """Empty means: let the product decide."""

    encoding = forms.CharField(label=gettext_lazy("Encoding"), required=False)
    delimiter = forms.CharField(label=gettext_lazy("Delimiter"), required=False, strip=False)
    sheet = forms.CharField(label=gettext_lazy("Sheet"), required=False)
    record_path = forms.CharField(label=gettext_lazy("Path of the records"), required=False)
    header_row = forms.IntegerField(label=gettext_lazy("Header row"), required=False, min_value=0, max_value=10_000)
    decimal = forms.CharField(label=gettext_lazy("Decimal mark"), required=False)
    member = forms.CharField(label=gettext_lazy("File in the archive"), required=False)

    def __init__(
        self, data: Any = None, *, recognition: dict[str, Any], reading: dict[str, Any], refusal: str = ""
    ) -> None:
        """Ask what the recognised format allows, or what may cure the code of the refusal."""
        super().__init__(data, initial=reading)
        self.refusal = refusal
        self.recognition, self.reading = recognition, reading
        asked = self._asked()
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        for name, choices in self._choices().items():
            if name in self.fields and choices:
                self._offer(name, choices)

    def _asked(self) -> tuple[str, ...]:
        if not self.recognition:
            return (*CURES.get(self.refusal, ()), *self.reading)
        form = self.recognition["format"]
        asked = tuple(name for name, formats in ASKED_FOR.items() if form in formats)
        return (*asked, "member") if self.recognition.get("container") == "zip" else asked

    def _choices(self) -> dict[str, list[tuple[str, Any]]]:
        """Choices of the fields that have some; the values in use are always among them."""
        offered: dict[str, list[tuple[str, Any]]] = {
            "encoding": list(ENCODINGS),
            "delimiter": list(DELIMITERS),
            "decimal": list(DECIMALS),
            "sheet": [(name, name) for name in self.recognition.get("sheets") or ()],
            "record_path": [(path, path) for path in self.recognition.get("record_path_candidates") or ()],
        }
        for name, choices in offered.items():
            used = self.reading.get(name)
            if used and used not in dict(choices):
                choices.append((used, used))
        return offered

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        former = self.fields[name]
        # A select sends its text stripped of nothing: a tab has to arrive as a tab.
        self.fields[name] = forms.ChoiceField(
            label=former.label, required=False, choices=[("", _("Recognised by itself")), *choices]
        )

    def overrides(self) -> dict[str, Any]:
        """What `change_reading` takes: None gives a decision back to recognition."""
        chosen = {name: None if value in ("", None) else value for name, value in self.cleaned_data.items()}
        # The grid always sends its marked row: it is a decision only when somebody moved the mark.
        if self.reading.get("header_row") is None and chosen.get("header_row") == self.recognition.get("header_row"):
            chosen.pop("header_row", None)
        return chosen

    def guesses(self) -> list[Guess]:
        """Format and every field with what was found and why."""
        found = self.recognition
        reasons = found.get("reasons") or {}
        lines = [Guess(_("Format"), self._format(), reasons.get("format", ""), False, None)] if found else []
        return lines + [
            Guess(
                label=str(self.fields[name].label),
                value=self._shown(name),
                reason=reasons.get(name, ""),
                is_chosen=self.reading.get(name) is not None,
                field=self[name],
            )
            for name in self.fields
        ]

    def _format(self) -> str:
        shown = self.recognition["format"].upper()
        container = self.recognition.get("container")
        return _("%(format)s inside %(container)s") % {"format": shown, "container": container} if container else shown

    def _shown(self, name: str) -> str:
        value = self.recognition.get(name)
        if name == "header_row" and self.recognition:
            return str(value) if value else _("No header")
        if name == "encoding":
            return str(value or "").upper()
        return str(dict(DELIMITERS).get(str(value), value)) if value else ""
