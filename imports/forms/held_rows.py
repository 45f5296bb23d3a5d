"""Which held rows are meant: the filters of the quarantine, and the group a button acts on."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from imports.feeds.mapping.fields import TARGETS
from imports.models import HeldRow
from imports.selectors import HeldFilters

STATES = HeldRow.State
AGES = [
    ("", _("Any age")),
    ("1", _("Held in the last 24 hours")),
    ("7", _("Held in the last 7 days")),
    ("30", _("Held in the last 30 days")),
    ("-30", _("Held for longer than 30 days")),
]
_DAYS = {days for days, _label in AGES if days}


class HeldFilterForm(forms.Form):
    """Supplier, feed, field, age and state; held is what one comes for."""

    supplier = forms.ChoiceField(label=_("Supplier"), required=False)
    source = forms.ChoiceField(label=_("Feed"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    days = forms.ChoiceField(label=_("Age"), required=False, choices=AGES)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES.choices, initial=STATES.OPEN)

    def __init__(
        self,
        *args: Any,
        suppliers: list[tuple[str, str]],
        sources: list[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields = [(target.name, target.label) for target in TARGETS.values()]
        self.fields["supplier"].choices = [("", _("All suppliers")), *suppliers]  # type: ignore[attr-defined]
        self.fields["source"].choices = [("", _("All feeds")), *(sources or [])]  # type: ignore[attr-defined]
        self.fields["field"].choices = [("", _("All fields")), *fields]  # type: ignore[attr-defined]


def filters_of(data: QueryDict, *, seen_by: Any = None) -> HeldFilters:
    """The filters an address or a form names; what is malformed does not narrow. `seen_by`: whose list it is."""
    state = data.get("state", "")
    return HeldFilters(
        run_id=as_uuid(data.get("run", "")),
        source_id=as_uuid(data.get("source", "")),
        supplier_id=as_uuid(data.get("supplier", "")),
        cause=data.get("cause", ""),
        field="" if data.get("cause") else data.get("field", "")[:120],
        days=int(data.get("days", "")) if data.get("days", "") in _DAYS else None,
        state=state if state in STATES.values else STATES.OPEN,
        seen_by=seen_by,
    )


def as_uuid(text: str) -> UUID | None:
    """The id, or None for a text that is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
