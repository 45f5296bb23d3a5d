"""Model fields of the house."""

from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models


class RemoteKey(models.UUIDField):
    """A UUID that points to a row of another app's database; never a foreign key over a database border.

    `RemoteKey("catalog.Product")` knows its owner: a system check refuses an unknown owner and one of the same app, and
    the nightly orphan report walks all remote keys.
    """

    def __init__(self, owner: str, **options: Any) -> None:
        self.owner = owner
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, [self.owner, *args], options

    def check(self, **options: Any) -> list[checks.CheckMessage]:
        return [*super().check(**options), *self._owner_errors()]

    def owner_model(self) -> type[models.Model]:
        """The model the key points to; raises LookupError when there is none."""
        return apps.get_model(self.owner)

    def _owner_errors(self) -> list[checks.CheckMessage]:
        try:
            owner = self.owner_model()
        except (LookupError, ValueError):
            return [checks.Error(f"RemoteKey names {self.owner!r}, which is no model.", obj=self, id="core.E001")]
        if owner._meta.app_label == self.model._meta.app_label:
            return [checks.Error(f"{self.owner} is in the same app: use a ForeignKey.", obj=self, id="core.E002")]
        return []


def remote_keys() -> list[RemoteKey]:
    """Every remote key of every concrete model."""
    return [field for model in apps.get_models() for field in model._meta.get_fields() if isinstance(field, RemoteKey)]
