import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_relay_for_each_subscriber"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoreResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("read:cache", "read:cache"),
                    ("write:cache", "write:cache"),
                    ("manage:cache", "manage:cache"),
                    ("read:system", "read:system"),
                    ("read:monitoring", "read:monitoring"),
                ],
                "abstract": False,
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CustomRole",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="description")),
                ("permissions", models.JSONField(blank=True, default=list, verbose_name="permissions")),
            ],
            options={
                "verbose_name": "role",
                "verbose_name_plural": "roles",
                "ordering": ("name", "id"),
            },
        ),
        migrations.AlterModelOptions(
            name="tenant",
            options={
                "ordering": ("name",),
                "permissions": [
                    ("admin:access", "admin:access"),
                    ("admin:users", "admin:users"),
                    ("admin:user_create", "admin:user_create"),
                    ("admin:user_update", "admin:user_update"),
                    ("admin:user_delete", "admin:user_delete"),
                    ("admin:role_assign", "admin:role_assign"),
                    ("admin:permission_assign", "admin:permission_assign"),
                    ("admin:settings", "admin:settings"),
                    ("admin:amazon_api_global", "admin:amazon_api_global"),
                ],
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="active"),
        ),
        migrations.AddField(
            model_name="membership",
            name="overrides",
            field=models.JSONField(blank=True, default=dict, verbose_name="changes to the role"),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[("admin", "Admin"), ("manager", "Manager"), ("user", "User"), ("viewer", "Viewer")],
                default="viewer",
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AddField(
            model_name="customrole",
            name="tenant",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="custom_roles",
                to="core.tenant",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="custom_role",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="core.customrole",
                verbose_name="role of the organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", ""), ("custom_role__isnull", True), _connector="OR"),
                name="core_membership_one_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="customrole",
            constraint=models.UniqueConstraint(
                models.F("tenant"), django.db.models.functions.text.Lower("name"), name="core_role_name_unique"
            ),
        ),
    ]
