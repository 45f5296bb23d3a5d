"""Forms of mapping templates: what is written on a sheet, and a recipe that comes in."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput
from imports.feeds.recipes.parsing import LONGEST

Suppliers = list[tuple[str, str]]


class TemplateForm(forms.Form):
    """Name, description, whose it is, default."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(label=_("Description"), required=False, max_length=5_000, widget=forms.Textarea)
    supplier_id = forms.ChoiceField(
        label=_("Supplier"), required=False, help_text=_("Without one it is a template of the whole organisation.")
    )
    is_default = forms.BooleanField(
        label=_("Default"), required=False, help_text=_("Proposed for new layouts whose columns are all there.")
    )

    def __init__(self, *args: Any, suppliers: Suppliers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["supplier_id"]
        choice.choices = [("", _("All suppliers")), *suppliers]

    def values(self) -> dict[str, Any]:
        """The values as the services take them."""
        chosen = self.cleaned_data["supplier_id"]
        return {**self.cleaned_data, "supplier_id": UUID(chosen) if chosen else None}


class RecipeForm(forms.Form):
    """A YAML file, and what it may overwrite."""

    file = forms.FileField(label=_("Recipe (YAML)"), allow_empty_file=True)
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, help_text=_("Empty: the name in the recipe.")
    )
    replace = forms.BooleanField(label=_("Replace the template of this name"), required=False)
    accept_changes = forms.BooleanField(label=_("Accept what becomes of its sample rows"), required=False)

    def text(self) -> str:
        """The document; raises InvalidInput for a file that is too large or no text."""
        file = self.cleaned_data["file"]
        if file.size > 4 * LONGEST:
            raise InvalidInput(_("This file is too large for a recipe."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise InvalidInput(_("A recipe is a text in UTF-8: save it so and send it again.")) from error
