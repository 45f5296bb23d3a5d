import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0001_outbox"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="outboxevent",
            options={"verbose_name": "event", "verbose_name_plural": "events"},
        ),
        migrations.RemoveIndex(
            model_name="outboxevent",
            name="media_outbox_waiting",
        ),
        migrations.AddField(
            model_name="outboxevent",
            name="failed_at",
            field=models.DateTimeField(null=True, verbose_name="given up"),
        ),
        migrations.AddField(
            model_name="outboxevent",
            name="taken_by",
            field=models.JSONField(default=list, verbose_name="taken by"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="aggregate_id",
            field=models.UUIDField(verbose_name="about"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="failed attempts"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="created_at",
            field=models.DateTimeField(auto_now_add=True, verbose_name="created"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="delivered_at",
            field=models.DateTimeField(null=True, verbose_name="delivered"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="kind",
            field=models.CharField(max_length=80, verbose_name="kind"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="last_error",
            field=models.TextField(blank=True, verbose_name="last error"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="next_attempt_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="next attempt"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="payload",
            field=models.JSONField(default=dict, verbose_name="facts"),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="tenant_id",
            field=models.UUIDField(verbose_name="organisation"),
        ),
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(
                condition=models.Q(("delivered_at__isnull", True), ("failed_at__isnull", True)),
                fields=["id"],
                name="media_outbox_open",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(
                condition=models.Q(("failed_at__isnull", False)), fields=["id"], name="media_outbox_failed"
            ),
        ),
    ]
