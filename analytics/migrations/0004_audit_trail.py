import core.constraints
import core.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0003_permissions"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False, null=True)),
                ("app", models.CharField(max_length=20)),
                ("event_id", models.BigIntegerField()),
                ("at", models.DateTimeField(verbose_name="time")),
                ("code", models.CharField(max_length=80, verbose_name="act")),
                ("category", models.CharField(max_length=20, verbose_name="category")),
                ("actor_kind", models.CharField(max_length=12, verbose_name="kind of actor")),
                ("actor_id", models.UUIDField(null=True, verbose_name="person")),
                ("actor_name", models.CharField(blank=True, max_length=300, verbose_name="by")),
                ("subject_type", models.CharField(blank=True, max_length=80, verbose_name="kind of object")),
                ("subject_id", models.CharField(blank=True, max_length=80, verbose_name="id of the object")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="object")),
                ("before", models.JSONField(default=dict, verbose_name="old values")),
                ("after", models.JSONField(default=dict, verbose_name="new values")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="address")),
                ("user_agent", models.CharField(blank=True, max_length=300, verbose_name="program")),
                ("request_id", models.CharField(blank=True, max_length=80, verbose_name="request")),
            ],
            options={
                "verbose_name": "act",
                "verbose_name_plural": "audit trail",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.DeleteModel(
            name="Activity",
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["tenant_id", "-at", "-id"], name="analytics_audit_time"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["tenant_id", "subject_id", "-at"], name="analytics_audit_subject"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["tenant_id", "actor_id", "-at"], name="analytics_audit_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["tenant_id", "code", "-at"], name="analytics_audit_code"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("request_id", ""), _negated=True),
                fields=["request_id"],
                name="analytics_audit_request",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="analytics_audit_age"),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.UniqueConstraint(fields=("app", "event_id"), name="analytics_audit_once"),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=core.constraints.AppendOnly(name="analytics_audit_append_only"),
        ),
    ]
