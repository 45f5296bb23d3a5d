import core.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0005_runs_held_and_full"),
    ]

    operations = [
        migrations.CreateModel(
            name="EanPending",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("supplier_id", core.fields.RemoteKey("suppliers.Supplier", verbose_name="supplier")),
                ("source_id", core.fields.RemoteKey("suppliers.Source", verbose_name="source")),
                ("run_id", models.UUIDField(help_text="The run that saw it first.", null=True)),
                ("key", models.TextField(help_text="Of the supplier's offer.")),
                ("supplier_sku", models.CharField(blank=True, max_length=255, verbose_name="supplier SKU")),
                ("title", models.CharField(blank=True, max_length=500, verbose_name="title")),
                ("brand", models.CharField(blank=True, max_length=255, verbose_name="brand")),
                ("mpn", models.CharField(blank=True, max_length=255, verbose_name="manufacturer part number")),
                (
                    "resolution_hash",
                    models.CharField(
                        help_text="Of supplier, title and manufacturer part number: found again in later files.",
                        max_length=32,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Waiting"), ("resolved", "Found"), ("dismissed", "Has none")],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("gtin", models.CharField(blank=True, max_length=14, verbose_name="EAN / GTIN")),
                ("resolved_by_id", core.fields.RemoteKey("core.User", null=True)),
                ("resolved_at", models.DateTimeField(null=True, verbose_name="found at")),
            ],
            options={
                "verbose_name": "article without EAN",
                "verbose_name_plural": "articles without EAN",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="RunChunk",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "step",
                    models.CharField(
                        choices=[("check", "Map and validate"), ("merge", "Merge")], max_length=5, verbose_name="step"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="chunk")),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                ("is_done", models.BooleanField(default=False)),
                ("lease_until", models.DateTimeField(null=True)),
                ("lease_token", models.UUIDField(null=True)),
                ("worker", models.CharField(blank=True, max_length=200)),
                ("result", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "chunk",
                "verbose_name_plural": "chunks",
                "ordering": ("step", "number"),
            },
        ),
        migrations.CreateModel(
            name="SupplierMonth",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("supplier_id", core.fields.RemoteKey("suppliers.Supplier", verbose_name="supplier")),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                ("runs", models.PositiveIntegerField(default=0, verbose_name="runs")),
                ("completed", models.PositiveIntegerField(default=0, verbose_name="completed")),
                ("failed", models.PositiveIntegerField(default=0, verbose_name="failed")),
                ("cancelled", models.PositiveIntegerField(default=0, verbose_name="cancelled")),
                ("rows_read", models.PositiveBigIntegerField(default=0, verbose_name="rows read")),
                ("rows_created", models.PositiveBigIntegerField(default=0, verbose_name="created")),
                ("rows_updated", models.PositiveBigIntegerField(default=0, verbose_name="updated")),
                ("rows_unchanged", models.PositiveBigIntegerField(default=0, verbose_name="unchanged")),
                ("rows_held", models.PositiveBigIntegerField(default=0, verbose_name="held")),
                ("rows_skipped", models.PositiveBigIntegerField(default=0, verbose_name="skipped")),
                ("price_changes", models.PositiveBigIntegerField(default=0, verbose_name="price changes")),
                ("stock_changes", models.PositiveBigIntegerField(default=0, verbose_name="stock changes")),
                ("seconds", models.FloatField(default=0, verbose_name="seconds")),
            ],
            options={
                "verbose_name": "month of a supplier",
                "verbose_name_plural": "months of suppliers",
                "ordering": ("-month", "supplier_id"),
            },
        ),
        migrations.CreateModel(
            name="SupplierScore",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("supplier_id", core.fields.RemoteKey("suppliers.Supplier", verbose_name="supplier")),
                ("day", models.DateField(verbose_name="day")),
                ("last_import_at", models.DateTimeField(null=True, verbose_name="last import")),
                (
                    "late_share",
                    models.FloatField(
                        null=True, verbose_name="share of planned fetches that brought nothing or failed"
                    ),
                ),
                ("error_share", models.FloatField(null=True, verbose_name="share of rows held")),
                ("valid_ean_share", models.FloatField(null=True, verbose_name="share of rows with a valid EAN")),
                (
                    "price_volatility",
                    models.FloatField(null=True, verbose_name="share of products whose price changed"),
                ),
                ("stock_changes", models.FloatField(null=True, verbose_name="share of products whose stock changed")),
                ("score", models.FloatField(help_text="From 0 to 100.", null=True, verbose_name="score")),
            ],
            options={
                "verbose_name": "score of a supplier",
                "verbose_name_plural": "scores of suppliers",
                "ordering": ("-day", "supplier_id"),
            },
        ),
        migrations.AddIndex(
            model_name="eanpending",
            index=models.Index(fields=["tenant_id", "state", "-created_at", "id"], name="imports_ean_pending_queue"),
        ),
        migrations.AddConstraint(
            model_name="eanpending",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "supplier_id", "resolution_hash"), name="imports_ean_pending_once"
            ),
        ),
        migrations.AddField(
            model_name="runchunk",
            name="run",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="chunks",
                to="imports.importrun",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliermonth",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "supplier_id", "month"), name="imports_supplier_month_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierscore",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "supplier_id", "day"), name="imports_supplier_score_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="runchunk",
            constraint=models.UniqueConstraint(fields=("run", "step", "number"), name="imports_chunk_once"),
        ),
    ]
