"""The 62 permissions in words, grouped as pages and the API show them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access.permissions import CODES, resource_of

RESOURCES: dict[str, Any] = {
    "products": _("Products"),
    "suppliers": _("Suppliers"),
    "imports": _("Imports"),
    "exports": _("Exports"),
    "analytics": _("Analytics"),
    "media": _("Images and media"),
    "cache": _("Cache"),
    "code2asin": _("Code2ASIN"),
    "templates": _("Templates"),
    "system": _("System"),
    "monitoring": _("Monitoring"),
    "files": _("Files"),
    "prices": _("Prices"),
    "environmental_data": _("Environmental data"),
    "ai_metadata": _("AI metadata"),
    "workflows": _("Workflows"),
    "tags": _("Tags"),
    "integrations": _("Integrations"),
    "enrichment": _("Enrichment"),
    "reports": _("Reports"),
    "admin": _("Administration"),
}
ACTIONS: dict[str, Any] = {
    "read": pgettext_lazy("a right", "See"),
    "write": pgettext_lazy("a right", "Add and change"),
    "delete": pgettext_lazy("a right", "Delete"),
    "start": pgettext_lazy("a right", "Start, pause, resume, retry"),
    "cancel": pgettext_lazy("a right", "Cancel"),
    "manage": pgettext_lazy("a right", "Manage"),
    "upload": pgettext_lazy("a right", "Upload"),
    "execute": pgettext_lazy("a right", "Run"),
}
PARTICULAR: dict[str, Any] = {
    "manage:imports": pgettext_lazy("a right", "Undo and approve"),
    "admin:access": pgettext_lazy("a right", "See rights, edit roles, read the audit trail"),
    "admin:users": pgettext_lazy("a right", "See the members"),
    "admin:user_create": pgettext_lazy("a right", "Add and invite members"),
    "admin:user_update": pgettext_lazy("a right", "Change, deactivate, reactivate members"),
    "admin:user_delete": pgettext_lazy("a right", "Remove members"),
    "admin:role_assign": pgettext_lazy("a right", "Assign roles"),
    "admin:permission_assign": pgettext_lazy("a right", "Change single rights, grant rights on objects"),
    "admin:settings": pgettext_lazy("a right", "Change the settings"),
    "admin:amazon_api_global": pgettext_lazy("a right", "Change the access to Amazon"),
}


@dataclass(frozen=True)
class PermissionWords:
    """A permission as people read it."""

    code: str
    resource: str
    resource_label: str
    text: str


def words_of(code: str) -> PermissionWords:
    """One permission in the reader's language."""
    resource = resource_of(code)
    text = PARTICULAR.get(code) or ACTIONS[code.partition(":")[0]]
    return PermissionWords(code, resource, str(RESOURCES[resource]), str(text))


def permission_groups() -> list[tuple[str, list[PermissionWords]]]:
    """All permissions by the resource they are about, in the order of the specification."""
    found: dict[str, list[PermissionWords]] = {}
    for code in CODES:
        found.setdefault(resource_of(code), []).append(words_of(code))
    return [(str(RESOURCES[resource]), words) for resource, words in found.items()]
