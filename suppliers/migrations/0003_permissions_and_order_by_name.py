from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0002_relay_for_each_subscriber"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="supplier",
            options={
                "ordering": ("name", "id"),
                "permissions": [
                    ("read:suppliers", "read:suppliers"),
                    ("write:suppliers", "write:suppliers"),
                    ("delete:suppliers", "delete:suppliers"),
                ],
                "verbose_name": "supplier",
                "verbose_name_plural": "suppliers",
            },
        ),
        migrations.AddIndex(
            model_name="supplier",
            index=models.Index(fields=["tenant_id", "name", "id"], name="suppliers_supplier_by_name"),
        ),
    ]
