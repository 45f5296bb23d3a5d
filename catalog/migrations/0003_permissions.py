from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_relay_for_each_subscriber"),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("read:environmental_data", "read:environmental_data"),
                    ("write:environmental_data", "write:environmental_data"),
                    ("read:ai_metadata", "read:ai_metadata"),
                    ("write:ai_metadata", "write:ai_metadata"),
                    ("read:tags", "read:tags"),
                    ("write:tags", "write:tags"),
                    ("delete:tags", "delete:tags"),
                    ("read:enrichment", "read:enrichment"),
                    ("manage:enrichment", "manage:enrichment"),
                ],
                "abstract": False,
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="price",
            options={
                "permissions": [
                    ("read:prices", "read:prices"),
                    ("write:prices", "write:prices"),
                    ("delete:prices", "delete:prices"),
                ],
                "verbose_name": "price",
                "verbose_name_plural": "prices",
            },
        ),
        migrations.AlterModelOptions(
            name="product",
            options={
                "permissions": [
                    ("read:products", "read:products"),
                    ("write:products", "write:products"),
                    ("delete:products", "delete:products"),
                ],
                "verbose_name": "product",
                "verbose_name_plural": "products",
            },
        ),
    ]
