import core.encryption
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_settings_and_preferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdempotentRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("route", models.CharField(max_length=300, verbose_name="route")),
                ("key", models.CharField(max_length=255, verbose_name="key")),
                ("fingerprint", models.CharField(max_length=64)),
                ("claim", models.UUIDField(default=uuid.uuid4)),
                ("lease_until", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                ("body", core.encryption.EncryptedTextField(blank=True, default="")),
                ("headers", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
            ],
            options={
                "verbose_name": "repeatable request",
                "verbose_name_plural": "repeatable requests",
            },
        ),
        migrations.CreateModel(
            name="RateLimitViolation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("identity", models.CharField(max_length=120, verbose_name="caller")),
                ("tier", models.CharField(max_length=40, verbose_name="tier")),
                ("minute", models.DateTimeField(verbose_name="minute")),
                ("limit", models.PositiveIntegerField(verbose_name="limit")),
                ("address", models.CharField(blank=True, max_length=64, verbose_name="address")),
                ("path", models.CharField(blank=True, max_length=300, verbose_name="path")),
                ("request_id", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "exceeded limit",
                "verbose_name_plural": "exceeded limits",
                "db_table": "rate_limit_violations",
                "ordering": ("-at",),
            },
        ),
        migrations.AddField(
            model_name="idempotentrequest",
            name="tenant",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.tenant"),
        ),
        migrations.AddField(
            model_name="idempotentrequest",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ratelimitviolation",
            name="tenant",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddIndex(
            model_name="idempotentrequest",
            index=models.Index(fields=["created_at"], name="core_idempotent_request_age"),
        ),
        migrations.AddConstraint(
            model_name="idempotentrequest",
            constraint=models.UniqueConstraint(
                fields=("tenant", "user", "route", "key"), name="core_idempotent_request_unique"
            ),
        ),
        migrations.AddIndex(
            model_name="ratelimitviolation",
            index=models.Index(fields=["-at"], name="rate_limit_violation_age"),
        ),
        migrations.AddConstraint(
            model_name="ratelimitviolation",
            constraint=models.UniqueConstraint(
                fields=("identity", "tier", "minute"), name="rate_limit_violation_unique"
            ),
        ),
    ]
