"""Abstract models every app builds on."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from core.fields import RemoteKey


class Timestamped(models.Model):
    """Rows that know when they were made and last changed."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Resource(models.Model):
    """Carries the permissions of resources that have no model of their own yet; it has no table and no rows."""

    class Meta:
        abstract = True
        managed = False
        default_permissions = ()


class TenantModel(models.Model):
    """A row owned by a tenant; ids are random (v4), because media shards are cut from them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant_id = RemoteKey("core.Tenant", editable=False)

    objects = ScopedManager(tenant="tenant_id")

    class Meta:
        abstract = True
