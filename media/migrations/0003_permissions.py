from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0002_relay_for_each_subscriber"),
    ]

    operations = [
        migrations.CreateModel(
            name="MediaResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("read:media", "read:media"),
                    ("write:media", "write:media"),
                    ("delete:media", "delete:media"),
                    ("read:files", "read:files"),
                    ("write:files", "write:files"),
                    ("upload:files", "upload:files"),
                ],
                "abstract": False,
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
