"""Settings of an organisation: the values that differ from the defaults, and every change of them."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.encryption import EncryptedTextField
from core.models.people import Tenant, User


class StoredSetting(models.Model):
    """The value of one setting in one organisation.

    `value` is empty at the default and for secrets, which stand in `secret`. A row stays when its setting goes back to
    the default: `version` counts every change, so that an editor who knows an old one cannot overwrite a newer one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", editable=False)
    key = models.CharField(_("key"), max_length=100)
    value: Any = models.JSONField(_("value"), null=True, blank=True)
    secret = EncryptedTextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)

    objects = ScopedManager(tenant="tenant")

    class Meta:
        verbose_name = _("setting")
        verbose_name_plural = _("settings")
        constraints = (models.UniqueConstraint(fields=("tenant", "key"), name="core_setting_unique"),)

    def __str__(self) -> str:
        return self.key


class SettingChange(models.Model):
    """Who changed a setting, when, from what to what; written once, never changed.

    None is the default. The values of secrets stand encrypted in `old_secret` and `new_secret`, so that they can be
    restored; they are never shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", editable=False)
    key = models.CharField(_("key"), max_length=100)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(_("changed"), auto_now_add=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("user"))
    by = models.CharField(_("changed by"), max_length=254, blank=True)
    old: Any = models.JSONField(_("old value"), null=True)
    new: Any = models.JSONField(_("new value"), null=True)
    old_secret = EncryptedTextField(blank=True, default="")
    new_secret = EncryptedTextField(blank=True, default="")

    objects = ScopedManager(tenant="tenant")

    class Meta:
        verbose_name = _("change of a setting")
        verbose_name_plural = _("changes of settings")
        ordering = ("key", "-version")
        constraints = (models.UniqueConstraint(fields=("tenant", "key", "version"), name="core_setting_change_unique"),)

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
