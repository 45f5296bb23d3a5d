"""Views of lists that people keep: filters, sort and columns under a name."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.base import Timestamped
from core.models.people import Tenant, User


class SavedView(Timestamped):
    """A view of the list `page` ("products"); `query` is the query string of its address; all see a shared one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(blank=True)
    columns: Any = models.JSONField(default=list, blank=True)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    position = models.PositiveIntegerField(default=0)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("position", "name", "id")
        constraints = (
            models.UniqueConstraint(fields=("tenant", "page", "owner", "name"), name="core_saved_view_unique"),
        )

    def __str__(self) -> str:
        return self.name
