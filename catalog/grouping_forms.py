"""Forms of brands, categories, tags and taxonomies."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from catalog.models import Taxonomy
from catalog.selectors.finding import category_at
from catalog.services.families import Member


class BrandForm(forms.Form):
    """A brand."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=100, required=False)
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    logo_url = forms.URLField(label=_("Address of the logo"), max_length=500, required=False, assume_scheme="https")
    description = forms.CharField(
        label=_("Description"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)


class SpellingForm(forms.Form):
    """Another spelling of a brand."""

    spelling = forms.CharField(label=_("Another spelling"), max_length=200)


class PathField(forms.CharField):
    """A category of the own tree by its path; cleaned, its id or None."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "category-paths", "autocomplete": "off"})
        super().__init__(max_length=500, widget=widget, **options)

    def clean(self, value: Any) -> UUID | None:
        path = super().clean(value)
        found = category_at(path) if path else None
        if path and found is None:
            raise forms.ValidationError(_("There is no category at this path: choose one of the list."))
        return found


class CategoryForm(forms.Form):
    """A category: its name and its place."""

    name = forms.CharField(label=_("Name"), max_length=200)
    parent = PathField(label=_("Lies in"), required=False, help_text=_("Empty: at the top of the tree."))
    position = forms.IntegerField(
        label=_("Place among its neighbours"), min_value=0, max_value=1_000_000, required=False
    )
    description = forms.CharField(
        label=_("Description"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        given = dict(self.cleaned_data)
        return {**given, "parent_id": given.pop("parent"), "position": given["position"] or 0}


class CategoryAttributesForm(forms.Form):
    """The attributes of a category in their order, those that are required with a star."""

    attributes = forms.CharField(
        label=_("Attributes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line; a star behind the name (size *) makes it required."),
    )

    def members(self) -> list[Member]:
        """What the service takes."""
        lines = [line.strip() for line in self.cleaned_data["attributes"].splitlines() if line.strip()]
        return [Member(line.rstrip("* ").strip(), line.endswith("*")) for line in lines]


class HomeForm(forms.Form):
    """The category that products go to."""

    path = PathField(label=_("Category"))


class OptionalHomeForm(forms.Form):
    """The category that products go to, if there are any."""

    path = PathField(label=_("New home of its products"), required=False)


class TreeFileForm(forms.Form):
    """A file with a tree of categories."""

    file = forms.FileField(label=_("File"))

    def content(self) -> bytes:
        """What was uploaded."""
        sent: UploadedFile = self.cleaned_data["file"]
        return sent.read()


class TaxonomyForm(forms.Form):
    """A taxonomy."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Short and unique, such as google."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Taxonomy.Kind.choices)
    sync_url = forms.URLField(
        label=_("Address of its file"),
        max_length=1_000,
        required=False,
        assume_scheme="https",
        help_text=_("It can be loaded again from there; Google's text, CSV and Excel are understood."),
    )


class TagChangeForm(forms.Form):
    """The tag that takes the place of others."""

    target = forms.CharField(label=_("New name"), max_length=200)
