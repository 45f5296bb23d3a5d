from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0006_chunks_statistics_and_missing_eans"),
    ]

    operations = [
        migrations.AddField(
            model_name="heldrow",
            name="key",
            field=models.TextField(
                db_default="", default="", help_text="Of the row within its supplier, where it has one."
            ),
        ),
        migrations.AddIndex(
            model_name="eanpending",
            index=models.Index(fields=["tenant_id", "supplier_id", "key"], name="imports_ean_pending_key"),
        ),
        migrations.AddIndex(
            model_name="heldrow",
            index=models.Index(
                condition=models.Q(("state", "open"), models.Q(("key", ""), _negated=True)),
                fields=["source_id", "key"],
                name="imports_held_key",
            ),
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(fields=["source_id", "-created_at"], name="imports_run_source_recent"),
        ),
    ]
