"""The first step of the wizard: whose files, and the files."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

NEW = "new"
Choices = list[tuple[str, str]]


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """The list of the files sent, each checked like a single one; an empty file is the importer's to refuse."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        check: Callable[..., Any] = super().clean
        sent = data if isinstance(data, list | tuple) else [data]
        return [check(each, initial) for each in sent or [None]]


class UploadForm(forms.Form):
    """Supplier (known, or a new one by code and name) and files."""

    files = SeveralFilesField(  # type: ignore[assignment]
        label=_("Files"), allow_empty_file=True
    )
    supplier = forms.ChoiceField(label=_("Supplier"))
    source = forms.ChoiceField(
        label=_("Feed"),
        required=False,
        help_text=_("Another kind of file of the same supplier has its own mapping. Chosen, it decides the supplier."),
    )
    code = forms.CharField(
        label=_("Code of the new supplier"),
        max_length=40,
        help_text=_("Short and unique: letters, digits, dot, dash, underscore."),
    )
    name = forms.CharField(label=_("Name of the new supplier"), required=False, max_length=200)

    full = forms.BooleanField(
        label=_("Full import: the file names everything this supplier sells"),
        required=False,
        help_text=_(
            "Careful: products of this feed that are not in the file then count as no longer delivered; what happens "
            "to them is set in the policies of the feed. You see how many before anything is changed."
        ),
    )

    def __init__(self, *args: Any, suppliers: Choices, sources: Choices, may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*suppliers, *([(NEW, _("A new supplier…"))] if may_add else [])]
        self.fields["supplier"].choices = choices  # type: ignore[attr-defined]
        self.fields["source"].choices = [("", _("The supplier's usual files")), *sources]  # type: ignore[attr-defined]
        is_new = self.data.get("supplier") == NEW and not self.data.get("source")
        self.fields["code"].required = not self.is_bound or is_new

    @property
    def is_new_supplier(self) -> bool:
        """Whether the supplier has to be made first."""
        return bool(self.cleaned_data["supplier"] == NEW) and self.source_id is None

    @property
    def source_id(self) -> UUID | None:
        """The feed that was chosen."""
        chosen = self.cleaned_data.get("source")
        return UUID(chosen) if chosen else None

    @property
    def supplier_id(self) -> UUID:
        """The known supplier that was chosen."""
        return UUID(self.cleaned_data["supplier"])
