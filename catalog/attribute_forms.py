"""Forms of attributes and families."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.attributes import GROUPS, Kind
from catalog.attributes.values import AttributeFacts
from catalog.languages import language_name
from catalog.services.attributes import AttributeSpec, Choice
from catalog.services.families import Member
from catalog.units import FAMILIES, FAMILY_LABELS


def _units() -> list[tuple[Any, Any]]:
    families = [(FAMILY_LABELS[family], [(unit, unit) for unit in units]) for family, units in FAMILIES.items()]
    return [("", _("none")), *families]


class AttributeForm(forms.Form):
    """An attribute; of a standard one only the names and where it is shown can be changed."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Feeds and programs call it by this name; it does not change.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    unit = forms.ChoiceField(label=_("Unit"), choices=_units, required=False, help_text=_("Of measures and numbers."))
    group = forms.ChoiceField(label=_("Group"), choices=list(GROUPS.items()))
    position = forms.IntegerField(label=_("Place in the group"), min_value=0, max_value=10_000, required=False)
    localizable = forms.BooleanField(label=_("One value per language"), required=False)
    unique = forms.BooleanField(label=_("No two products have the same value"), required=False)
    filterable = forms.BooleanField(label=_("Lists can be filtered by it"), required=False)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line, for attributes with choices. Other languages follow: Red | fr: Rouge | de: Rot"),
    )

    FIXED = ("kind", "unit", "group", "localizable", "unique")

    def __init__(
        self, *args: Any, languages: tuple[str, ...], attribute: AttributeFacts | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _initial(attribute)
        super().__init__(*args, **kwargs)
        self._languages = languages
        for code in languages:
            label = _("Name in %(language)s") % {"language": language_name(code)}
            initial = attribute.labels.get(code, "") if attribute else ""
            self.fields[f"label_{code}"] = forms.CharField(label=label, max_length=120, required=False, initial=initial)
        if attribute is not None:
            self.fields["name"].disabled = True
        for name in self.FIXED if attribute is not None and attribute.standard else ():
            self.fields[name].disabled = True

    def spec(self) -> AttributeSpec:
        """What the service takes."""
        given = self.cleaned_data
        return AttributeSpec(
            name=given["name"],
            kind=Kind(given["kind"]),
            group=given["group"],
            unit=given["unit"],
            localizable=given["localizable"],
            unique=given["unique"],
            filterable=given["filterable"],
            position=given["position"] or 0,
            labels={code: given[f"label_{code}"] for code in self._languages},
            choices=[_choice(line) for line in given["choices"].splitlines() if line.strip()],
        )


class FamilyForm(forms.Form):
    """A family: its name, and its attributes in their order, those that are required with a star."""

    name = forms.CharField(label=_("Name"), max_length=120)
    attributes = forms.CharField(
        label=_("Attributes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One a line, in their order; a star behind the name marks what every product must have."),
    )

    def members(self) -> list[Member]:
        """What the service takes."""
        lines = [line.strip() for line in self.cleaned_data["attributes"].splitlines() if line.strip()]
        return [Member(line.removesuffix("*").strip(), line.endswith("*")) for line in lines]


class MergeForm(forms.Form):
    """The attribute that the shown one becomes."""

    into = forms.ChoiceField(label=_("Merge into"))

    def __init__(self, *args: Any, others: list[AttributeFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.choices = [(str(each.id or each.name), each.label) for each in others]


def _initial(attribute: AttributeFacts | None) -> dict[str, Any]:
    if attribute is None:
        return {"kind": Kind.TEXT, "group": "other"}
    return {
        "name": attribute.name,
        "kind": attribute.kind,
        "unit": attribute.unit,
        "group": attribute.group,
        "position": attribute.position,
        "localizable": attribute.localizable,
        "unique": attribute.unique,
        "filterable": attribute.filterable,
        "choices": "\n".join(_line(name, labels) for name, labels in attribute.choice_labels.items()),
    }


def _line(name: str, labels: dict[str, str]) -> str:
    return " | ".join([name, *(f"{code}: {label}" for code, label in labels.items())])


def _choice(line: str) -> Choice:
    name, *others = (part.strip() for part in line.split("|"))
    pairs = (part.partition(":") for part in others if ":" in part)
    return Choice(name, {code.strip().lower(): label.strip() for code, _colon, label in pairs if label.strip()})
