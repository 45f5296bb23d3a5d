import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_templates_have_their_own_model"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmessage",
            name="attachment_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=250),
        ),
        migrations.AddField(
            model_name="outgoingmessage",
            name="attachment_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=120),
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("page", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.TextField(blank=True)),
                ("columns", models.JSONField(blank=True, default=list)),
                ("is_shared", models.BooleanField(default=False, verbose_name="shared with everybody")),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ("position", "name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "page", "owner", "name"), name="core_saved_view_unique")
                ],
            },
        ),
    ]
