"""How people arrange their home page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from core.fields import RemoteKey


class HomeLayout(TenantModel, Timestamped):
    """A person's arrangement of the home page: the one in use has no name, a named one is there for everybody.

    `widgets` is a list of `analytics.home.layout.Placed`, each as JSON.
    """

    owner_id = RemoteKey("core.User", editable=False)
    name = models.CharField(_("name"), max_length=80, blank=True)
    widgets: Any = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("layout of the home page")
        verbose_name_plural = _("layouts of the home page")
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("tenant_id", "owner_id"), condition=models.Q(name=""), name="analytics_layout_in_use"
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "name"), condition=~models.Q(name=""), name="analytics_layout_name"
            ),
        )

    def __str__(self) -> str:
        return self.name
