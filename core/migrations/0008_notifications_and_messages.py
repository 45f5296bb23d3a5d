import core.encryption
import core.models.notifications
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_repeated_requests_and_limits"),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageProvider",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("bell", "Bell"), ("email", "E-mail"), ("sms", "SMS"), ("chat", "Chat")],
                        max_length=5,
                        verbose_name="channel",
                    ),
                ),
                ("provider", models.CharField(max_length=40, verbose_name="provider")),
                ("configuration", core.encryption.EncryptedTextField(blank=True)),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "message provider",
                "verbose_name_plural": "message providers",
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                (
                    "level",
                    models.CharField(
                        choices=[("info", "Info"), ("success", "Success"), ("warning", "Warning"), ("error", "Error")],
                        default="info",
                        max_length=8,
                        verbose_name="level",
                    ),
                ),
                ("title", models.TextField(verbose_name="title")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                ("params", models.JSONField(default=dict)),
                ("url", models.CharField(blank=True, max_length=500, verbose_name="address")),
                ("metadata", models.JSONField(default=dict)),
                ("key", models.CharField(blank=True, editable=False, max_length=120)),
                ("read_at", models.DateTimeField(null=True, verbose_name="read")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="created")),
                ("expires_at", models.DateTimeField(default=core.models.notifications.expiry)),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="NotificationPreferences",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notification_preferences",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("channels", models.JSONField(default=dict)),
                ("phone", models.CharField(blank=True, max_length=32, verbose_name="mobile number")),
                ("chat", models.CharField(blank=True, max_length=120, verbose_name="name in the chat")),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "notification preferences",
                "verbose_name_plural": "notification preferences",
            },
        ),
        migrations.CreateModel(
            name="OutgoingMessage",
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
                (
                    "channel",
                    models.CharField(
                        choices=[("bell", "Bell"), ("email", "E-mail"), ("sms", "SMS"), ("chat", "Chat")],
                        default="email",
                        max_length=5,
                        verbose_name="channel",
                    ),
                ),
                ("recipient", models.CharField(max_length=320, verbose_name="recipient")),
                ("subject", models.CharField(blank=True, max_length=250, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True)),
                ("key", models.CharField(blank=True, editable=False, max_length=160)),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.AddField(
            model_name="messageprovider",
            name="tenant",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="message_providers",
                to="core.tenant",
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="tenant",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notifications", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="outgoingmessage",
            name="tenant",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddConstraint(
            model_name="messageprovider",
            constraint=models.UniqueConstraint(fields=("tenant", "channel"), name="core_message_provider_unique"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["user", "-created_at"], name="core_notification_recent"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)),
                fields=["user", "tenant"],
                name="core_notification_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["expires_at"], name="core_notification_expiry"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("user", "key"), name="core_notification_once"
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(
                condition=models.Q(("status", "waiting")), fields=["next_attempt_at"], name="core_message_due"
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(fields=["created_at"], name="core_message_age"),
        ),
        migrations.AddConstraint(
            model_name="outgoingmessage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("key",), name="core_message_once"
            ),
        ),
    ]
