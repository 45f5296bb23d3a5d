import core.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_permissions"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="missing_since",
            field=models.DateTimeField(
                help_text="A full import of its source no longer names it.", null=True, verbose_name="missing since"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="source_id",
            field=core.fields.RemoteKey("suppliers.Source", null=True),
        ),
    ]
