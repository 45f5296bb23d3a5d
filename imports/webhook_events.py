"""What webhooks are told about import runs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.webhooks import DOCUMENTED, WebhookEvent
from imports.events import COMPLETED, EAN_RESOLVED, FAILED, HELD, STARTED

_IDENTITY = {
    "job_id": _("The run's id."),
    "supplier_id": _("The supplier's id."),
    "supplier_name": _("The supplier's name."),
}
_DURATION = {"duration_seconds": _("From start to end.")}
FIELDS: dict[str, dict[str, Any]] = {
    STARTED: {
        **_IDENTITY,
        "import_type": _("full or partial."),
        "total_products": _("Rows of the file, as far as known."),
        "started_by": _("Who started it."),
    },
    COMPLETED: {
        **_IDENTITY,
        **_DURATION,
        "stats": _("total_products, created, updated, errors: numbers of rows."),
        "status": _("completed."),
    },
    HELD: {
        **_IDENTITY,
        "import_type": _("full or partial."),
        "hold": _("evidence: code, measured, normal, limit of everything that is unusual."),
    },
    FAILED: {
        **_IDENTITY,
        "error": _("code, message, details."),
        **_DURATION,
    },
    EAN_RESOLVED: {
        "product_id": _("The product's id, if there is one."),
        "ean": _("The GTIN, 14 digits."),
        "supplier_id": _("The supplier's id."),
        "supplier_sku": _("The supplier's reference."),
        "title": _("The title, as the supplier wrote it."),
        "resolved_by": _("Who entered it."),
    },
}
_SAMPLE = {
    "job_id": "8f1f1c55-2a3e-4f5b-9d7a-0f8a4f7d1c22",
    "supplier_id": "5b0f6c1e-6f1a-4c53-9a51-3f1f5d1f0c11",
    "supplier_name": "NordTech",
}
SAMPLES: dict[str, dict[str, Any]] = {
    STARTED: {**_SAMPLE, "import_type": "partial", "total_products": 27600, "started_by": "alice@example.org"},
    COMPLETED: {
        **_SAMPLE,
        "duration_seconds": 12.4,
        "stats": {"total_products": 27600, "created": 1204, "updated": 11226, "errors": 38},
        "status": "completed",
    },
    HELD: {
        **_SAMPLE,
        "import_type": "full",
        "hold": {"evidence": [{"code": "rows_fewer", "measured": 10, "normal": 27600, "limit": 30}]},
    },
    FAILED: {
        **_SAMPLE,
        "error": {"code": "FILE_UNREADABLE", "message": "The workbook is protected.", "details": {"phase": "reading"}},
        "duration_seconds": 0.8,
    },
    EAN_RESOLVED: {
        "product_id": "0b7a3a52-55c6-4f0e-9d8c-1f1b7a2c9d10",
        "ean": "04006381333931",
        "supplier_id": _SAMPLE["supplier_id"],
        "supplier_sku": "NT-1001",
        "title": "Stabilo Boss",
        "resolved_by": "Alice Martin",
    },
}
DESCRIPTIONS = {
    STARTED: _("A worker has begun with an import."),
    COMPLETED: _("An import is in the catalogue."),
    HELD: _("An import is held before its first change, because its file is unlike those before."),
    FAILED: _("An import ended before its end: by an error, or because somebody stopped it."),
    EAN_RESOLVED: _("The EAN of a product that came without one was entered."),
}

EVENTS = tuple(
    WebhookEvent(
        name=name,
        group=_("Imports"),
        description=DESCRIPTIONS[name],
        fields=FIELDS[name],
        sample=SAMPLES[name],
        kind=name,
        expand=DOCUMENTED,
    )
    for name in (STARTED, HELD, COMPLETED, FAILED, EAN_RESOLVED)
)
