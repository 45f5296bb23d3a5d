import core.encryption
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0004_templates_and_value_maps"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="alerts",
            field=models.JSONField(blank=True, default=dict, verbose_name="notifications"),
        ),
        migrations.AddField(
            model_name="source",
            name="approval",
            field=models.CharField(
                choices=[
                    ("anybody", "Everybody who may start imports"),
                    ("second_person", "Somebody else than the one who started it or asked for it first"),
                ],
                default="anybody",
                max_length=13,
                verbose_name="approval",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="brake",
            field=models.JSONField(blank=True, default=dict, verbose_name="limits of the brake"),
        ),
        migrations.AddField(
            model_name="source",
            name="brake_enabled",
            field=models.BooleanField(default=True, verbose_name="hold unusual files"),
        ),
        migrations.AddField(
            model_name="source",
            name="completeness_percent",
            field=models.PositiveSmallIntegerField(
                default=80, verbose_name="a full file has at least this share of its usual rows (%)"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="connection",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="What the fetcher asks for, without secrets.",
                verbose_name="connection",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="filters",
            field=models.JSONField(blank=True, default=list, verbose_name="filters before the import"),
        ),
        migrations.AddField(
            model_name="source",
            name="import_type",
            field=models.CharField(
                choices=[
                    ("partial", "Partial: products that are not in the file stay as they are"),
                    ("full", "Full: products that are not in the file are no longer delivered"),
                ],
                default="partial",
                max_length=8,
                verbose_name="kind of import",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="active"),
        ),
        migrations.AddField(
            model_name="source",
            name="missing_rows",
            field=models.CharField(
                choices=[
                    ("keep", "Leave them as they are"),
                    ("stock_zero", "Set their stock to 0"),
                    ("deactivate", "Set their stock to 0 and deactivate products that nobody else delivers"),
                    ("trash", "Put products that nobody else delivers into the trash"),
                ],
                default="stock_zero",
                max_length=10,
                verbose_name="products missing in a full import",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="pick",
            field=models.CharField(
                choices=[("newest", "The newest file"), ("all_new", "Every new file, oldest first")],
                default="newest",
                max_length=8,
                verbose_name="files",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="retry_minutes",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Empty: 1, 5, 15, 60, 240.",
                verbose_name="tried again after (minutes)",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="rules",
            field=models.JSONField(blank=True, default=list, verbose_name="rules"),
        ),
        migrations.AddField(
            model_name="source",
            name="secrets",
            field=core.encryption.EncryptedTextField(
                blank=True, default="", editable=False, help_text="JSON: name -> secret."
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="kind",
            field=models.CharField(
                choices=[
                    ("upload", "Uploaded file"),
                    ("push", "File sent to us (push)"),
                    ("http", "Web address (HTTP, HTTPS)"),
                    ("rest", "REST API"),
                    ("ftp", "FTP"),
                    ("ftps", "FTPS"),
                    ("sftp", "SFTP"),
                ],
                default="upload",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="template",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sources",
                to="suppliers.mappingtemplate",
                verbose_name="mapping template",
            ),
        ),
    ]
