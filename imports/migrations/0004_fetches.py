import core.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0003_permissions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fetch",
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
                ("supplier_id", core.fields.RemoteKey("suppliers.Supplier", verbose_name="supplier")),
                ("source_id", core.fields.RemoteKey("suppliers.Source", verbose_name="source")),
                ("schedule_id", models.UUIDField(null=True, verbose_name="schedule")),
                ("planned_at", models.DateTimeField(null=True, verbose_name="planned for")),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("upload", "Upload"),
                            ("schedule", "Schedule"),
                            ("manual", "Run now"),
                            ("push", "File sent to us"),
                            ("api", "API"),
                            ("command", "Command line"),
                        ],
                        default="manual",
                        max_length=8,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("files", "New files"),
                            ("unchanged", "Nothing new"),
                            ("no_file", "No file found"),
                            ("skipped", "Left to the look that was still at work"),
                        ],
                        max_length=9,
                        verbose_name="outcome",
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                ("files_seen", models.PositiveIntegerField(default=0, verbose_name="files seen")),
                ("files_new", models.PositiveIntegerField(default=0, verbose_name="new files")),
                (
                    "missed",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Further planned times that had passed when it was made.",
                        verbose_name="missed times",
                    ),
                ),
            ],
            options={
                "verbose_name": "fetch",
                "verbose_name_plural": "fetches",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="FetchedFile",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("source_id", core.fields.RemoteKey("suppliers.Source")),
                ("name", models.CharField(max_length=1000, verbose_name="name")),
                (
                    "signature",
                    models.CharField(
                        help_text="Of name, size, date and ETag, as the server tells them.", max_length=64
                    ),
                ),
                ("size", models.PositiveBigIntegerField(null=True, verbose_name="size in bytes")),
                ("modified_at", models.DateTimeField(null=True, verbose_name="changed there")),
                ("etag", models.CharField(blank=True, max_length=500)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "fetched file",
                "verbose_name_plural": "fetched files",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.AddIndex(
            model_name="fetch",
            index=models.Index(fields=["tenant_id", "-created_at"], name="imports_fetch_recent"),
        ),
        migrations.AddIndex(
            model_name="fetch",
            index=models.Index(fields=["source_id", "-created_at"], name="imports_fetch_of_source"),
        ),
        migrations.AddIndex(
            model_name="fetch",
            index=models.Index(
                condition=models.Q(("status", "processing")), fields=["lease_until"], name="imports_fetch_leases"
            ),
        ),
        migrations.AddConstraint(
            model_name="fetch",
            constraint=models.UniqueConstraint(fields=("schedule_id", "planned_at"), name="imports_fetch_planned_once"),
        ),
        migrations.AddConstraint(
            model_name="fetch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("pending", "processing"))),
                fields=("source_id",),
                name="imports_one_fetch_per_source",
            ),
        ),
        migrations.AddField(
            model_name="fetchedfile",
            name="fetch",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="files",
                to="imports.fetch",
            ),
        ),
        migrations.AddField(
            model_name="fetchedfile",
            name="source_file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="fetched",
                to="imports.sourcefile",
                verbose_name="file",
            ),
        ),
        migrations.AddIndex(
            model_name="fetchedfile",
            index=models.Index(fields=["fetch"], name="imports_fetched_by"),
        ),
        migrations.AddConstraint(
            model_name="fetchedfile",
            constraint=models.UniqueConstraint(fields=("source_id", "signature"), name="imports_fetched_file_once"),
        ),
    ]
