"""Tenants, users, memberships."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.access.permissions import declared_on
from core.access.roles import PERMISSIONS_OF, Role
from core.base import Timestamped
from core.models.preferences import Preferences


class Tenant(Timestamped):
    """An organisation: the owner of every product, supplier, run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("organisation")
        permissions = declared_on("core.Tenant")
        verbose_name_plural = _("organisations")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user without rights of the back office."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A Super Admin: every tenant, every right."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin, Preferences, Timestamped):
    """A person; the e-mail address is the login."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the back office"), default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("email",)

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class Membership(Timestamped):
    """A user's place in a tenant: a predefined role or one of the tenant's own, changed by overrides; or no rights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.VIEWER, blank=True)
    custom_role = models.ForeignKey(
        "core.CustomRole",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("role of the organisation"),
    )
    # code -> true (added to the role) or false (taken from it)
    overrides: Any = models.JSONField(_("changes to the role"), default=dict, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(fields=("tenant", "user"), name="core_membership_unique"),
            models.CheckConstraint(
                condition=models.Q(role="") | models.Q(custom_role__isnull=True), name="core_membership_one_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} @ {self.tenant}"

    @property
    def permissions(self) -> frozenset[str]:
        """The codes this membership gives: those of the role, changed key by key."""
        base = self.custom_role.permissions if self.custom_role else PERMISSIONS_OF.get(self.role, ())
        added = {code for code, given in self.overrides.items() if given}
        taken = {code for code, given in self.overrides.items() if not given}
        return frozenset((set(base) | added) - taken)

    @property
    def role_label(self) -> str:
        """The role in words; an empty text for somebody without any."""
        return self.custom_role.name if self.custom_role else str(self.get_role_display())


class CustomRole(Timestamped):
    """A role a tenant made for itself: a name and the permissions ticked for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="custom_roles", editable=False)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("description"), max_length=300, blank=True)
    permissions: Any = models.JSONField(_("permissions"), default=list, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint("tenant", Lower("name"), name="core_role_name_unique"),)

    def __str__(self) -> str:
        return self.name
