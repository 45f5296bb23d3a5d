"""The edit form of a product: the lines of its sheet as inputs; only what a person changed in them is sent on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import localize_input
from django.utils.safestring import SafeString
from django.utils.text import capfirst, normalize_newlines
from django.utils.translation import gettext_lazy as _

from catalog.attributes import Kind
from catalog.attributes.values import AttributeFacts
from catalog.display import short_amount
from catalog.fields import ALL_BY_NAME
from catalog.selectors.sheet import Cell, is_by_language

_LONG = frozenset({"marketing", "texts", "seo"})
_ROWS = {"short_description": 3, "description": 6, "image_urls": 3, "tags": 2, "further_categories": 2}
_AMOUNTS = ("price", "price_promo", "price_list", "cost", "vat_rate", "weight")
_HELP: dict[str, Any] = {
    "gtin": _("8, 12, 13 or 14 digits; the check digit is verified."),
    "brand": _("A name that is not known yet becomes a new brand."),
    "category": _("The path, such as Garden > Tools."),
    "further_categories": _("One path a line."),
    "family": _("It decides which attributes are asked for."),
    "currency": _("Three letters, such as EUR."),
    "image_urls": _("One address a line; the first is the main image."),
    "tags": _("One tag a line."),
}


class TextField(forms.CharField):
    """Text that counts as changed only when more than its line ends and outer blanks differ."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(normalize_newlines(value) if isinstance(value, str) else value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.to_python(initial), self.to_python(data)))


