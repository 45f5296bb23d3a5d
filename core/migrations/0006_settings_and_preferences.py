import core.encryption
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_tokens_and_api_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="SettingChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=100, verbose_name="key")),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="changed")),
                ("by", models.CharField(blank=True, max_length=254, verbose_name="changed by")),
                ("old", models.JSONField(null=True, verbose_name="old value")),
                ("new", models.JSONField(null=True, verbose_name="new value")),
                ("old_secret", core.encryption.EncryptedTextField(blank=True, default="")),
                ("new_secret", core.encryption.EncryptedTextField(blank=True, default="")),
            ],
            options={
                "verbose_name": "change of a setting",
                "verbose_name_plural": "changes of settings",
                "ordering": ("key", "-version"),
            },
        ),
        migrations.CreateModel(
            name="StoredSetting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=100, verbose_name="key")),
                ("value", models.JSONField(blank=True, null=True, verbose_name="value")),
                ("secret", core.encryption.EncryptedTextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "setting",
                "verbose_name_plural": "settings",
            },
        ),
        migrations.AddField(
            model_name="user",
            name="date_format",
            field=models.CharField(
                blank=True,
                choices=[("DD/MM/YYYY", "25/12/2026"), ("MM/DD/YYYY", "12/25/2026"), ("YYYY-MM-DD", "2026-12-25")],
                max_length=10,
                verbose_name="dates",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, max_length=10, verbose_name="language"),
        ),
        migrations.AddField(
            model_name="user",
            name="number_format",
            field=models.CharField(
                blank=True,
                choices=[("1 234,5", "1 234,5"), ("1,234.5", "1,234.5"), ("1.234,5", "1.234,5")],
                max_length=10,
                verbose_name="numbers",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="theme",
            field=models.CharField(
                blank=True,
                choices=[("light", "Light"), ("dark", "Dark"), ("auto", "Like the system")],
                max_length=10,
                verbose_name="theme",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="time_zone",
            field=models.CharField(blank=True, max_length=60, verbose_name="time zone"),
        ),
        migrations.AddField(
            model_name="settingchange",
            name="tenant",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddField(
            model_name="settingchange",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddField(
            model_name="storedsetting",
            name="tenant",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.tenant"
            ),
        ),
        migrations.AddConstraint(
            model_name="settingchange",
            constraint=models.UniqueConstraint(fields=("tenant", "key", "version"), name="core_setting_change_unique"),
        ),
        migrations.AddConstraint(
            model_name="storedsetting",
            constraint=models.UniqueConstraint(fields=("tenant", "key"), name="core_setting_unique"),
        ),
    ]
