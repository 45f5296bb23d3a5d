"""Which held rows are meant: the filters of the quarantine, and the group a button acts on."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from imports.models import HeldRow
from imports.selectors import HeldFilters

STATES = HeldRow.State


class HeldFilterForm(forms.Form):
    """Supplier and state; held is what one comes for."""

    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES.choices, initial=STATES.OPEN)

    def __init__(self, *args: Any, suppliers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].choices = [("", _("All suppliers")), *suppliers]  # type: ignore[attr-defined]


def filters_of(data: QueryDict, *, seen_by: Any = None) -> HeldFilters:
    """The filters an address or a form names; what is malformed does not narrow. `seen_by`: whose list it is."""
    state = data.get("state", "")
    return HeldFilters(
        run_id=as_uuid(data.get("run", "")),
        source_id=as_uuid(data.get("source", "")),
        supplier_id=as_uuid(data.get("supplier", "")),
        cause=data.get("cause", ""),
        state=state if state in STATES.values else STATES.OPEN,
        seen_by=seen_by,
    )


def as_uuid(text: str) -> UUID | None:
    """The id, or None for a text that is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
