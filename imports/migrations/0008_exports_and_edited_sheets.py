import core.encryption
import core.fields
import datetime
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0007_held_rows_outdated_by_later_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("processing", "Processing"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("pause_requested", models.BooleanField(default=False, editable=False)),
                ("cancel_requested", models.BooleanField(default=False, editable=False)),
                ("progress_done", models.PositiveIntegerField(default=0, editable=False)),
                ("progress_total", models.PositiveIntegerField(default=0, editable=False)),
                ("phase", models.CharField(blank=True, editable=False, max_length=40)),
                ("checkpoint", models.JSONField(default=dict, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("lease_token", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("error_code", models.CharField(blank=True, editable=False, max_length=80)),
                ("error_message", models.TextField(blank=True, editable=False)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("manual", "By hand"),
                            ("schedule", "Schedule"),
                            ("api", "API"),
                            ("sheet", "Sheet to edit"),
                        ],
                        default="manual",
                        max_length=8,
                        verbose_name="begun by",
                    ),
                ),
                ("layout", models.CharField(blank=True, max_length=40, verbose_name="template")),
                ("layout_name", models.CharField(blank=True, max_length=120, verbose_name="name of the template")),
                (
                    "format",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("json", "JSON"), ("jsonl", "JSON Lines")],
                        default="csv",
                        max_length=5,
                        verbose_name="format",
                    ),
                ),
                ("plan", models.JSONField(default=dict)),
                ("schedule_id", models.UUIDField(null=True, verbose_name="schedule")),
                ("planned_at", models.DateTimeField(null=True, verbose_name="planned for")),
                ("rows_written", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("products_written", models.PositiveIntegerField(default=0, verbose_name="products")),
                ("products_excluded", models.PositiveIntegerField(default=0, verbose_name="left out")),
                ("excluded", models.JSONField(default=dict, help_text="reason -> products, and the first of them.")),
                (
                    "notes",
                    models.JSONField(default=dict, help_text="Replaced characters, shortened texts, images not got."),
                ),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file")),
                ("file_key", models.CharField(blank=True, max_length=400)),
                ("file_size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                ("file_sha256", models.CharField(blank=True, max_length=64)),
                ("excluded_key", models.CharField(blank=True, max_length=400)),
                ("images_key", models.CharField(blank=True, max_length=400)),
                ("images_size", models.PositiveBigIntegerField(default=0)),
                ("file_until", models.DateTimeField(null=True, verbose_name="kept until")),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="delivered")),
                ("delivered_to", models.TextField(blank=True, verbose_name="delivered to")),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ExportDestination",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("s3", "S3 bucket"),
                            ("ftp", "FTP"),
                            ("ftps", "FTPS"),
                            ("sftp", "SFTP"),
                            ("email", "E-mail"),
                            ("webhook", "Webhook with a link"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("connection", models.JSONField(blank=True, default=dict, verbose_name="connection")),
                ("secrets", core.encryption.EncryptedTextField(blank=True, default="", editable=False)),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("tested_at", models.DateTimeField(editable=False, null=True, verbose_name="last tried")),
                ("test_error", models.TextField(blank=True, editable=False)),
            ],
            options={
                "verbose_name": "export destination",
                "verbose_name_plural": "export destinations",
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="ExportSchedule",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                (
                    "layout",
                    models.CharField(
                        help_text="A predefined one, or the id of an own one.", max_length=40, verbose_name="template"
                    ),
                ),
                ("plan", models.JSONField(blank=True, default=dict)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("daily", "Daily"),
                            ("weekly", "Weekly"),
                            ("monthly", "Monthly"),
                            ("cron", "Cron expression"),
                        ],
                        default="daily",
                        max_length=8,
                        verbose_name="rhythm",
                    ),
                ),
                ("at", models.TimeField(default=datetime.time(6, 0), verbose_name="time of day")),
                (
                    "weekdays",
                    models.JSONField(
                        blank=True, default=list, help_text="0 is Monday.", verbose_name="days of the week"
                    ),
                ),
                (
                    "day_of_month",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="A month that is shorter runs on its last day.",
                        verbose_name="day of the month",
                    ),
                ),
                ("cron", models.CharField(blank=True, max_length=100, verbose_name="cron expression")),
                ("time_zone", models.CharField(default="Europe/Paris", max_length=64, verbose_name="time zone")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("next_run_at", models.DateTimeField(editable=False, null=True, verbose_name="next run")),
                ("last_planned_at", models.DateTimeField(editable=False, null=True, verbose_name="last run")),
            ],
            options={
                "verbose_name": "export schedule",
                "verbose_name_plural": "export schedules",
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="ExportTemplate",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("owner_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("is_shared", models.BooleanField(default=False, verbose_name="shared with everybody")),
                ("is_default", models.BooleanField(default=False, verbose_name="proposed first")),
                ("preset", models.CharField(blank=True, editable=False, max_length=40)),
                (
                    "format",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("json", "JSON"), ("jsonl", "JSON Lines")],
                        default="csv",
                        max_length=5,
                        verbose_name="format",
                    ),
                ),
                ("options", models.JSONField(blank=True, default=dict)),
                ("columns", models.JSONField(blank=True, default=list)),
                ("rules", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "export template",
                "verbose_name_plural": "export templates",
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("processing", "Processing"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("pause_requested", models.BooleanField(default=False, editable=False)),
                ("cancel_requested", models.BooleanField(default=False, editable=False)),
                ("progress_done", models.PositiveIntegerField(default=0, editable=False)),
                ("progress_total", models.PositiveIntegerField(default=0, editable=False)),
                ("phase", models.CharField(blank=True, editable=False, max_length=40)),
                ("checkpoint", models.JSONField(default=dict, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("lease_token", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("error_code", models.CharField(blank=True, editable=False, max_length=80)),
                ("error_message", models.TextField(blank=True, editable=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("comparing", "Being compared"),
                            ("compared", "Compared: waits for your decision"),
                            ("applying", "Being applied"),
                            ("applied", "Applied"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="comparing",
                        max_length=9,
                        verbose_name="stage",
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("file_key", models.CharField(blank=True, max_length=400)),
                ("file_size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                (
                    "columns",
                    models.JSONField(default=list, help_text="The fields that the sheet has, as it names them."),
                ),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("cells_ready", models.PositiveIntegerField(default=0, verbose_name="changed cells")),
                ("cells_conflicting", models.PositiveIntegerField(default=0, verbose_name="conflicts")),
                ("cells_refused", models.PositiveIntegerField(default=0, verbose_name="refused cells")),
                ("products_changed", models.PositiveIntegerField(default=0, verbose_name="changed products")),
                ("undo_run_id", models.UUIDField(editable=False, null=True)),
                ("undone_products", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "edited sheet",
                "verbose_name_plural": "edited sheets",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="SheetCell",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("row", models.PositiveIntegerField(verbose_name="row")),
                ("place", models.CharField(max_length=12, verbose_name="cell")),
                ("product_id", core.fields.RemoteKey("catalog.Product", null=True)),
                ("title", models.TextField(blank=True, verbose_name="product")),
                ("field", models.TextField(verbose_name="field")),
                ("label", models.TextField(blank=True, verbose_name="column")),
                ("before", models.TextField(null=True, verbose_name="now")),
                ("wanted", models.TextField(null=True, verbose_name="in the sheet")),
                ("value", models.JSONField(help_text="What the change log will hold.", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Will be changed"),
                            ("conflict", "Changed here meanwhile"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not decided"),
                            ("sheet", "The value of the sheet"),
                            ("catalogue", "The value of the catalogue"),
                        ],
                        default="",
                        max_length=9,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
            ],
            options={
                "verbose_name": "cell of an edited sheet",
                "verbose_name_plural": "cells of edited sheets",
                "ordering": ("row", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="exportdestination",
            constraint=models.UniqueConstraint(fields=("tenant_id", "name"), name="imports_destination_name"),
        ),
        migrations.AddField(
            model_name="export",
            name="destination",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="exports",
                to="imports.exportdestination",
                verbose_name="destination",
            ),
        ),
        migrations.AddField(
            model_name="exportschedule",
            name="destination",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="schedules",
                to="imports.exportdestination",
                verbose_name="destination",
            ),
        ),
        migrations.AddConstraint(
            model_name="exporttemplate",
            constraint=models.UniqueConstraint(fields=("tenant_id", "name"), name="imports_export_template_name"),
        ),
        migrations.AddConstraint(
            model_name="exporttemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("tenant_id",), name="imports_export_template_default"
            ),
        ),
        migrations.AddIndex(
            model_name="sheet",
            index=models.Index(fields=["tenant_id", "-created_at"], name="imports_sheet_recent"),
        ),
        migrations.AddIndex(
            model_name="sheet",
            index=models.Index(
                condition=models.Q(("status", "processing")), fields=["lease_until"], name="imports_sheet_leases"
            ),
        ),
        migrations.AddField(
            model_name="sheetcell",
            name="sheet",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="imports.sheet"
            ),
        ),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(fields=["tenant_id", "-created_at"], name="imports_export_recent"),
        ),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(
                condition=models.Q(("status", "processing")), fields=["lease_until"], name="imports_export_leases"
            ),
        ),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(
                condition=models.Q(("file_key", ""), _negated=True), fields=["file_until"], name="imports_export_kept"
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.UniqueConstraint(
                fields=("schedule_id", "planned_at"), name="imports_export_planned_once"
            ),
        ),
        migrations.AddIndex(
            model_name="exportschedule",
            index=models.Index(
                condition=models.Q(("is_active", True)), fields=["next_run_at"], name="imports_export_due"
            ),
        ),
        migrations.AddIndex(
            model_name="exportschedule",
            index=models.Index(fields=["tenant_id", "name", "id"], name="imports_export_by_name"),
        ),
        migrations.AddIndex(
            model_name="sheetcell",
            index=models.Index(fields=["sheet", "state", "row", "id"], name="imports_cells_of_sheet"),
        ),
    ]
