"""What webhooks are told about suppliers."""

from django.utils.translation import gettext_lazy as _

from core.webhooks import DOCUMENTED, WebhookEvent
from suppliers.events import CREATED, UPDATED

GROUP = _("Suppliers")
_SAMPLE = {"supplier_id": "5b0f6c1e-6f1a-4c53-9a51-3f1f5d1f0c11", "name": "NordTech"}
_ID, _NAME = _("The supplier's id."), _("The supplier's name.")

EVENTS = (
    WebhookEvent(
        name=CREATED,
        group=GROUP,
        description=_("A supplier was added."),
        fields={
            "supplier_id": _ID,
            "name": _NAME,
            "import_type": _("How its data arrives."),
            "created_by": _("Who added it."),
        },
        sample={**_SAMPLE, "import_type": "upload", "created_by": "alice@example.org"},
        kind=CREATED,
        expand=DOCUMENTED,
    ),
    WebhookEvent(
        name=UPDATED,
        group=GROUP,
        description=_("A supplier, or how its files are taken in, was changed."),
        fields={
            "supplier_id": _ID,
            "name": _NAME,
            "changes": _("Field to old and new value."),
            "updated_by": _("Who changed it."),
        },
        sample={**_SAMPLE, "changes": {"priority": {"old": 100, "new": 50}}, "updated_by": "alice@example.org"},
        kind=UPDATED,
        expand=DOCUMENTED,
    ),
)
