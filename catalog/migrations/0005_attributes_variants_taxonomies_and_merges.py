import core.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_offers_of_sources_and_missing"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttributeAlias",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("key", models.TextField()),
                ("name", models.TextField(verbose_name="name")),
            ],
            options={
                "verbose_name": "other name of an attribute",
                "verbose_name_plural": "other names of attributes",
            },
        ),
        migrations.CreateModel(
            name="AttributeFamily",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("name", models.TextField(verbose_name="name")),
                ("key", models.TextField(editable=False)),
            ],
            options={
                "verbose_name": "family",
                "verbose_name_plural": "families",
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="AttributeMerge",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("processing", "Processing"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("pause_requested", models.BooleanField(default=False, editable=False)),
                ("cancel_requested", models.BooleanField(default=False, editable=False)),
                ("progress_done", models.PositiveIntegerField(default=0, editable=False)),
                ("progress_total", models.PositiveIntegerField(default=0, editable=False)),
                ("phase", models.CharField(blank=True, editable=False, max_length=40)),
                ("checkpoint", models.JSONField(default=dict, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("lease_token", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("error_code", models.CharField(blank=True, editable=False, max_length=80)),
                ("error_message", models.TextField(blank=True, editable=False)),
                ("source_id", models.UUIDField(editable=False)),
                ("source_name", models.TextField(verbose_name="attribute")),
                ("target_id", models.UUIDField(editable=False)),
                ("target_name", models.TextField(verbose_name="merged into")),
                ("changed", models.PositiveIntegerField(default=0, editable=False, verbose_name="changed products")),
            ],
            options={
                "verbose_name": "merge of attributes",
                "verbose_name_plural": "merges of attributes",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="AttributeOption",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("name", models.TextField(verbose_name="name")),
                ("key", models.TextField(editable=False)),
                ("labels", models.JSONField(blank=True, default=dict, verbose_name="names by language")),
                ("position", models.PositiveIntegerField(db_default=0, default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ("position", "name", "id"),
            },
        ),
        migrations.CreateModel(
            name="BulkEdit",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("processing", "Processing"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("pause_requested", models.BooleanField(default=False, editable=False)),
                ("cancel_requested", models.BooleanField(default=False, editable=False)),
                ("progress_done", models.PositiveIntegerField(default=0, editable=False)),
                ("progress_total", models.PositiveIntegerField(default=0, editable=False)),
                ("phase", models.CharField(blank=True, editable=False, max_length=40)),
                ("checkpoint", models.JSONField(default=dict, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("lease_token", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("error_code", models.CharField(blank=True, editable=False, max_length=80)),
                ("error_message", models.TextField(blank=True, editable=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("price", "Price"),
                            ("stock", "Stock"),
                            ("status", "Status"),
                            ("category", "Category"),
                            ("tags", "Tags"),
                            ("brand", "Brand"),
                            ("supplier", "Supplier"),
                            ("trash", "Move to the trash"),
                            ("restore", "Take out of the trash"),
                            ("purge", "Remove for good"),
                            ("undo", "Undo"),
                        ],
                        max_length=8,
                        verbose_name="act",
                    ),
                ),
                ("options", models.JSONField(blank=True, default=dict)),
                ("selection", models.JSONField(blank=True, default=dict)),
                ("key", models.UUIDField(editable=False, null=True)),
                ("changed", models.PositiveIntegerField(default=0, editable=False, verbose_name="changed")),
                ("unchanged", models.PositiveIntegerField(default=0, editable=False, verbose_name="as they were")),
                ("left_out", models.JSONField(default=dict, editable=False, help_text="Reason -> products.")),
                (
                    "outcome",
                    models.JSONField(default=dict, editable=False, help_text="What an undoing did, in numbers."),
                ),
            ],
            options={
                "verbose_name": "bulk edit",
                "verbose_name_plural": "bulk edits",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="BulkMark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant")),
                ("run_id", models.UUIDField()),
                ("product_id", models.UUIDField()),
                ("marks", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "mark before a bulk edit",
                "verbose_name_plural": "marks before bulk edits",
            },
        ),
        migrations.CreateModel(
            name="BundleItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="quantity")),
            ],
            options={
                "verbose_name": "part of a bundle",
                "verbose_name_plural": "parts of a bundle",
            },
        ),
        migrations.CreateModel(
            name="CategoryAlias",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("key", models.TextField()),
                ("path", models.TextField(verbose_name="path")),
                ("former_id", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "former path of a category",
                "verbose_name_plural": "former paths of categories",
            },
        ),
        migrations.CreateModel(
            name="CategoryAttribute",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("is_required", models.BooleanField(default=False, verbose_name="required")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "attribute of a category",
                "verbose_name_plural": "attributes of a category",
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="CategoryMapping",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("manual", "By hand"), ("auto", "Automatic")],
                        default="manual",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("pending_review", "To be checked"), ("rejected", "Rejected")],
                        default="active",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                ("confidence", models.PositiveSmallIntegerField(default=100, verbose_name="confidence")),
            ],
            options={
                "verbose_name": "mapping of a category",
                "verbose_name_plural": "mappings of categories",
            },
        ),
        migrations.CreateModel(
            name="CompletenessDay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("day", models.DateField(verbose_name="day")),
                ("counts", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "completeness on a day",
                "verbose_name_plural": "completeness by day",
            },
        ),
        migrations.CreateModel(
            name="CompletenessRun",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("processing", "Processing"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("pause_requested", models.BooleanField(default=False, editable=False)),
                ("cancel_requested", models.BooleanField(default=False, editable=False)),
                ("progress_done", models.PositiveIntegerField(default=0, editable=False)),
                ("progress_total", models.PositiveIntegerField(default=0, editable=False)),
                ("phase", models.CharField(blank=True, editable=False, max_length=40)),
                ("checkpoint", models.JSONField(default=dict, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("lease_token", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("error_code", models.CharField(blank=True, editable=False, max_length=80)),
                ("error_message", models.TextField(blank=True, editable=False)),
            ],
            options={
                "verbose_name": "measuring of the completeness",
                "verbose_name_plural": "measurings of the completeness",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                ("evidence", models.JSONField(default=list, verbose_name="evidence")),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "To be decided"), ("rejected", "Two products"), ("merged", "Merged")],
                        default="pending",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("decided_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided")),
            ],
            options={
                "verbose_name": "possible duplicate",
                "verbose_name_plural": "possible duplicates",
            },
        ),
        migrations.CreateModel(
            name="DuplicateRun",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("processing", "Processing"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("pause_requested", models.BooleanField(default=False, editable=False)),
                ("cancel_requested", models.BooleanField(default=False, editable=False)),
                ("progress_done", models.PositiveIntegerField(default=0, editable=False)),
                ("progress_total", models.PositiveIntegerField(default=0, editable=False)),
                ("phase", models.CharField(blank=True, editable=False, max_length=40)),
                ("checkpoint", models.JSONField(default=dict, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("lease_token", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("error_code", models.CharField(blank=True, editable=False, max_length=80)),
                ("error_message", models.TextField(blank=True, editable=False)),
                (
                    "act",
                    models.CharField(
                        choices=[("search", "Search for duplicates"), ("merge", "Merge all above a score")],
                        default="search",
                        max_length=8,
                        verbose_name="act",
                    ),
                ),
                ("least_score", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("found", models.PositiveIntegerField(default=0, editable=False, verbose_name="pairs")),
                ("left_out", models.PositiveIntegerField(default=0, editable=False, verbose_name="left out")),
            ],
            options={
                "verbose_name": "run over duplicates",
                "verbose_name_plural": "runs over duplicates",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="FamilyAttribute",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("is_required", models.BooleanField(default=False, verbose_name="required")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "attribute of a family",
                "verbose_name_plural": "attributes of a family",
                "ordering": ("position", "id"),
            },
        ),
        migrations.CreateModel(
            name="LogCursor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("reader", models.CharField(max_length=40)),
                ("seq", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "reader of the change log",
                "verbose_name_plural": "readers of the change log",
            },
        ),
        migrations.CreateModel(
            name="ProductCompleteness",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="completeness",
                        serialize=False,
                        to="catalog.product",
                    ),
                ),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("score", models.PositiveSmallIntegerField(verbose_name="completeness")),
                (
                    "lacking",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None, verbose_name="lacking"
                    ),
                ),
            ],
            options={
                "verbose_name": "completeness of a product",
                "verbose_name_plural": "completeness of products",
            },
        ),
        migrations.CreateModel(
            name="ProductMerge",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("absorbed_id", models.UUIDField(db_index=True)),
                ("absorbed_title", models.TextField(blank=True, default="")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("marks", models.JSONField(default=dict)),
                ("choices", models.JSONField(default=dict)),
                ("made_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone")),
                ("undo_run_id", models.UUIDField(null=True)),
            ],
            options={
                "verbose_name": "merge of products",
                "verbose_name_plural": "merges of products",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Regrouping",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("processing", "Processing"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("created_by_id", core.fields.RemoteKey("core.User", editable=False, null=True)),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("pause_requested", models.BooleanField(default=False, editable=False)),
                ("cancel_requested", models.BooleanField(default=False, editable=False)),
                ("progress_done", models.PositiveIntegerField(default=0, editable=False)),
                ("progress_total", models.PositiveIntegerField(default=0, editable=False)),
                ("phase", models.CharField(blank=True, editable=False, max_length=40)),
                ("checkpoint", models.JSONField(default=dict, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("lease_token", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("error_code", models.CharField(blank=True, editable=False, max_length=80)),
                ("error_message", models.TextField(blank=True, editable=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("merge_brands", "Brands merged"),
                            ("rename_brand", "Brand renamed"),
                            ("merge_category", "Category merged"),
                            ("delete_category", "Category deleted"),
                            ("change_tags", "Tags renamed or merged"),
                            ("delete_tags", "Tags deleted"),
                            ("undo", "Undo"),
                        ],
                        max_length=16,
                        verbose_name="act",
                    ),
                ),
                ("label", models.TextField(blank=True, default="", verbose_name="what")),
                ("moves", models.JSONField(default=dict, editable=False)),
                ("saved", models.JSONField(default=dict, editable=False)),
                ("changed", models.PositiveIntegerField(default=0, editable=False, verbose_name="changed products")),
                ("offers", models.PositiveIntegerField(default=0, editable=False, verbose_name="changed offers")),
                (
                    "outcome",
                    models.JSONField(default=dict, editable=False, help_text="What an undoing did, in numbers."),
                ),
            ],
            options={
                "verbose_name": "regrouping of products",
                "verbose_name_plural": "regroupings of products",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("word", models.TextField(verbose_name="word")),
                ("products", models.PositiveIntegerField(db_default=0, default=0, verbose_name="products")),
                ("stem_fr", models.TextField(null=True)),
                ("stem_en", models.TextField(null=True)),
                (
                    "misspellings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "word of the search",
                "verbose_name_plural": "words of the search",
            },
        ),
        migrations.CreateModel(
            name="TagAlias",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("name", models.TextField(verbose_name="tag")),
                ("target", models.TextField(blank=True, default="", verbose_name="means")),
            ],
            options={
                "verbose_name": "tag that means another",
                "verbose_name_plural": "tags that mean another",
            },
        ),
        migrations.CreateModel(
            name="Taxonomy",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tenant_id", core.fields.RemoteKey("core.Tenant", editable=False)),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.TextField(verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("internal", "Own"),
                            ("google", "Google"),
                            ("amazon", "Amazon"),
                            ("odoo", "Odoo"),
                            ("prestashop", "PrestaShop"),
                            ("icecat", "Icecat"),
                        ],
                        default="internal",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("sync_url", models.URLField(blank=True, max_length=1000, verbose_name="address of the file")),
                ("synced_at", models.DateTimeField(editable=False, null=True, verbose_name="last loaded")),
            ],
            options={
                "verbose_name": "taxonomy",
                "verbose_name_plural": "taxonomies",
                "ordering": ("name", "id"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="attributevalue",
            name="catalog_attribute_value_unique",
        ),
        migrations.RemoveConstraint(
            model_name="category",
            name="catalog_category_path_unique",
        ),
        migrations.RemoveConstraint(
            model_name="price",
            name="catalog_price_unique",
        ),
        migrations.AddField(
            model_name="attribute",
            name="group",
            field=models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="group"),
        ),
        migrations.AddField(
            model_name="attribute",
            name="is_filterable",
            field=models.BooleanField(db_default=False, default=False, verbose_name="filter of lists"),
        ),
        migrations.AddField(
            model_name="attribute",
            name="is_localizable",
            field=models.BooleanField(db_default=False, default=False, verbose_name="one value per language"),
        ),
        migrations.AddField(
            model_name="attribute",
            name="is_unique",
            field=models.BooleanField(db_default=False, default=False, verbose_name="unique value"),
        ),
        migrations.AddField(
            model_name="attribute",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "Text"),
                    ("rich_text", "Formatted text"),
                    ("integer", "Whole number"),
                    ("decimal", "Decimal number"),
                    ("measure", "Measure with unit"),
                    ("boolean", "Yes or no"),
                    ("date", "Date"),
                    ("select", "One choice"),
                    ("multiselect", "Several choices"),
                    ("url", "Web address"),
                    ("json", "Structured data (JSON)"),
                ],
                db_default="text",
                default="text",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="attribute",
            name="labels",
            field=models.JSONField(
                blank=True,
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                verbose_name="names by language",
            ),
        ),
        migrations.AddField(
            model_name="attribute",
            name="position",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="attribute",
            name="standard",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="attribute",
            name="unit",
            field=models.CharField(blank=True, db_default="", default="", max_length=20, verbose_name="unit"),
        ),
        migrations.AddField(
            model_name="attributevalue",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=10, verbose_name="language"),
        ),
        migrations.AddField(
            model_name="attributevalue",
            name="unique_value",
            field=models.TextField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="brand",
            name="code",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="code"),
        ),
        migrations.AddField(
            model_name="brand",
            name="description",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="description"),
        ),
        migrations.AddField(
            model_name="brand",
            name="is_active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="active"),
        ),
        migrations.AddField(
            model_name="brand",
            name="logo_url",
            field=models.URLField(
                blank=True, db_default="", default="", max_length=500, verbose_name="address of the logo"
            ),
        ),
        migrations.AddField(
            model_name="brand",
            name="state",
            field=models.CharField(
                choices=[("confirmed", "Confirmed"), ("pending", "To be checked"), ("ignored", "Left as it is")],
                db_default="pending",
                default="confirmed",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="brand",
            name="website",
            field=models.URLField(blank=True, db_default="", default="", max_length=500, verbose_name="website"),
        ),
        migrations.AddField(
            model_name="brandalias",
            name="former_id",
            field=models.UUIDField(editable=False, help_text="The brand it was before a merge.", null=True),
        ),
        migrations.AddField(
            model_name="brandalias",
            name="name",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="spelling"),
        ),
        migrations.AddField(
            model_name="brandalias",
            name="source",
            field=models.CharField(
                choices=[("manual", "By hand"), ("import", "Import"), ("merge", "Merged brand"), ("odoo", "Odoo")],
                db_default="import",
                default="manual",
                max_length=8,
                verbose_name="where from",
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="description",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="description"),
        ),
        migrations.AddField(
            model_name="category",
            name="external_id",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=100, verbose_name="id in the taxonomy"
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="is_active",
            field=models.BooleanField(db_default=True, default=True, verbose_name="active"),
        ),
        migrations.AddField(
            model_name="category",
            name="position",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="product",
            name="further_categories",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(),
                blank=True,
                db_default=models.Value(
                    [], django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)
                ),
                default=list,
                size=None,
                verbose_name="further categories",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="kind",
            field=models.CharField(
                choices=[
                    ("simple", "Single product"),
                    ("model", "Product with variants"),
                    ("variant", "Variant"),
                    ("bundle", "Bundle"),
                ],
                db_default="simple",
                default="simple",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="variants",
                to="catalog.product",
                verbose_name="product it is a variant of",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="variant_axes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                blank=True,
                db_default=models.Value(
                    [], django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)
                ),
                default=list,
                size=None,
                verbose_name="axes of its variants",
            ),
        ),
        migrations.AddField(
            model_name="stock",
            name="min_stock",
            field=models.IntegerField(blank=True, null=True, verbose_name="low-stock threshold"),
        ),
        migrations.AlterField(
            model_name="offer",
            name="brand",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.brand",
                verbose_name="brand",
            ),
        ),
        migrations.AlterField(
            model_name="price",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sale", "Sale price"),
                    ("promotion", "Promotion price"),
                    ("list", "List price"),
                    ("wholesale", "Wholesale price"),
                    ("purchase", "Purchase price"),
                ],
                default="sale",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="price",
            name="valid_from",
            field=models.DateField(blank=True, null=True, verbose_name="valid from"),
        ),
        migrations.AlterField(
            model_name="price",
            name="valid_until",
            field=models.DateField(blank=True, null=True, verbose_name="valid until"),
        ),
        migrations.AlterField(
            model_name="product",
            name="brand",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.brand",
                verbose_name="brand",
            ),
        ),
        migrations.AlterField(
            model_name="stock",
            name="quantity",
            field=models.IntegerField(blank=True, null=True, verbose_name="quantity"),
        ),
        migrations.AddIndex(
            model_name="brand",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["tenant_id", "name", "id"],
                name="catalog_brand_pending",
            ),
        ),
        migrations.AddIndex(
            model_name="brandalias",
            index=models.Index(
                condition=models.Q(("former_id__isnull", False)),
                fields=["former_id"],
                name="catalog_brand_alias_former",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="catalog_change_time"),
        ),
        migrations.AddConstraint(
            model_name="attributevalue",
            constraint=models.UniqueConstraint(
                fields=("product", "attribute", "language"), name="catalog_attribute_value_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="attributevalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unique_value__isnull", False)),
                fields=("attribute", "language", "unique_value"),
                name="catalog_attribute_value_taken",
            ),
        ),
        migrations.AddConstraint(
            model_name="price",
            constraint=models.UniqueConstraint(
                fields=("product", "kind", "currency", "min_quantity", "valid_from", "valid_until"),
                name="catalog_price_unique",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="attributealias",
            name="attribute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="catalog.attribute"
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="family",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="products",
                to="catalog.attributefamily",
                verbose_name="family",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("asin__isnull", False)), fields=["tenant_id", "asin"], name="catalog_product_asin"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("kind", "simple"), _negated=True),
                fields=["tenant_id", "kind"],
                name="catalog_product_not_simple",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)), fields=["parent"], name="catalog_product_parent"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("parent_ref__isnull", False)),
                fields=["tenant_id", "parent_ref"],
                name="catalog_product_parent_ref",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("family__isnull", False)), fields=["family"], name="catalog_product_family"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("further_categories", []), _negated=True),
                fields=["further_categories"],
                name="catalog_product_categories",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("tags__isnull", False)), fields=["tags"], name="catalog_product_tags"
            ),
        ),
        migrations.AddIndex(
            model_name="attributemerge",
            index=models.Index(fields=["tenant_id", "-created_at"], name="catalog_attribute_merges"),
        ),
        migrations.AddField(
            model_name="attributeoption",
            name="attribute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="options", to="catalog.attribute"
            ),
        ),
        migrations.AddField(
            model_name="bulkedit",
            name="undoes",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undoings",
                to="catalog.bulkedit",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkmark",
            index=models.Index(fields=["run_id", "product_id"], name="catalog_bulk_mark_run"),
        ),
        migrations.AddField(
            model_name="bundleitem",
            name="bundle",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bundle_items",
                to="catalog.product",
            ),
        ),
        migrations.AddField(
            model_name="bundleitem",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="in_bundles", to="catalog.product"
            ),
        ),
        migrations.AddField(
            model_name="categoryalias",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="aliases",
                to="catalog.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="categoryattribute",
            name="attribute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.attribute"
            ),
        ),
        migrations.AddField(
            model_name="categoryattribute",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="attributes", to="catalog.category"
            ),
        ),
        migrations.AddField(
            model_name="categorymapping",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mappings",
                to="catalog.category",
            ),
        ),
        migrations.AddField(
            model_name="categorymapping",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mapped_from", to="catalog.category"
            ),
        ),
        migrations.AddConstraint(
            model_name="completenessday",
            constraint=models.UniqueConstraint(fields=("tenant_id", "day"), name="catalog_completeness_day_unique"),
        ),
        migrations.AddIndex(
            model_name="completenessrun",
            index=models.Index(fields=["tenant_id", "-created_at"], name="catalog_completeness_run"),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="first",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duplicates_first",
                to="catalog.product",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="second",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="duplicates_second",
                to="catalog.product",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicaterun",
            index=models.Index(fields=["tenant_id", "-created_at"], name="catalog_duplicate_run"),
        ),
        migrations.AddField(
            model_name="familyattribute",
            name="attribute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.attribute"
            ),
        ),
        migrations.AddField(
            model_name="familyattribute",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="members", to="catalog.attributefamily"
            ),
        ),
        migrations.AddField(
            model_name="attributefamily",
            name="attributes",
            field=models.ManyToManyField(
                related_name="families", through="catalog.FamilyAttribute", to="catalog.attribute"
            ),
        ),
        migrations.AddConstraint(
            model_name="logcursor",
            constraint=models.UniqueConstraint(fields=("tenant_id", "reader"), name="catalog_log_cursor_unique"),
        ),
        migrations.AddIndex(
            model_name="productcompleteness",
            index=models.Index(fields=["tenant_id", "score", "product"], name="catalog_completeness_score"),
        ),
        migrations.AddIndex(
            model_name="productcompleteness",
            index=django.contrib.postgres.indexes.GinIndex(fields=["lacking"], name="catalog_completeness_lacking"),
        ),
        migrations.AddField(
            model_name="productmerge",
            name="survivor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges",
                to="catalog.product",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="merge",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="pairs", to="catalog.productmerge"
            ),
        ),
        migrations.AddField(
            model_name="regrouping",
            name="undoes",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undoings",
                to="catalog.regrouping",
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(fields=["tenant_id", "stem_fr"], name="catalog_search_word_fr"),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(fields=["tenant_id", "stem_en"], name="catalog_search_word_en"),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(fields=["misspellings"], name="catalog_search_word_typos"),
        ),
        migrations.AddConstraint(
            model_name="searchword",
            constraint=models.UniqueConstraint(fields=("tenant_id", "word"), name="catalog_search_word_unique"),
        ),
        migrations.AddConstraint(
            model_name="tagalias",
            constraint=models.UniqueConstraint(fields=("tenant_id", "name"), name="catalog_tag_alias_unique"),
        ),
        migrations.AddConstraint(
            model_name="taxonomy",
            constraint=models.UniqueConstraint(fields=("tenant_id", "code"), name="catalog_taxonomy_code_unique"),
        ),
        migrations.AddField(
            model_name="categorymapping",
            name="taxonomy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mappings", to="catalog.taxonomy"
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="taxonomy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="categories",
                to="catalog.taxonomy",
                verbose_name="taxonomy",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "taxonomy", "key"), name="catalog_category_path_unique", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="attributealias",
            constraint=models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_attribute_alias_unique"),
        ),
        migrations.AddConstraint(
            model_name="attributeoption",
            constraint=models.UniqueConstraint(fields=("attribute", "key"), name="catalog_option_key_unique"),
        ),
        migrations.AddIndex(
            model_name="bulkedit",
            index=models.Index(fields=["tenant_id", "-created_at"], name="catalog_bulk_recent"),
        ),
        migrations.AddConstraint(
            model_name="bulkedit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key__isnull", False)), fields=("tenant_id", "key"), name="catalog_bulk_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundleitem",
            constraint=models.UniqueConstraint(fields=("bundle", "product"), name="catalog_bundle_item_unique"),
        ),
        migrations.AddConstraint(
            model_name="bundleitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("bundle", models.F("product")), _negated=True), name="catalog_bundle_not_itself"
            ),
        ),
        migrations.AddIndex(
            model_name="categoryalias",
            index=models.Index(
                condition=models.Q(("former_id__isnull", False)),
                fields=["former_id"],
                name="catalog_category_alias_former",
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryalias",
            constraint=models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_category_alias_unique"),
        ),
        migrations.AddConstraint(
            model_name="categoryattribute",
            constraint=models.UniqueConstraint(
                fields=("category", "attribute"), name="catalog_category_attribute_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="familyattribute",
            constraint=models.UniqueConstraint(fields=("family", "attribute"), name="catalog_family_attribute_unique"),
        ),
        migrations.AddConstraint(
            model_name="attributefamily",
            constraint=models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_family_key_unique"),
        ),
        migrations.AddIndex(
            model_name="productmerge",
            index=models.Index(fields=["tenant_id", "-created_at"], name="catalog_merge_recent"),
        ),
        migrations.AddIndex(
            model_name="productmerge",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("undone_at", None)), fields=["codes"], name="catalog_merge_codes"
            ),
        ),
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(fields=["tenant_id", "state", "score", "id"], name="catalog_duplicate_queue"),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="catalog_duplicate_unique"),
        ),
        migrations.AddIndex(
            model_name="regrouping",
            index=models.Index(fields=["tenant_id", "act", "-created_at"], name="catalog_regrouping_recent"),
        ),
        migrations.AddIndex(
            model_name="categorymapping",
            index=models.Index(fields=["tenant_id", "taxonomy", "status"], name="catalog_mapping_status"),
        ),
        migrations.AddConstraint(
            model_name="categorymapping",
            constraint=models.UniqueConstraint(fields=("category", "taxonomy"), name="catalog_category_mapping_unique"),
        ),
        # Brands that were there before nobody asks to be checked.
        migrations.RunSQL("UPDATE catalog_brand SET state = 'confirmed'", migrations.RunSQL.noop),
    ]
