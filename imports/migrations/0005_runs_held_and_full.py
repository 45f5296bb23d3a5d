import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0004_fetches"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="importsresource",
            options={
                "default_permissions": (),
                "managed": False,
                "permissions": [
                    ("read:exports", "read:exports"),
                    ("write:exports", "write:exports"),
                    ("manage:exports", "manage:exports"),
                    ("read:workflows", "read:workflows"),
                    ("write:workflows", "write:workflows"),
                    ("execute:workflows", "execute:workflows"),
                    ("delete:workflows", "delete:workflows"),
                    ("read:integrations", "read:integrations"),
                    ("manage:integrations", "manage:integrations"),
                ],
            },
        ),
        migrations.AddField(
            model_name="importrun",
            name="approvals",
            field=models.JSONField(default=list, editable=False, help_text="Who let it go on, and when."),
        ),
        migrations.AddField(
            model_name="importrun",
            name="drift",
            field=models.JSONField(default=dict, help_text="How the layout differs from the one remembered."),
        ),
        migrations.AddField(
            model_name="importrun",
            name="held_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="held at"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="hold",
            field=models.JSONField(default=dict, help_text="Why the brake holds the run, with the evidence."),
        ),
        migrations.AddField(
            model_name="importrun",
            name="offers_missing",
            field=models.PositiveIntegerField(default=0, verbose_name="missing in the file"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="offers_retired",
            field=models.PositiveIntegerField(default=0, verbose_name="no longer delivered"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="profile",
            field=models.JSONField(default=dict, help_text="What the brake learns from: rows, blanks, prices."),
        ),
        migrations.AddField(
            model_name="importrun",
            name="trigger",
            field=models.CharField(
                choices=[
                    ("upload", "Upload"),
                    ("schedule", "Schedule"),
                    ("manual", "Run now"),
                    ("push", "File sent to us"),
                    ("api", "API"),
                    ("command", "Command line"),
                ],
                default="upload",
                max_length=8,
                verbose_name="begun by",
            ),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="mapping_origin",
            field=models.CharField(
                blank=True,
                choices=[
                    ("proposed", "Proposed from names and values"),
                    ("adapted", "The last one, adapted to a changed layout"),
                    ("saved", "Remembered for this layout"),
                    ("template", "Taken from a template"),
                    ("confirmed", "Confirmed by a person"),
                    ("given", "Given on the command line"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="stage",
            field=models.CharField(
                choices=[
                    ("reading", "The file cannot be read yet"),
                    ("mapping", "The mapping waits for confirmation"),
                    ("ready", "Ready"),
                    ("held", "Held: waits for approval"),
                ],
                default="mapping",
                max_length=8,
                verbose_name="preparation",
            ),
        ),
        migrations.AddIndex(
            model_name="heldrow",
            index=models.Index(fields=["tenant_id", "state", "created_at", "id"], name="imports_held_by_age"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="fetch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="runs",
                to="imports.fetch",
                verbose_name="fetch",
            ),
        ),
    ]