class AmountField(forms.DecimalField):
    """An amount in the writing of the user's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, localize=True, max_digits=18, decimal_places=4, **options)

    def prepare_value(self, value: Any) -> Any:
        return short_amount(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Meanwhile:
    """A field that somebody else changed after the form was shown; `mine` is None where the person left it alone."""

    label: str
    shown: Any
    theirs: Any
    mine: Any
    choice: str


class ProductForm(forms.Form):
    """The cells of a sheet as inputs under the names of the change log; locked ones are shown and left alone.

    The HTML names are plain words, since an id holds no blanks: `add_prefix` gives them.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        cells: Iterable[Cell],
        data: Mapping[str, Any] | None = None,
        *,
        families: Iterable[str] = (),
        **options: Any,
    ) -> None:
        self.cells = {cell.name: cell for cell in cells}
        self._html_names = {name: _html_name(cell) for name, cell in self.cells.items()}
        super().__init__(self._decided(data), **options)
        for name, cell in self.cells.items():
            self.fields[name] = _family(cell, families) if name == "family" else _input(cell)
            self.fields[name].show_hidden_initial = True

    def add_prefix(self, field_name: str) -> str:
        return self._html_names.get(field_name, field_name)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and cleaned.get("currency"):
            cleaned["currency"] = cleaned["currency"].upper()
        return cleaned

    def own(self) -> list[BoundField]:
        """The inputs whose value is the same in all languages."""
        return [self[name] for name, cell in self.cells.items() if not _is_translated(cell)]

    def in_languages(self, languages: Iterable[str]) -> list[tuple[str, list[BoundField]]]:
        """The other inputs by language, the catalogue's own first."""
        spoken = [name for name, cell in self.cells.items() if _is_translated(cell)]
        codes = ["", *list(languages)[1:]] if spoken else []
        found = [(code, [self[name] for name in spoken if self.cells[name].language == code]) for code in codes]
        return [(code, inputs) for code, inputs in found if inputs]

    def shown_values(self) -> list[SafeString]:
        """Hidden inputs with the values the form shows: only what differs from them is saved."""
        return [self[name].as_hidden(only_initial=True) for name in self.cells]

    def changes(self) -> dict[str, Any]:
        """The values that differ from what the form showed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cells}

    def outdated(self, current: Mapping[str, Any]) -> list[Meanwhile]:
        """What somebody else changed since the form was shown."""
        return [
            Meanwhile(
                label=str(self.fields[name].label),
                shown=self._shown(name),
                theirs=_written(current.get(name)),
                mine=self.data.get(self.add_prefix(name), "") if name in self.changed_data else None,
                choice=f"theirs-{self.add_prefix(name)}",
            )
            for name in self.cells
            if self.fields[name].has_changed(_typed(self.fields[name], current.get(name)), self._shown(name))
        ]

    def laid_over(self, current: Mapping[str, Any]) -> dict[str, Any]:
        """The data of a form that shows the current values, with what the person changed laid over them."""
        data: dict[str, Any] = {"version": current["version"]}
        for name in self.cells:
            text = _written(current.get(name))
            data[self.add_initial_prefix(name)] = text
            data[self.add_prefix(name)] = self._given(name) if name in self.changed_data else text
        return data

    def _given(self, name: str) -> Any:
        if isinstance(self.fields[name], forms.MultipleChoiceField) and hasattr(self.data, "getlist"):
            return self.data.getlist(self.add_prefix(name))
        return self.data.get(self.add_prefix(name), "")

    def _shown(self, name: str) -> Any:
        if isinstance(self.fields[name], forms.MultipleChoiceField) and hasattr(self.data, "getlist"):
            return self.data.getlist(self.add_initial_prefix(name))
        return self.data.get(self.add_initial_prefix(name), "")

    def _decided(self, data: Mapping[str, Any] | None) -> Any:
        """The data, with the shown value where the person took that of somebody else."""
        if data is None or not any(key.startswith("theirs-") for key in data):
            return data
        decided: Any = data.copy()  # type: ignore[attr-defined]
        for name in self._html_names.values():
            if data.get(f"theirs-{name}"):
                decided.setlist(name, data.getlist(f"initial-{name}"))  # type: ignore[attr-defined]
        return decided


def initial_of(cells: Iterable[Cell]) -> dict[str, Any]:
    """The values as the inputs show them."""
    return {cell.name: _for_input(cell) for cell in cells}


def _for_input(cell: Cell) -> Any:
    value = cell.field.value
    if cell.attribute and cell.attribute.kind is Kind.MULTISELECT:
        return str(value).split("\n") if value else []
    return "\n".join(value) if isinstance(value, list) else value


def _html_name(cell: Cell) -> str:
    if cell.attribute is None:
        return cell.name
    who = cell.attribute.id.hex if cell.attribute.id else cell.attribute.key
    return f"a_{who}_{cell.language}" if cell.language else f"a_{who}"


def _is_translated(cell: Cell) -> bool:
    """The title stands among the codes, where it is looked for; its translations stand with the other texts."""
    return is_by_language(cell) and cell.name != "title"


def _input(cell: Cell) -> forms.Field:
    built = _attribute_input(cell, cell.attribute) if cell.attribute else _own_input(cell.name)
    if cell.field.locked:
        built.disabled = True
        built.help_text = _("Locked: unlock it on the product's page to change it.")
    return built


def _family(cell: Cell, families: Iterable[str]) -> forms.Field:
    built = _choice(cell, {name: name for name in families})
    built.label, built.help_text = capfirst(ALL_BY_NAME["family"].label), _HELP["family"]
    return built


def _own_input(name: str) -> forms.Field:
    label, help_text = capfirst(ALL_BY_NAME[name].label), _HELP.get(name, "")
    if name in _AMOUNTS:
        return AmountField(label=label, min_value=0, help_text=help_text)
    if name == "stock":
        return forms.IntegerField(label=label, required=False)
    return _text(label, rows=_ROWS.get(name, 0), required=name == "title", help_text=help_text)


def _attribute_input(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    make = _INPUTS.get(attribute.kind, _plain)
    built = make(cell, attribute)
    built.label = f"{capfirst(attribute.label)} ({cell.language})" if cell.language else capfirst(attribute.label)
    return built


def _text(label: Any, *, rows: int = 0, required: bool = False, **options: Any) -> TextField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return TextField(label=label, required=required, widget=widget, **options)


def _plain(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    standard = attribute.standard
    rows = 2 if attribute.group in _LONG else 0
    return _text("", rows=rows, help_text=capfirst(standard.help or standard.hint) if standard else "")


def _rich(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    return _text("", rows=5)


def _json(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    return _text("", rows=4, help_text=_("Structured data, written as JSON."))


def _measure(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    help_text = _("In %(unit)s, or a number with its unit.") % {"unit": attribute.unit}
    return _text("", help_text=help_text)


def _date(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    return TextField(required=False, widget=forms.TextInput(attrs={"type": "date"}))


def _boolean(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    return _choice(cell, {"true": _("Yes"), "false": _("No")})


def _select(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    return _choice(cell, attribute.choices)


def _choice(cell: Cell, choices: Mapping[str, Any]) -> forms.Field:
    """A value that is no choice, as a feed may have left it, stays choosable until another one is chosen."""
    strange = [(cell.field.value, cell.field.value)] if cell.field.value and cell.field.value not in choices else []
    return forms.ChoiceField(required=False, choices=[("", "–"), *choices.items(), *strange])


def _several(cell: Cell, attribute: AttributeFacts) -> forms.Field:
    present = str(cell.field.value).split("\n") if cell.field.value else []
    strange = [(value, value) for value in present if value not in attribute.choices]
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(required=False, choices=[*attribute.choices.items(), *strange], widget=widget)


_INPUTS: dict[Kind, Callable[[Cell, AttributeFacts], forms.Field]] = {
    Kind.RICH_TEXT: _rich,
    Kind.JSON: _json,
    Kind.MEASURE: _measure,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.SELECT: _select,
    Kind.MULTISELECT: _several,
}


def _typed(built: forms.Field, value: Any) -> Any:
    """A current value as `has_changed` compares it with what a hidden input brought."""
    return value if isinstance(built, AmountField | forms.IntegerField) else _written(value)


def _written(value: Any) -> Any:
    """A value as an input holds it, in the writing of the user's language."""
    if value is None:
        return ""
    if isinstance(value, list):
        return value
    return str(localize_input(short_amount(value))) if isinstance(value, Decimal) else str(value)
