"""Saving a row of suppliers: checked, in one transaction, refused with a sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from core import audit
from core.databases import atomic
from core.errors import Conflict, InvalidInput, NotFound
from suppliers.models import Source, Supplier


@contextmanager
def saving(row: models.Model, *, taken: type[Conflict]) -> Iterator[None]:
    """Save the row; what is told about it inside the block belongs to the same transaction.

    Raises InvalidInput for bad values, `taken` when the database says that another row stands in the way.
    """
    try:
        # Uniqueness is the database's word: a check before the write would miss a second one at the same time.
        row.full_clean(validate_unique=False, validate_constraints=False)
        with atomic("suppliers"):
            row.save()
            yield
    except ValidationError as error:
        fields = {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
        message = " ".join(f"{name}: {' '.join(texts)}" for name, texts in fields.items())
        raise InvalidInput(message, fields=fields) from error
    except IntegrityError as error:
        raise taken from error


def note(code: str, row: models.Model, supplier: Supplier, **values: Any) -> None:
    """Record an act on a row of the supplier's."""
    names: dict[str, Any] = {"supplier": supplier.name, "supplier_id": supplier.pk}
    audit.record(code, app="suppliers", subject=row, **values, **names)


def known(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """The values; raises InvalidInput for a name that is not allowed."""
    unknown = set(values) - allowed
    if unknown:
        raise InvalidInput(f"{', '.join(sorted(unknown))}: unknown; allowed are {', '.join(sorted(allowed))}.")
    return dict(values)


def supplier_row(supplier_id: UUID) -> Supplier:
    """The supplier; raises NotFound."""
    row = Supplier.objects.filter(pk=supplier_id).first()
    if row is None:
        raise NotFound(code="SUPPLIER_NOT_FOUND")
    return row


def source_row(source_id: UUID) -> Source:
    """The source with its supplier; raises NotFound."""
    row = Source.objects.select_related("supplier").filter(pk=source_id).first()
    if row is None:
        raise NotFound(code="SOURCE_NOT_FOUND")
    return row
