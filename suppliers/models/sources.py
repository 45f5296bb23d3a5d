"""How a supplier's data arrives, and what is decided about it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel, Timestamped
from core.encryption import EncryptedTextField
from suppliers.models.suppliers import Supplier


class Source(TenantModel, Timestamped):
    """One way a supplier's data arrives, with everything that is decided about it once."""

    class Kind(models.TextChoices):
        """How the files arrive."""

        UPLOAD = "upload", _("Uploaded file")
        PUSH = "push", _("File sent to us (push)")
        HTTP = "http", _("Web address (HTTP, HTTPS)")
        REST = "rest", _("REST API")
        FTP = "ftp", _("FTP")
        FTPS = "ftps", _("FTPS")
        SFTP = "sftp", _("SFTP")

    class Pick(models.TextChoices):
        """Which of the files that fit the pattern are imported."""

        NEWEST = "newest", _("The newest file")
        ALL_NEW = "all_new", _("Every new file, oldest first")

    class ImportType(models.TextChoices):
        """Whether the file names everything the supplier sells."""

        PARTIAL = "partial", _("Partial: products that are not in the file stay as they are")
        FULL = "full", _("Full: products that are not in the file are no longer delivered")

    class MissingRows(models.TextChoices):
        """What a full import does to the offers that its file does not name."""

        KEEP = "keep", _("Leave them as they are")
        STOCK_ZERO = "stock_zero", _("Set their stock to 0")
        DEACTIVATE = "deactivate", _("Set their stock to 0 and deactivate products that nobody else delivers")
        TRASH = "trash", _("Put products that nobody else delivers into the trash")

    class Approval(models.TextChoices):
        """Who may let a run go on that the brake holds."""

        ANYBODY = "anybody", _("Everybody who may start imports")
        SECOND_PERSON = "second_person", _("Somebody else than the one who started it or asked for it first")

    class ExistingProducts(models.TextChoices):
        """What happens to offers that are known already."""

        UPDATE = "update", _("Update")
        IGNORE = "ignore", _("Leave as they are")
        ERROR = "error", _("Hold the row")

    class Duplicates(models.TextChoices):
        """Which row counts when several in one file have the same key."""

        LAST = "last", _("The last row counts")
        FIRST = "first", _("The first row counts")
        HOLD = "hold", _("Hold all of them")

    class ErrorPolicy(models.TextChoices):
        """What rows with errors do to the rest of the file."""

        HOLD_ROWS = "hold_rows", _("Hold the rows with errors, import the others")
        STOP_ABOVE = "stop_above", _("Stop when too many rows have errors")
        ALL_OR_NOTHING = "all_or_nothing", _("Import nothing when a row has an error")

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="sources", verbose_name=_("supplier"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.UPLOAD)
    is_active = models.BooleanField(_("active"), default=True)
    connection: Any = models.JSONField(
        _("connection"),
        default=dict,
        blank=True,
        help_text=_("What the fetcher asks for, without secrets."),
    )
    secrets = EncryptedTextField(default="", blank=True, editable=False, help_text=_("JSON: name -> secret."))
    pick = models.CharField(_("files"), max_length=8, choices=Pick.choices, default=Pick.NEWEST)
    reading: Any = models.JSONField(_("how the file is read"), default=dict, blank=True)
    identity: Any = models.JSONField(_("what identifies a row"), default=list, blank=True)
    existing_products = models.CharField(
        _("known products"), max_length=8, choices=ExistingProducts.choices, default=ExistingProducts.UPDATE
    )
    duplicates = models.CharField(
        _("rows with the same key"), max_length=8, choices=Duplicates.choices, default=Duplicates.LAST
    )
    error_policy = models.CharField(
        _("rows with errors"), max_length=16, choices=ErrorPolicy.choices, default=ErrorPolicy.HOLD_ROWS
    )
    error_limit_percent = models.PositiveSmallIntegerField(_("stop above this share of errors (%)"), default=10)
    import_type = models.CharField(
        _("kind of import"), max_length=8, choices=ImportType.choices, default=ImportType.PARTIAL
    )
    missing_rows = models.CharField(
        _("products missing in a full import"),
        max_length=10,
        choices=MissingRows.choices,
        default=MissingRows.STOCK_ZERO,
    )
    completeness_percent = models.PositiveSmallIntegerField(
        _("a full file has at least this share of its usual rows (%)"), default=80
    )
    brake_enabled = models.BooleanField(_("hold unusual files"), default=True)
    brake: Any = models.JSONField(_("limits of the brake"), default=dict, blank=True)
    approval = models.CharField(_("approval"), max_length=13, choices=Approval.choices, default=Approval.ANYBODY)
    rules: Any = models.JSONField(_("rules"), default=list, blank=True)
    filters: Any = models.JSONField(_("filters before the import"), default=list, blank=True)
    retry_minutes: Any = models.JSONField(
        _("tried again after (minutes)"), default=list, blank=True, help_text=_("Empty: 1, 5, 15, 60, 240.")
    )
    alerts: Any = models.JSONField(_("notifications"), default=dict, blank=True)
    template = models.ForeignKey(
        "suppliers.MappingTemplate",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sources",
        verbose_name=_("mapping template"),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("supplier", "name"), name="suppliers_source_name_unique"),)

    def __str__(self) -> str:
        return self.name
