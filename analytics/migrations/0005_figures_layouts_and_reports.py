import core.fields
import datetime
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0004_audit_trail"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogCursor",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", unique=True)),
                ("last_seq", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "place in the change log",
                "verbose_name_plural": "places in the change log",
            },
        ),
        migrations.CreateModel(
            name="DailyFigure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant")),
                ("day", models.DateField(verbose_name="day")),
                ("metric", models.CharField(max_length=40, verbose_name="metric")),
                ("value", models.FloatField(default=0, verbose_name="value")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
            ],
            options={
                "verbose_name": "figure of a day",
                "verbose_name_plural": "figures of days",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "metric", "day"), name="analytics_daily_figure_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HomeLayout",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("owner_id", core.fields.RemoteKey("core.User", editable=False)),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("widgets", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name": "layout of the home page",
                "verbose_name_plural": "layouts of the home page",
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("name", "")),
                        fields=("tenant_id", "owner_id"),
                        name="analytics_layout_in_use",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        fields=("tenant_id", "name"),
                        name="analytics_layout_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFigure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("supplier_id", core.fields.RemoteKey("suppliers.Supplier", verbose_name="supplier")),
                ("status", models.CharField(max_length=12, verbose_name="status")),
                ("begun_at", models.DateTimeField(verbose_name="created")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("seconds", models.FloatField(null=True, verbose_name="seconds")),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("rows_created", models.PositiveIntegerField(default=0, verbose_name="created")),
                ("rows_updated", models.PositiveIntegerField(default=0, verbose_name="updated")),
                ("rows_held", models.PositiveIntegerField(default=0, verbose_name="held")),
                ("products_created", models.PositiveIntegerField(default=0, verbose_name="products created")),
                ("products_updated", models.PositiveIntegerField(default=0, verbose_name="products updated")),
                ("error_code", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "verbose_name": "figures of an import",
                "verbose_name_plural": "figures of imports",
                "indexes": [
                    models.Index(fields=["tenant_id", "begun_at"], name="analytics_import_begun"),
                    models.Index(fields=["tenant_id", "supplier_id", "begun_at"], name="analytics_import_supplier"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportSchedule",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("overview", "Overview"),
                            ("imports", "Imports"),
                            ("products", "Products"),
                            ("performance", "Performance"),
                        ],
                        default="overview",
                        max_length=12,
                        verbose_name="report",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("xlsx", "Excel (XLSX)"), ("csv", "CSV")],
                        default="pdf",
                        max_length=5,
                        verbose_name="format",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("daily", "Daily"),
                            ("weekly", "Weekly, on Monday"),
                            ("monthly", "Monthly, on the 1st"),
                        ],
                        default="weekly",
                        max_length=8,
                        verbose_name="rhythm",
                    ),
                ),
                ("at", models.TimeField(default=datetime.time(9, 0), verbose_name="time of day")),
                (
                    "supplier_id",
                    core.fields.RemoteKey("suppliers.Supplier", blank=True, null=True, verbose_name="supplier"),
                ),
                ("recipients", models.JSONField(blank=True, default=list, verbose_name="recipients")),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("next_run_at", models.DateTimeField(editable=False, null=True, verbose_name="next run")),
                ("last_planned_at", models.DateTimeField(editable=False, null=True, verbose_name="last run")),
            ],
            options={
                "verbose_name": "scheduled report",
                "verbose_name_plural": "scheduled reports",
                "ordering": ("name", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_active", True)), fields=["next_run_at"], name="analytics_report_due"
                    ),
                    models.Index(fields=["tenant_id", "name", "id"], name="analytics_schedule_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteFigure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="day")),
                ("route", models.CharField(max_length=200, verbose_name="route")),
                ("requests", models.PositiveBigIntegerField(default=0, verbose_name="requests")),
                ("errors", models.PositiveBigIntegerField(default=0, verbose_name="errors")),
                ("seconds", models.FloatField(default=0, verbose_name="seconds")),
            ],
            options={
                "verbose_name": "requests of a day",
                "verbose_name_plural": "requests of days",
                "constraints": [models.UniqueConstraint(fields=("day", "route"), name="analytics_route_figure_once")],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("overview", "Overview"),
                            ("imports", "Imports"),
                            ("products", "Products"),
                            ("performance", "Performance"),
                        ],
                        max_length=12,
                        verbose_name="report",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("xlsx", "Excel (XLSX)"), ("csv", "CSV")],
                        max_length=5,
                        verbose_name="format",
                    ),
                ),
                (
                    "trigger",
                    models.CharField(
                        choices=[("manual", "By hand"), ("schedule", "Schedule"), ("api", "API")],
                        default="manual",
                        max_length=8,
                        verbose_name="begun by",
                    ),
                ),
                ("since", models.DateField(verbose_name="first day")),
                ("until", models.DateField(verbose_name="last day")),
                ("supplier_id", core.fields.RemoteKey("suppliers.Supplier", null=True, verbose_name="supplier")),
                ("compares", models.BooleanField(default=True, verbose_name="compared with the period before")),
                ("recipients", models.JSONField(default=list, verbose_name="recipients")),
                ("language", models.CharField(blank=True, max_length=8)),
                ("file_key", models.CharField(blank=True, editable=False, max_length=250)),
                ("file_name", models.CharField(blank=True, editable=False, max_length=120, verbose_name="file")),
                ("file_size", models.PositiveBigIntegerField(default=0, editable=False, verbose_name="size")),
                ("rows", models.PositiveIntegerField(default=0, editable=False, verbose_name="rows")),
                ("file_until", models.DateTimeField(editable=False, null=True, verbose_name="kept until")),
                ("mailed_to", models.JSONField(default=list, editable=False)),
                (
                    "schedule",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="analytics.reportschedule",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ("-created_at", "id"),
                "indexes": [
                    models.Index(fields=["tenant_id", "-created_at", "id"], name="analytics_report_recent"),
                    models.Index(
                        condition=models.Q(("file_key", ""), _negated=True),
                        fields=["file_until"],
                        name="analytics_report_files",
                    ),
                ],
            },
        ),
    ]
