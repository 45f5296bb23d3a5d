"""What signing in leaves behind: attempts, one-time links, second factors, sessions, earlier passwords, invitations."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.roles import Role
from core.encryption import EncryptedTextField
from core.models.people import CustomRole, Tenant, User


class SignInCounter(models.Model):
    """Failed attempts for one address since its last success, whether or not an account has that address."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    is_blocked = models.BooleanField(default=False)
    last_attempt_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["last_attempt_at"], name="core_signin_counter_age"),)

    def __str__(self) -> str:
        return f"{self.failures} failures"


class OneTimeLink(models.Model):
    """A link that was mailed to somebody; only the hash of its token is kept."""

    class Purpose(models.TextChoices):
        """What the link lets one do, once."""

        RESET = "reset", _("New password")
        EMAIL = "email", _("New e-mail address")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="one_time_links")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    # the address to be confirmed
    email = models.EmailField(max_length=254, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.user}"


class SecondFactor(models.Model):
    """A person's authenticator app: asked for (a due date), being set up (a secret), or on (confirmed)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="second_factor")
    secret = EncryptedTextField(blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    # the time step of the last code that was taken: no code counts twice
    last_step = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """One of ten codes that replace the app once each; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "code_hash"), name="core_recovery_code_unique"),)

    def __str__(self) -> str:
        return str(self.user)


class UserSession(models.Model):
    """A browser somebody is signed in with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_remembered = models.BooleanField(default=False)
    address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-last_seen_at", "id")

    def __str__(self) -> str:
        return f"{self.user} {self.address}"


class EarlierPassword(models.Model):
    """The hash of a password somebody has or had, so that it is not taken again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="earlier_passwords")
    password = models.CharField(max_length=128)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return str(self.user)


class Invitation(models.Model):
    """A place in an organisation offered to an e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="invitations", editable=False)
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    custom_role = models.ForeignKey(CustomRole, on_delete=models.CASCADE, null=True, related_name="+")
    message = models.TextField(_("message"), max_length=1000, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    OPEN: ClassVar[dict[str, Any]] = {"accepted_at": None, "withdrawn_at": None}

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("tenant", "email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="core_invitation_one_open",
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def role_label(self) -> str:
        """The offered role in words; an empty text for none."""
        return self.custom_role.name if self.custom_role else str(self.get_role_display())
