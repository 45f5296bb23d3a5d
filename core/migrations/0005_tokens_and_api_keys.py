import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_signing_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "mode",
                    models.CharField(
                        choices=[("live", "Live"), ("test", "Test (reads only)")],
                        default="live",
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("prefix", models.CharField(editable=False, max_length=20, verbose_name="begins with")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("previous_digest", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("previous_until", models.DateTimeField(editable=False, null=True)),
                ("scopes", models.JSONField(default=list, verbose_name="scopes")),
                ("networks", models.JSONField(blank=True, default=list, verbose_name="allowed addresses")),
                (
                    "rate_limit_per_minute",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="requests per minute"),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("rotated_at", models.DateTimeField(editable=False, null=True, verbose_name="last changed")),
                ("last_used_at", models.DateTimeField(editable=False, null=True, verbose_name="last used")),
                ("last_address", models.GenericIPAddressField(editable=False, null=True, verbose_name="last address")),
            ],
            options={
                "verbose_name": "API key",
                "verbose_name_plural": "API keys",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ApiKeyUsage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("requests", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="TokenFamily",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("refresh_id", models.UUIDField(editable=False, verbose_name="refresh token")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="address")),
                ("user_agent", models.CharField(blank=True, max_length=300, verbose_name="program")),
            ],
            options={
                "verbose_name": "API sign-in",
                "verbose_name_plural": "API sign-ins",
            },
        ),
        migrations.AddField(
            model_name="apikey",
            name="tenant",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="api_keys", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="apikey",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="api_keys", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="apikeyusage",
            name="key",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="usage", to="core.apikey"
            ),
        ),
        migrations.AddField(
            model_name="tokenfamily",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="token_families", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="apikey",
            index=models.Index(fields=["tenant", "-created_at"], name="core_api_keys_of_tenant"),
        ),
        migrations.AddConstraint(
            model_name="apikeyusage",
            constraint=models.UniqueConstraint(fields=("key", "day"), name="core_api_key_usage_day"),
        ),
        migrations.AddIndex(
            model_name="tokenfamily",
            index=models.Index(fields=["user", "expires_at"], name="core_tokens_of_user"),
        ),
        migrations.AddIndex(
            model_name="tokenfamily",
            index=models.Index(fields=["expires_at"], name="core_tokens_expired"),
        ),
    ]
