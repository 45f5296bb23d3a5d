"""What a line of the table says, and the rights and addresses that several lines share."""

from dataclasses import dataclass, field
from typing import Any

PUBLIC, SIGNED_IN, SUPER = "public", "signed-in", "super"
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Rule:
    """The right each method asks for."""

    methods: dict[str, str]
    args: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    also: frozenset[int] = frozenset()


def R(*, args=None, body=None, also=(), **methods: str) -> Rule:  # noqa: N802 - reads like a table
    """A rule; see the top of the file."""
    return Rule(methods, args or {}, body or {}, frozenset(also))


def both(right: str, **options) -> Rule:
    """A form: the same right to see and to send it."""
    return R(GET=right, POST=right, **options)


def mine(*methods: str, **options) -> Rule:
    """A page of one's own account."""
    return R(**dict.fromkeys(methods or ("GET", "POST"), SIGNED_IN), **options)


def acts(names: dict[str, str], parameter: str = "name") -> list[Rule]:
    """One address for several acts, each with its right."""
    return [R(POST=right, args={parameter: name}) for name, right in names.items()]


RUN = "imports/<uuid:run_id>/"
FEED = "feeds/<uuid:source_id>/"
USER, ROLE = "settings/users/<uuid:user_id>/", "settings/roles/<uuid:role_id>/"
KEY, HOOK = "settings/api-keys/<uuid:key_id>/", "settings/webhooks/<uuid:webhook_id>/"
NOTE, SECTION = "notifications/<uuid:notification_id>/", "settings/section/<section:section>/"
READ_E, WRITE_E, MANAGE_E = "read:exports", "write:exports", "manage:exports"
READ_I, WRITE_I, START, ADMIN = "read:imports", "write:imports", "start:imports", "admin:access"
HOOKS_R, HOOKS_W, KEYS, SETTINGS = "read:integrations", "manage:integrations", "admin:access", "admin:settings"
A_WEBHOOK = {"name": "Shop", "url": "https://hooks.example.org/in", "events": ["product.created"]}
A_BULK_EDIT = {"act": "stock", "options": {"how": "set", "quantity": 1}, "filters": {}}
RUN_ACTS = {
    "start": START,
    "dry-run": WRITE_I,
    "pause": START,
    "resume": START,
    "cancel": "cancel:imports",
    "retry": START,
    "undo": "manage:imports",
    "release": "manage:imports",
    "refuse": "manage:imports",
    "delete": "delete:imports",
}
FEED_ACTS = {"run": START, "dry-run": WRITE_I, "hold": "write:suppliers", "resume": "write:suppliers"}
