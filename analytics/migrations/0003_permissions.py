from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0002_relay_for_each_subscriber"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnalyticsResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "permissions": [
                    ("read:analytics", "read:analytics"),
                    ("read:reports", "read:reports"),
                    ("manage:reports", "manage:reports"),
                ],
                "abstract": False,
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
