"""How forms tell what the services refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms

from core.errors import Conflict, InvalidInput, Refused


@contextmanager
def refusals_in(form: forms.BaseForm, *, conflict: str = "") -> Iterator[None]:
    """Turn what a service refuses inside the block into errors of the form, beside the fields they concern.

    A refusal may name them in its params: `fields` (a list, or name -> texts) or `field`; `conflict` names the field
    that other conflicts are about.
    """
    try:
        yield
    except (Conflict, InvalidInput) as error:
        other = conflict if isinstance(error, Conflict) else ""
        for name, texts in _refused_fields(error, other=other).items():
            form.add_error(name if name in form.fields else None, texts)


def _refused_fields(error: Refused, *, other: str) -> dict[str, Any]:
    named = error.params.get("fields")
    if isinstance(named, dict):
        return named
    return dict.fromkeys(named or [error.params.get("field", other)], str(error))
