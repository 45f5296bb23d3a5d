import core.encryption
import core.models.webhooks
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_notifications_and_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=2000, verbose_name="address")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="description")),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="events"
                    ),
                ),
                (
                    "secret",
                    core.encryption.EncryptedTextField(default=core.models.webhooks.new_secret, verbose_name="secret"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "stop",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "Switched off"),
                            ("failures", "Switched off after too many failures"),
                            ("gone", "Switched off: the address is gone for good (410)"),
                        ],
                        max_length=8,
                        verbose_name="why off",
                    ),
                ),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="off since")),
                ("failures_in_a_row", models.PositiveIntegerField(default=0)),
                ("last_success_at", models.DateTimeField(null=True, verbose_name="last success")),
                ("last_failure_at", models.DateTimeField(null=True, verbose_name="last failure")),
                ("served_by", models.UUIDField(editable=False, null=True)),
                ("served_until", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ("created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("delivered", "Delivered"), ("failed", "Failed")],
                        default="waiting",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "next_attempt_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="next attempt"),
                ),
                ("claim_id", models.UUIDField(editable=False, null=True)),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="created")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("error", models.TextField(blank=True, verbose_name="error")),
                ("replays", models.PositiveSmallIntegerField(default=0, verbose_name="replays")),
                ("event", models.CharField(max_length=60, verbose_name="event")),
                ("source_app", models.CharField(max_length=20)),
                ("source_event", models.BigIntegerField()),
                ("part", models.CharField(max_length=120)),
                ("ordinal", models.PositiveIntegerField(default=0)),
                ("body", models.TextField()),
                ("response_status", models.PositiveSmallIntegerField(null=True, verbose_name="HTTP status")),
                ("response_body", models.TextField(blank=True)),
                ("response_ms", models.PositiveIntegerField(null=True, verbose_name="response time (ms)")),
                ("attempted_at", models.DateTimeField(null=True, verbose_name="last attempt")),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("history", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "webhook delivery",
                "verbose_name_plural": "webhook deliveries",
                "ordering": ("-created_at", "-source_event", "-ordinal"),
            },
        ),
        migrations.AddField(
            model_name="webhook",
            name="tenant",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="webhooks", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="tenant",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="webhook",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="core.webhook"
            ),
        ),
        migrations.AddIndex(
            model_name="webhook",
            index=models.Index(condition=models.Q(("is_active", True)), fields=["tenant"], name="core_webhook_active"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["webhook", "-created_at"], name="core_webhook_delivery_recent"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["webhook", "next_attempt_at"],
                name="core_webhook_delivery_due",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["created_at"], name="core_webhook_delivery_age"),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(
                fields=("webhook", "source_app", "source_event", "part"), name="core_webhook_delivery_once"
            ),
        ),
    ]
