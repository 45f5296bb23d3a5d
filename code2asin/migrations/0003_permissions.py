from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("code2asin", "0002_relay_for_each_subscriber"),
    ]

    operations = [
        migrations.CreateModel(
            name="Code2AsinResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("read:code2asin", "read:code2asin"),
                    ("write:code2asin", "write:code2asin"),
                    ("delete:code2asin", "delete:code2asin"),
                ],
                "abstract": False,
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
