import core.fields
import datetime
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0005_sources_that_fetch"),
    ]

    operations = [
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("interval", "Every n minutes"),
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
                ("interval_minutes", models.PositiveIntegerField(default=15, verbose_name="minutes")),
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
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="suppliers.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "schedule",
                "verbose_name_plural": "schedules",
                "ordering": ("next_run_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="FieldPriority",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("field", models.CharField(max_length=120, verbose_name="field")),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rank")),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_priorities",
                        to="suppliers.supplier",
                        verbose_name="supplier",
                    ),
                ),
            ],
            options={
                "verbose_name": "priority of a field",
                "verbose_name_plural": "priorities of fields",
                "ordering": ("field", "rank", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "field", "supplier"), name="suppliers_field_priority_unique"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(
                condition=models.Q(("is_active", True)), fields=["next_run_at"], name="suppliers_schedule_due"
            ),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(fields=["tenant_id", "next_run_at", "id"], name="suppliers_schedule_by_time"),
        ),
    ]
