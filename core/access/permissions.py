"""The 62 permissions, listed once: a constant READ_CODE2ASIN stands for the code `read:code2asin`."""

from enum import StrEnum

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

Permission = StrEnum("Permission", {code.replace(":", "_").upper(): code for code in CODES})  # type: ignore[misc]
