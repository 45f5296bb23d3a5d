"""What the catalogue shows on the pages of suppliers."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalog.selectors.supplied import offer_counts
from core.access import allowed
from core.panels import Column
from core.templatetags.formats import number


def supplier_columns(request: HttpRequest, *, ids: list[UUID]) -> Column | None:
    """How many offers each supplier has, with the way to its products."""
    if not allowed(request.user, "read:products"):
        return None
    address = reverse("catalog:products")
    cells = {
        supplier_id: format_html('<a href="{}?supplier={}">{}</a>', address, supplier_id, number(count))
        for supplier_id, count in offer_counts(ids).items()
        if count
    }
    return Column(_("Offers"), cells, blank="0", css="num")
