"""What webhooks are told about import runs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.webhooks import DOCUMENTED, WebhookEvent
from imports.events import COMPLETED, EAN_RESOLVED, EXPORT_COMPLETED, EXPORT_FAILED, FAILED, HELD, STARTED

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

_EXPORT = {
    "export_id": _("The export's id."),
    "name": _("Its name."),
    "format": _("csv, xlsx, json or jsonl."),
    "template": _("A predefined template, or the id of an own one."),
}
EXPORT_FIELDS: dict[str, dict[str, Any]] = {
    EXPORT_COMPLETED: {
        **_EXPORT,
        "file_name": _("The name of the file."),
        "size": _("Its bytes."),
        "rows": _("Rows of the file."),
        "products": _("Products in the file."),
        "excluded": _("Products that were left out."),
        "delivered_to": _("Where it was brought; empty when it only waits on its page."),
        "link": _("The address of its page; for the destination “webhook” an address that gives the file."),
        "kept_until": _("When the file is removed."),
        **_DURATION,
    },
    EXPORT_FAILED: {**_EXPORT, "error": _("code, message."), **_DURATION},
}
_EXPORT_SAMPLE = {
    "export_id": "0d3a6f0e-5b0e-4f6c-8f0e-3f2b7c9a1d11",
    "name": "Prices and stock",
    "format": "csv",
    "template": "price_stock",
}
EXPORT_SAMPLES: dict[str, dict[str, Any]] = {
    EXPORT_COMPLETED: {
        **_EXPORT_SAMPLE,
        "file_name": "products_2026-11-25_060000.csv",
        "size": 1834021,
        "rows": 27600,
        "products": 27600,
        "excluded": 38,
        "delivered_to": "sftp://files.example.com/in/products_2026-11-25_060000.csv",
        "link": "https://pm.example.com/exports/0d3a6f0e-5b0e-4f6c-8f0e-3f2b7c9a1d11/",
        "kept_until": "2026-12-25T06:00:12+00:00",
        "duration_seconds": 11.8,
    },
    EXPORT_FAILED: {
        **_EXPORT_SAMPLE,
        "error": {"code": "LOGIN_REFUSED", "message": "files.example.com refuses the sign-in."},
        "duration_seconds": 4.1,
    },
}
EXPORT_DESCRIPTIONS = {
    EXPORT_COMPLETED: _("A file of the catalogue is made, and delivered where it should be."),
    EXPORT_FAILED: _("A file of the catalogue could not be made or delivered, or somebody stopped it."),
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
) + tuple(
    WebhookEvent(
        name=name,
        group=_("Exports"),
        description=EXPORT_DESCRIPTIONS[name],
        fields=EXPORT_FIELDS[name],
        sample=EXPORT_SAMPLES[name],
        kind=name,
        expand=DOCUMENTED,
    )
    for name in EXPORT_FIELDS
)
