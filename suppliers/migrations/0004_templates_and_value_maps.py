import core.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0003_permissions_and_order_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="savedmapping",
            name="profiles",
            field=models.JSONField(default=dict, help_text="Mapped column -> what its values looked like."),
        ),
        migrations.CreateModel(
            name="MappingTemplate",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "is_default",
                    models.BooleanField(
                        default=False,
                        help_text="Proposed for new layouts of the supplier; without one, of all.",
                        verbose_name="default",
                    ),
                ),
                ("columns", models.JSONField(default=list, verbose_name="columns")),
                ("reading", models.JSONField(blank=True, default=dict, verbose_name="how the file is read")),
                ("mapping", models.JSONField(verbose_name="mapping")),
                ("identity", models.JSONField(blank=True, default=list, verbose_name="what identifies a row")),
                ("rules", models.JSONField(blank=True, default=list, verbose_name="rules")),
                ("filters", models.JSONField(blank=True, default=list, verbose_name="filters")),
                (
                    "value_maps",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Field -> value received -> value here.",
                        verbose_name="value maps",
                    ),
                ),
                (
                    "samples",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Rows as they come, each with what it becomes.",
                        verbose_name="sample rows",
                    ),
                ),
                ("use_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="uses")),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="templates",
                        to="suppliers.supplier",
                        verbose_name="supplier",
                    ),
                ),
            ],
            options={
                "verbose_name": "mapping template",
                "verbose_name_plural": "mapping templates",
                "ordering": ("name", "id"),
                "permissions": [
                    ("read:templates", "read:templates"),
                    ("write:templates", "write:templates"),
                    ("delete:templates", "delete:templates"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ValueMapping",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("field", models.CharField(max_length=120, verbose_name="field")),
                ("value", models.CharField(max_length=500, verbose_name="value received")),
                (
                    "value_key",
                    models.CharField(editable=False, help_text="The value folded: how it is found.", max_length=500),
                ),
                ("target", models.CharField(blank=True, max_length=500, verbose_name="value here")),
                ("times", models.PositiveIntegerField(default=1, editable=False, verbose_name="confirmed")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="value_mappings",
                        to="suppliers.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "value mapping",
                "verbose_name_plural": "value mappings",
                "ordering": ("field", "value", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="mappingtemplate",
            constraint=models.UniqueConstraint(fields=("tenant_id", "name"), name="suppliers_template_name_unique"),
        ),
        migrations.AddConstraint(
            model_name="valuemapping",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "source", "field", "value_key"),
                name="suppliers_value_mapping_unique",
                nulls_distinct=False,
            ),
        ),
    ]
