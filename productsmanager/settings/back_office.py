"""The look of the back office (Unfold)."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def link(title: Any, icon: str, address: Any) -> dict[str, Any]:
    """An entry of Unfold's sidebar."""
    return {"title": title, "icon": icon, "link": address}


# The indigo of our own pages.
PRIMARY = {
    "50": "oklch(96.2% .018 272.314)",
    "100": "oklch(93% .034 272.788)",
    "200": "oklch(87% .065 274.039)",
    "300": "oklch(78.5% .115 274.713)",
    "400": "oklch(67.3% .182 276.935)",
    "500": "oklch(58.5% .233 277.117)",
    "600": "oklch(51.1% .262 276.966)",
    "700": "oklch(45.7% .24 277.023)",
    "800": "oklch(39.8% .195 277.366)",
    "900": "oklch(35.9% .144 278.697)",
    "950": "oklch(25.7% .09 281.288)",
}
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Products Manager",
    "SITE_HEADER": "Products Manager",
    "SITE_SUBHEADER": _("Back office"),
    "SITE_URL": "/dashboard/",
    "COLORS": {"primary": PRIMARY},
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
