"""Renewing the encryption of every stored secret: found by its field, in batches, beside a running product.

A row is replaced only while it still holds the ciphertext that was read, so that a secret somebody changes meanwhile
is never lost; what is under the first key already is skipped, so that an interrupted run simply starts again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, TextField
from django.db.models.functions import Cast

from core.databases import atomic
from core.encryption import EncryptedTextField, SecretUnreadable, decrypted, is_current

BATCH = 500


@dataclass
class Tally:
    """What was found: secrets under the first key, under an older one (renewed, if asked), under none of the keys."""

    current: int = 0
    older: int = 0
    unreadable: list[str] = field(default_factory=list)


def encrypted_fields() -> list[tuple[type[Model], str]]:
    """Every model that keeps secrets, with the name of the field."""
    return [
        (model, each.name)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for each in model._meta.local_concrete_fields
        if isinstance(each, EncryptedTextField)
    ]


def renew(*, batch: int = BATCH) -> Tally:
    """Put every secret that is under an older key under the first one; those no key opens stay and are listed."""
    return _walk(batch=batch, renewing=True)


def survey(*, batch: int = BATCH) -> Tally:
    """Count, and change nothing."""
    return _walk(batch=batch, renewing=False)


def _walk(*, batch: int, renewing: bool) -> Tally:
    tally = Tally()
    for model, name in encrypted_fields():
        for rows in _batches(model, name, batch):
            with atomic(model._meta.app_label):
                for key, stored in rows:
                    _handle(model, name, key, stored, tally=tally, renewing=renewing)
    return tally


def _batches(model: type[Model], name: str, size: int) -> Iterator[list[tuple[Any, str]]]:
    """Pages of (primary key, ciphertext), in the order of the key."""
    rows = _stored(model, name).exclude(stored="").order_by("pk").values_list("pk", "stored")
    page = list(rows[:size])
    while page:
        yield page
        page = list(rows.filter(pk__gt=page[-1][0])[:size])


def _stored(model: type[Model], name: str) -> Any:
    """The model's rows, of all organisations, with the ciphertext as it stands in the database."""
    return model._base_manager.filter(**{f"{name}__isnull": False}).annotate(stored=Cast(name, TextField()))


def _handle(model: type[Model], name: str, key: Any, stored: str, *, tally: Tally, renewing: bool) -> None:
    if is_current(stored):
        tally.current += 1
        return
    try:
        text = decrypted(stored)
    except SecretUnreadable:
        tally.unreadable.append(f"{model._meta.label}.{name} {key}")
        return
    tally.older += 1
    if renewing:
        _stored(model, name).filter(pk=key, stored=stored).update(**{name: text})
