"""The look of the back office (Unfold)."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def link(title: Any, icon: str, address: Any) -> dict[str, Any]:
    """An entry of Unfold's sidebar."""
    return {"title": title, "icon": icon, "link": address}


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Products Manager",
    "SITE_HEADER": "Products Manager",
    "SITE_SUBHEADER": _("Back office"),
    "SITE_URL": "/dashboard/",
    "SHOW_LANGUAGES": True,
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": True,
        "navigation": [
            {
                "title": _("Daily work"),
                "items": [
                    link(_("Home"), "home", "/dashboard/"),
                    link(_("Products"), "inventory_2", "/products/"),
                    link(_("Suppliers"), "local_shipping", "/suppliers/"),
                    link(_("Imports"), "upload_file", "/imports/"),
                ],
            },
            {
                "title": _("People"),
                "items": [
                    link(_("Users"), "person", reverse_lazy("admin:core_user_changelist")),
                    link(_("Organisations"), "apartment", reverse_lazy("admin:core_tenant_changelist")),
                ],
            },
        ],
    },
}
