"""The 62 permissions in words, grouped as pages and the API show them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

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
    "read": _("See"),
    "write": _("Add and change"),
    "delete": _("Delete"),
    "start": _("Start, pause, resume, retry"),
    "cancel": _("Cancel"),
    "manage": _("Manage"),
    "upload": _("Upload"),
    "execute": _("Run"),
}
PARTICULAR: dict[str, Any] = {
    "manage:imports": _("Undo and approve"),
    "admin:access": _("See rights, edit roles, read the audit trail"),
    "admin:users": _("See the members"),
    "admin:user_create": _("Add and invite members"),
    "admin:user_update": _("Change, deactivate, reactivate members"),
    "admin:user_delete": _("Remove members"),
    "admin:role_assign": _("Assign roles"),
    "admin:permission_assign": _("Change single rights, grant rights on objects"),
    "admin:settings": _("Change the settings"),
    "admin:amazon_api_global": _("Change the access to Amazon"),
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
