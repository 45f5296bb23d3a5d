from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0002_relay_for_each_subscriber"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportsResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("read:exports", "read:exports"),
                    ("write:exports", "write:exports"),
                    ("manage:exports", "manage:exports"),
                    ("read:templates", "read:templates"),
                    ("write:templates", "write:templates"),
                    ("delete:templates", "delete:templates"),
                    ("read:workflows", "read:workflows"),
                    ("write:workflows", "write:workflows"),
                    ("execute:workflows", "execute:workflows"),
                    ("delete:workflows", "delete:workflows"),
                    ("read:integrations", "read:integrations"),
                    ("manage:integrations", "manage:integrations"),
                ],
                "abstract": False,
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="importrun",
            options={
                "ordering": ("-created_at", "id"),
                "permissions": [
                    ("read:imports", "read:imports"),
                    ("write:imports", "write:imports"),
                    ("delete:imports", "delete:imports"),
                    ("start:imports", "start:imports"),
                    ("cancel:imports", "cancel:imports"),
                    ("manage:imports", "manage:imports"),
                ],
                "verbose_name": "import run",
                "verbose_name_plural": "import runs",
            },
        ),
    ]
