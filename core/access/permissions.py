"""The 62 permissions, listed once: a constant READ_CODE2ASIN stands for the code `read:code2asin`."""

from enum import StrEnum
from typing import Any

# resource -> actions, in the order of the specification's table
RESOURCES: dict[str, tuple[str, ...]] = {
    "products": ("read", "write", "delete"),
    "suppliers": ("read", "write", "delete"),
    "imports": ("read", "write", "delete", "start", "cancel", "manage"),
    "exports": ("read", "write", "manage"),
    "analytics": ("read",),
    "media": ("read", "write", "delete"),
    "cache": ("read", "write", "manage"),
    "code2asin": ("read", "write", "delete"),
    "templates": ("read", "write", "delete"),
    "system": ("read",),
    "monitoring": ("read",),
    "files": ("read", "write", "upload"),
    "prices": ("read", "write", "delete"),
    "environmental_data": ("read", "write"),
    "ai_metadata": ("read", "write"),
    "workflows": ("read", "write", "execute", "delete"),
    "tags": ("read", "write", "delete"),
    "integrations": ("read", "manage"),
    "enrichment": ("read", "manage"),
    "reports": ("read", "manage"),
}
ADMINISTRATION = (
    "access",
    "users",
    "user_create",
    "user_update",
    "user_delete",
    "role_assign",
    "permission_assign",
    "settings",
    "amazon_api_global",
)

CODES: tuple[str, ...] = (
    *(f"{action}:{resource}" for resource, actions in RESOURCES.items() for action in actions),
    *(f"admin:{name}" for name in ADMINISTRATION),
)

# resource -> the model its permissions are declared on, so that guardian can grant them on one object
OWNERS: dict[str, str] = {
    "products": "catalog.Product",
    "suppliers": "suppliers.Supplier",
    "imports": "imports.ImportRun",
    "prices": "catalog.Price",
    "exports": "imports.ImportsResource",
    "templates": "suppliers.MappingTemplate",
    "workflows": "imports.ImportsResource",
    "integrations": "imports.ImportsResource",
    "tags": "catalog.CatalogResource",
    "environmental_data": "catalog.CatalogResource",
    "ai_metadata": "catalog.CatalogResource",
    "enrichment": "catalog.CatalogResource",
    "media": "media.MediaResource",
    "files": "media.MediaResource",
    "code2asin": "code2asin.Code2AsinResource",
    "analytics": "analytics.AnalyticsResource",
    "reports": "analytics.AnalyticsResource",
    "cache": "core.CoreResource",
    "system": "core.CoreResource",
    "monitoring": "core.CoreResource",
    "admin": "core.Tenant",
}

Permission = StrEnum("Permission", {code.replace(":", "_").upper(): code for code in CODES})  # type: ignore[misc]


def declared_on(model_label: str) -> list[tuple[str, Any]]:
    """The permissions of all resources owned by that model, as `Meta.permissions` wants them."""
    return [(code, code) for code in CODES if OWNERS[resource_of(code)] == model_label]


def resource_of(code: str) -> str:
    """`products` of `read:products`; `admin` of the nine administrative ones."""
    action, _colon, resource = code.partition(":")
    return "admin" if action == "admin" else resource
