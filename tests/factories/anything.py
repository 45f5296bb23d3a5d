"""A row of any model, for proofs that concern all of them: required fields get a sample of their kind."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from core.databases import alias_of
from core.models import Tenant, User
from tests.factories.people import UserFactory

SAMPLES: tuple[tuple[type[models.Field], Any], ...] = (
    (ArrayField, list),
    (models.EmailField, lambda: f"{uuid.uuid4().hex[:8]}@example.org"),
    (models.URLField, lambda: "https://hooks.example.org/in"),
    (models.CharField, lambda: uuid.uuid4().hex),
    (models.TextField, lambda: uuid.uuid4().hex),
    (models.UUIDField, uuid.uuid4),
    (models.BooleanField, lambda: False),
    (models.DateTimeField, timezone.now),
    (models.DateField, date.today),
    (models.DecimalField, lambda: Decimal(1)),
    (models.IntegerField, lambda: 1),
    (models.FloatField, lambda: 1.0),
    (models.JSONField, dict),
    (models.BinaryField, lambda: b"x"),
    (models.GenericIPAddressField, lambda: "192.0.2.1"),
)


def make_any(model: type[models.Model], tenant: Tenant, **fixed: Any) -> Any:
    """A saved row of the tenant; raises LookupError for a kind of field that has no sample here."""
    values = {field.name: _value(field, tenant) for field in model._meta.concrete_fields if _is_needed(field, fixed)}
    row = model(**{**values, **fixed})
    if any(field.attname == "tenant_id" for field in model._meta.concrete_fields):
        row.tenant_id = tenant.pk
    model._base_manager.using(alias_of(model._meta.app_label)).bulk_create([row])
    if row.pk is None:
        row = model._base_manager.using(alias_of(model._meta.app_label)).latest("pk")
    return row


def _is_needed(field: models.Field, fixed: dict[str, Any]) -> bool:
    given = field.name in fixed or field.attname == "tenant_id"
    by_itself = field.has_default() or field.null or field.has_db_default() or isinstance(field, models.AutoField)
    return not (given or by_itself or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def _value(field: models.Field, tenant: Tenant) -> Any:
    if field.is_relation:
        related = field.related_model
        return UserFactory() if related is User else tenant if related is Tenant else make_any(related, tenant)
    if field.choices:
        return field.choices[0][0]
    for kind, sample in SAMPLES:
        if isinstance(field, kind):
            value = sample()
            return value[: field.max_length] if isinstance(value, str) and field.max_length else value
    raise LookupError(f"{field}: no sample for a {type(field).__name__}; add one to tests/factories/anything.py")
