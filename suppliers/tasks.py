"""Background tasks of suppliers: people are told of new ones."""

from uuid import UUID

from celery import shared_task
from django.utils.translation import gettext_noop

from core.events import Message
from core.notifications import notify


@shared_task
def tell_new_supplier(event: Message) -> int:
    """Subscriber of added suppliers: tell those who care for suppliers."""
    facts = event["payload"]
    return notify(
        "supplier_created",
        tenant_id=UUID(event["tenant_id"]),
        title=gettext_noop("New supplier: %(name)s"),
        message=gettext_noop("Added by %(who)s.") if facts.get("created_by") else "",
        params={"name": facts["name"], "who": facts.get("created_by", "")},
        url=f"/suppliers/{facts['supplier_id']}/",
        key=f"supplier:{facts['supplier_id']}",
    )
