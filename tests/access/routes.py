"""Who may call what: one line for every address of the product. The matrix test fails for an address without a line.

    "settings/users/new/": R(GET="admin:user_create", POST="admin:user_create"),

Methods that are not named answer 405 (HEAD goes with GET). A right is a code of the 62, or:
PUBLIC     everybody, signed in or not
SIGNED_IN  everybody who is signed in
SUPER      Super Admins; for all others the address shows the login page, answers 403, or is not there
`args` gives the parameters of the address that are no ids; several lines for one address are a list. An id without an
object in `tests/access/world.py` is a made-up one: whoever may call the address then gets 404.
`body` is what is sent as JSON, `also` further answers that are right (a redirect to the login page after signing out).
"""

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


RUN, API = "imports/<uuid:run_id>/", "api/v1/"
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
PAGES: dict[str, Rule | list[Rule]] = {
    "": R(GET=PUBLIC, POST=PUBLIC, PUT=PUBLIC, PATCH=PUBLIC, DELETE=PUBLIC),
    "login/": both(PUBLIC),
    "login/code/": both(PUBLIC, also=(302,)),
    "logout/": R(POST=PUBLIC, also=(302,)),
    "password/forgot/": both(PUBLIC),
    "password/forgot/sent/": R(GET=PUBLIC),
    "password/reset/<str:token>/": both(PUBLIC, args={"token": "unknown"}),
    "invitation/<str:token>/": both(PUBLIC, args={"token": "unknown"}),
    "organisation/": mine("POST"),
    "search/": mine("GET"),
    "search/suggestions/": mine("GET"),
    "language/setlang/": both(PUBLIC),
    "appearance/": R(POST=PUBLIC),
    "styleguide/": R(GET=SUPER),
    "health": R(GET=PUBLIC),
    "health/live": R(GET=PUBLIC),
    "health/ready": R(GET=PUBLIC),
    "health/db": R(GET=PUBLIC),
    "health/redis": R(GET=PUBLIC, also=(503,)),
    "health/celery": R(GET=PUBLIC, also=(503,)),
    "metrics": R(GET=PUBLIC),
    "multidb/health": R(GET=PUBLIC),
    "monitoring/database-health": R(GET=PUBLIC),
    "monitoring/prometheus-metrics": R(GET=PUBLIC),
    "openapi.json": R(GET=PUBLIC),
    "docs": R(GET=PUBLIC),
    "redoc": R(GET=PUBLIC),
    "api/docs": R(GET=PUBLIC),
    "api/redoc": R(GET=PUBLIC),
    "^api/v1(?:/|$)": R(GET=PUBLIC, POST=PUBLIC, PUT=PUBLIC, PATCH=PUBLIC, DELETE=PUBLIC),
    # one's own account
    "profile/": mine(),
    "profile/email/": mine(),
    "profile/email/<str:token>/": mine(args={"token": "unknown"}),
    "profile/password/": mine(),
    "profile/security/": mine("GET"),
    "profile/security/set-up/": mine(),
    "profile/security/new-key/": mine("POST"),
    "profile/security/recovery-codes/": mine(),
    "profile/security/off/": mine(),
    "profile/sessions/": mine("GET"),
    "profile/sessions/end-others/": mine("POST"),
    "profile/sessions/<uuid:session_id>/end/": mine("POST"),
    "profile/preferences/": mine(),
    "profile/notifications/": mine(),
    "notifications/": mine("GET"),
    "notifications/bell/": mine("GET"),
    "notifications/latest/": mine("GET"),
    "notifications/read-all/": mine("POST"),
    "notifications/delete-read/": mine("POST"),
    f"{NOTE}open/": mine("GET"),
    f"{NOTE}mark/": mine("POST"),
    f"{NOTE}delete/": mine("POST"),
    # administration
    "settings/invitations/": both("admin:user_create"),
    "settings/invitations/<uuid:invitation_id>/<slug:name>/": R(POST="admin:user_create", args={"name": "cancel"}),
    f"{USER}account/<slug:name>/": R(POST="admin:user_update", args={"name": "unlock"}),
    "settings/users/": R(GET="admin:users"),
    "settings/users/new/": both("admin:user_create"),
    USER: R(GET="admin:users", POST="admin:user_update"),
    f"{USER}role/": R(POST="admin:role_assign"),
    f"{USER}rights/": R(POST="admin:permission_assign"),
    f"{USER}grants/new/": both("admin:permission_assign"),
    f"{USER}grants/take/": R(POST="admin:permission_assign"),
    f"{USER}act/<slug:name>/": acts(
        {"deactivate": "admin:user_update", "reactivate": "admin:user_update", "remove": "admin:user_delete"}
    ),
    "settings/roles/": R(GET=ADMIN),
    "settings/roles/new/": both(ADMIN),
    ROLE: R(POST=ADMIN),
    f"{ROLE}delete/": R(POST=ADMIN),
    "settings/api-keys/": R(GET=KEYS),
    "settings/api-keys/new/": both(KEYS),
    KEY: R(GET=KEYS),
    f"{KEY}edit/": both(KEYS),
    f"{KEY}rotate/": R(POST=KEYS),
    f"{KEY}switch/": R(POST=KEYS),
    f"{KEY}delete/": R(POST=KEYS),
    "settings/webhooks/": R(GET=HOOKS_R),
    "settings/webhooks/new/": both(HOOKS_W),
    HOOK: R(GET=HOOKS_R),
    f"{HOOK}edit/": both(HOOKS_W),
    f"{HOOK}test/": R(POST=HOOKS_W),
    f"{HOOK}switch/": R(POST=HOOKS_W),
    f"{HOOK}rotate/": R(POST=HOOKS_W),
    f"{HOOK}replay/": R(POST=HOOKS_W),
    f"{HOOK}delete/": R(POST=HOOKS_W),
    f"{HOOK}deliveries/<uuid:delivery_id>/": R(GET=HOOKS_R),
    f"{HOOK}deliveries/<uuid:delivery_id>/replay/": R(POST=HOOKS_W),
    "settings/messaging/": R(GET=HOOKS_W),
    "settings/messaging/<slug:channel>/": both(HOOKS_W, args={"channel": "sms"}),
    "settings/messaging/<slug:channel>/test/": R(POST=HOOKS_W, args={"channel": "sms"}),
    "settings/messaging/<slug:channel>/delete/": R(POST=HOOKS_W, args={"channel": "sms"}),
    "settings/": R(GET=SETTINGS),
    SECTION: both(SETTINGS, args={"section": "audit"}),
    f"{SECTION}<str:key>/": R(GET=SETTINGS, args={"section": "audit", "key": "audit.retention_days"}),
    f"{SECTION}<str:key>/reset/": R(POST=SETTINGS, args={"section": "audit", "key": "audit.retention_days"}),
    f"{SECTION}<str:key>/restore/<uuid:change_id>/": R(
        POST=SETTINGS, args={"section": "audit", "key": "audit.retention_days"}
    ),
    "activity/": R(GET=ADMIN),
    "activity/export/": R(GET=ADMIN),
    # daily work
    "dashboard/": R(GET=SIGNED_IN),
    "dashboard/system/": R(GET=SIGNED_IN),
    "dashboard/widgets/<slug:widget_id>/": R(GET=SIGNED_IN, args={"widget_id": "system"}),
    "dashboard/arrange/": mine("GET", "POST"),
    "dashboard/layouts/<uuid:arrangement_id>/<slug:name>/": R(POST=SIGNED_IN, args={"name": "use"}),
    "insights/": R(GET="read:reports"),
    "insights/reports/": R(GET="read:reports"),
    "insights/reports/<uuid:report_id>/file/": R(GET="read:reports"),
    "insights/schedules/": R(GET="read:reports"),
    "insights/schedules/new/": both("manage:reports"),
    "insights/schedules/<uuid:planned_id>/": both("manage:reports"),
    "insights/schedules/<uuid:planned_id>/<slug:name>/": R(POST="manage:reports", args={"name": "pause"}),
    "insights/<slug:kind>/": R(GET="read:reports", args={"kind": "imports"}),
    "insights/<slug:kind>/export/": R(POST="read:reports", args={"kind": "imports"}),
    "suppliers/": R(GET="read:suppliers"),
    "suppliers/new/": both("write:suppliers"),
    "suppliers/priorities/": R(GET="read:suppliers", POST="write:suppliers"),
    "suppliers/<uuid:supplier_id>/": R(GET="read:suppliers"),
    "suppliers/<uuid:supplier_id>/edit/": both("write:suppliers"),
    "suppliers/<uuid:supplier_id>/duplicate/": both("write:suppliers"),
    "suppliers/<uuid:supplier_id>/archive/": R(POST="write:suppliers"),
    "suppliers/<uuid:supplier_id>/restore/": R(POST="write:suppliers"),
    "suppliers/<uuid:supplier_id>/<slug:tab>/": [
        R(GET="read:suppliers", args={"tab": tab}) for tab in ("products", "feeds", "mappings", "automation", "imports")
    ],
    "suppliers/<uuid:supplier_id>/sources/<uuid:source_id>/": R(GET="read:suppliers"),
    "products/": R(GET="read:products"),
    "products/facets/": R(GET="read:products"),
    "products/columns/": R(POST="read:products"),
    "products/views/": R(POST="read:products"),
    "products/views/<uuid:view_id>/": R(POST="read:products", args={"act": "left"}),
    "products/bulk/": both("write:products", args={"act": "trash", "matching": "all"}),
    "products/bulk/edits/": R(GET="read:products"),
    "products/bulk/<uuid:edit_id>/": R(GET="read:products"),
    "products/bulk/<uuid:edit_id>/<slug:name>/": acts({"cancel": "write:products", "undo": "write:products"}),
    "products/trash/": R(GET="read:products", POST="write:products"),
    "products/trash/empty/": R(POST="delete:products"),
    "products/<uuid:product_id>/cell/<slug:name>/": both("write:products", args={"name": "price"}),
    "products/<uuid:product_id>/": R(GET="read:products"),
    "products/<uuid:product_id>/offers/": R(GET="read:products"),
    "products/<uuid:product_id>/history/": R(GET="read:products"),
    "products/<uuid:product_id>/why/<path:name>/": R(GET="read:products", args={"name": "title"}),
    "products/variant-groups/": both("write:products"),
    "products/variant-groups/undo/": R(POST="write:products", args={"act": NOBODY}),
    "products/<uuid:product_id>/prices/": R(GET="read:prices", POST="write:prices"),
    "products/<uuid:product_id>/prices/remove/": R(POST="delete:prices", args={"price": "CHF"}),
    "products/<uuid:product_id>/stocks/": R(GET="read:products", POST="write:products"),
    "products/<uuid:product_id>/bundle/": R(GET="read:products", POST="write:products"),
    "products/<uuid:product_id>/variants/": R(GET="read:products"),
    "products/<uuid:product_id>/variants/axes/": R(POST="write:products", args={"axis_0": "Size"}),
    "products/<uuid:product_id>/variants/new/": both("write:products"),
    "products/<uuid:product_id>/variants/attach/": R(POST="write:products"),
    "products/<uuid:product_id>/variants/detach/": R(POST="write:products", args={"variant": NOBODY}),
    "products/<uuid:product_id>/variants/<slug:act>/": [
        R(POST="write:products", args={"act": act, "field": "price"}) for act in ("own", "inherit")
    ],
    "products/<uuid:product_id>/edit/": both("write:products"),
    "products/<uuid:product_id>/edit/<slug:group>/": both("write:products", args={"group": "texts"}),
    "products/<uuid:product_id>/duplicate/": both("write:products"),
    "products/<uuid:product_id>/history/restore/": both("write:products"),
    "products/new/": both("write:products"),
    "attributes/": R(GET="read:products"),
    "attributes/new/": both("write:products"),
    "attributes/use/<slug:name>/": R(POST="write:products", args={"name": "hs_code"}),
    "attributes/<uuid:attribute_id>/": both("write:products"),
    "attributes/<uuid:attribute_id>/merge/": R(POST="delete:products"),
    "attributes/<uuid:attribute_id>/delete/": R(POST="delete:products"),
    "families/": R(GET="read:products"),
    "families/new/": both("write:products"),
    "families/<uuid:family_id>/": both("write:products"),
    "families/<uuid:family_id>/delete/": R(POST="delete:products"),
    "products/<uuid:product_id>/fields/<slug:act>/": [
        R(POST="write:products", args={"act": act, "field": "title"}) for act in ("lock", "unlock", "release")
    ],
    "products/<uuid:product_id>/status/": [
        R(POST="write:products", args={"status": "active"}),
        R(POST="delete:products", args={"status": "trash"}),
        R(POST="write:products", args={"status": "restore"}),
    ],
    FEED: R(GET="read:suppliers"),
    f"{FEED}fetches/": R(GET=READ_I),
    f"{FEED}progress/": R(GET="read:suppliers"),
    f"{FEED}schedule/": R(GET="read:suppliers"),
    "schedules/": R(GET="read:suppliers"),
    "schedules/new/": both("write:suppliers"),
    "schedules/<uuid:schedule_id>/": both("write:suppliers"),
    "schedules/<uuid:schedule_id>/act/<slug:name>/": [
        R(POST=START, args={"name": "run"}),
        *acts(dict.fromkeys(("pause", "resume", "delete"), "write:suppliers")),
    ],
    f"{FEED}rules/": R(GET="read:suppliers", POST="write:suppliers"),
    f"{FEED}connection/": R(GET="read:suppliers", POST="write:suppliers"),
    "suppliers/<uuid:supplier_id>/sources/new/": both("write:suppliers"),
    f"{FEED}mapping/": R(GET="read:suppliers", POST="write:suppliers"),
    f"{FEED}policies/": R(GET="read:suppliers", POST="write:suppliers"),
    f"{FEED}act/<slug:name>/": acts(FEED_ACTS),
    "imports/": R(GET=READ_I),
    "imports/new/": both(WRITE_I),
    "imports/jobs.csv": R(GET=READ_I),
    "imports/templates/": R(GET="read:templates"),
    "imports/templates/import/": both("write:templates"),
    "imports/templates/<uuid:template_id>/": R(GET="read:templates", POST="write:templates"),
    "imports/templates/<uuid:template_id>/recipe.yaml": R(GET="read:templates"),
    "imports/templates/<uuid:template_id>/act/<slug:name>/": acts(
        {"delete": "delete:templates", "duplicate": "write:templates", "accept": "write:templates"}
    ),
    "imports/<uuid:run_id>/report/mail/": R(POST=READ_I),
    "suppliers/scorecards/": R(GET=READ_I),
    RUN: R(GET=READ_I),
    f"{RUN}reading/": R(GET=READ_I, POST=WRITE_I),
    f"{RUN}mapping/": R(GET=READ_I, POST=WRITE_I, also=(302,)),
    f"{RUN}dry-run/": R(GET=READ_I),
    f"{RUN}progress/": R(GET=READ_I),
    f"{RUN}changes/": R(GET=READ_I),
    f"{RUN}held-rows/": R(GET=READ_I),
    f"{RUN}findings/": R(GET=READ_I),
    f"{RUN}log/": R(GET=READ_I),
    f"{RUN}source-file/": R(GET=READ_I),
    f"{RUN}report.<slug:form>": R(GET=READ_I, args={"form": "json"}),
    f"{RUN}act/<slug:name>/": acts(RUN_ACTS),
    "ean-pending/": R(GET=READ_I),
    "ean-pending/<uuid:entry_id>/": R(POST=WRITE_I),
    "ean-pending/act/<slug:name>/": acts({"dismiss": WRITE_I, "reopen": WRITE_I}),
    f"{RUN}values/": R(GET=READ_I, POST="write:suppliers"),
    f"{RUN}expression/": R(GET=READ_I),
    "imports/value-maps/": R(GET="read:suppliers", POST="write:suppliers"),
    # exports
    "exports/": R(GET=READ_E),
    "exports/new/": both(WRITE_E),
    "exports/preview/": R(POST=WRITE_E),
    "exports/<uuid:export_id>/": R(GET=READ_E),
    "exports/<uuid:export_id>/progress/": R(GET=READ_E),
    "exports/<uuid:export_id>/file/<slug:what>/": R(GET=READ_E, args={"what": "file"}),
    "exports/<uuid:export_id>/act/<slug:name>/": R(POST=WRITE_E, args={"name": "cancel"}),
    "exports/file/<str:token>/": R(GET=PUBLIC, args={"token": "unknown"}),
    "exports/templates/": R(GET=READ_E),
    "exports/templates/new/": both(WRITE_E),
    "exports/templates/<uuid:layout_id>/": both(WRITE_E),
    "exports/templates/<uuid:layout_id>/act/<slug:name>/": R(POST=WRITE_E, args={"name": "delete"}),
    "exports/destinations/": R(GET=MANAGE_E),
    "exports/destinations/new/": both(MANAGE_E),
    "exports/destinations/<uuid:destination_id>/": both(MANAGE_E),
    "exports/destinations/<uuid:destination_id>/act/<slug:name>/": R(POST=MANAGE_E, args={"name": "delete"}),
    "exports/schedules/": R(GET=READ_E),
    "exports/schedules/new/": both(MANAGE_E),
    "exports/schedules/<uuid:plan_id>/": both(MANAGE_E),
    "exports/schedules/<uuid:plan_id>/act/<slug:name>/": R(POST=MANAGE_E, args={"name": "pause"}),
    "exports/sheets/": R(GET="write:products"),
    "exports/sheets/new/": both("write:products"),
    "exports/sheets/<uuid:sheet_id>/": R(GET="write:products"),
    "exports/sheets/<uuid:sheet_id>/progress/": R(GET="write:products"),
    "exports/sheets/<uuid:sheet_id>/act/<slug:name>/": R(POST="write:products", args={"name": "delete"}),
    "held-rows/": R(GET=READ_I),
    "held-rows/download.<slug:form>": R(GET=READ_I, args={"form": "csv"}),
    "held-rows/act/<slug:name>/": [
        R(POST=START, args={"name": "replay", "whole": "yes"}),
        R(POST=WRITE_I, args={"name": "discard", "whole": "yes"}),
    ],
    "held-rows/fix/": R(POST=WRITE_I, also=(422,)),
    "held-rows/healing/": R(GET=READ_I),
    "held-rows/<uuid:row_id>/": R(GET=READ_I, POST=WRITE_I),
    "held-rows/<uuid:row_id>/check/": R(POST=READ_I),
    # the back office: staff only, see tests/core/test_backoffice.py
    "admin/": R(GET=SUPER),
    "admin/login/": both(PUBLIC, also=(302, 403)),
    "admin/logout/": R(POST=SUPER, also=(302,)),
    "admin/search/": R(GET=SUPER),
    "admin/autocomplete/": R(GET=SUPER, also=(403,)),
    "admin/jsi18n/": R(GET=SUPER),
    "admin/password_change/": both(SUPER),
}
ENDPOINTS: dict[str, Rule | list[Rule]] = {
    "schedules": R(GET="read:suppliers", POST="write:suppliers", body={"source_id": NOBODY}),
    "schedules/<uuid:schedule_id>": R(GET="read:suppliers", PATCH="write:suppliers", DELETE="write:suppliers"),
    "schedules/<uuid:schedule_id>/toggle": R(POST="write:suppliers"),
    "schedules/<uuid:schedule_id>/run": R(POST=START),
    "fetches": R(GET=READ_I),
    "fetches/<uuid:fetch_id>": R(GET=READ_I),
    "sources/<uuid:source_id>/run": R(POST=START),
    "sources/<uuid:source_id>/file": R(PUT=WRITE_I, POST=WRITE_I),
    "exports": R(GET=READ_E, POST=WRITE_E),
    "exports/csv/products": R(POST=WRITE_E),
    "exports/excel/products": R(POST=WRITE_E),
    "exports/json/products": R(POST=WRITE_E),
    "exports/stream/<slug:form>/products": R(GET=READ_E, args={"form": "csv"}),
    "exports/platforms": R(GET=READ_E),
    "exports/templates": R(GET=READ_E, POST=WRITE_E, body={"name": "Mine"}),
    "exports/templates/<uuid:layout_id>": R(GET=READ_E, PATCH=WRITE_E, DELETE=WRITE_E),
    "exports/destinations": R(GET=MANAGE_E, POST=MANAGE_E, body={"name": "Hook", "kind": "webhook"}),
    "exports/destinations/<uuid:destination_id>": R(GET=MANAGE_E, PATCH=MANAGE_E, DELETE=MANAGE_E),
    "exports/destinations/<uuid:destination_id>/test": R(POST=MANAGE_E),
    "exports/schedules": R(GET=READ_E, POST=MANAGE_E, body={"name": "Nightly", "export": {}}),
    "exports/schedules/<uuid:plan_id>": R(GET=READ_E, PATCH=MANAGE_E, DELETE=MANAGE_E),
    "exports/schedules/<uuid:plan_id>/toggle": R(POST=MANAGE_E),
    "exports/schedules/<uuid:plan_id>/run": R(POST=MANAGE_E),
    "exports/<uuid:export_id>": R(GET=READ_E, DELETE=WRITE_E),
    "exports/<uuid:export_id>/download": R(GET=READ_E),
    "exports/<uuid:export_id>/cancel": R(POST=WRITE_E),
    "exports/<uuid:export_id>/retry": R(POST=WRITE_E),
    "exports/<uuid:export_id>/repeat": R(POST=WRITE_E),
    "sheets": R(GET="write:products", POST="write:products"),
    "sheets/export": R(POST="write:products"),
    "sheets/<uuid:sheet_id>": R(GET="write:products", DELETE="write:products"),
    "sheets/<uuid:sheet_id>/cells": R(GET="write:products"),
    "sheets/<uuid:sheet_id>/choose": R(POST="write:products", body={"choice": "sheet"}),
    "sheets/<uuid:sheet_id>/apply": R(POST="write:products"),
    "sheets/<uuid:sheet_id>/undo": R(POST="write:products"),
    "imports": R(GET=READ_I),
    "imports/upload": R(POST=WRITE_I),
    "imports/held-rows/<uuid:held_row_id>": R(PATCH=WRITE_I, body={"values": {}}),
    "held-rows": R(GET=READ_I),
    "held-rows/causes": R(GET=READ_I),
    "held-rows/fix": R(POST=START, body={"cause": "x", "fix": {"kind": "set", "column": "a", "value": "b"}}),
    "held-rows/replay": R(POST=START, body={"cause": "x"}),
    "held-rows/discard": R(POST=WRITE_I, body={"cause": "x"}),
    "imports/ean-pending": R(GET=READ_I),
    "imports/ean-pending/bulk-delete": R(POST=WRITE_I, body={"ids": []}),
    "imports/ean-pending/<uuid:entry_id>": R(DELETE=WRITE_I),
    "imports/ean-pending/<uuid:entry_id>/resolve": R(POST=WRITE_I, body={"ean": "4006381333931"}),
    "sources/<uuid:source_id>/rules": R(GET="read:suppliers", PUT="write:suppliers", body={"rules": []}),
    "sources/<uuid:source_id>/rules/try": R(POST="read:suppliers"),
    "imports/templates": R(GET="read:templates"),
    "imports/detect-format": R(POST=WRITE_I),
    "imports/<uuid:run_id>/save-mapping": R(POST=WRITE_I, body={"mapping": {"fields": {}}}),
    "mapping-templates": R(GET="read:templates", POST="write:templates"),
    "mapping-templates/import": R(POST="write:templates"),
    "mapping-templates/<uuid:template_id>": R(
        GET="read:templates", PUT="write:templates", PATCH="write:templates", DELETE="delete:templates"
    ),
    "mapping-templates/<uuid:template_id>/recipe": R(GET="read:templates"),
    "mapping-templates/<uuid:template_id>/check": R(POST="read:templates"),
    "sources/<uuid:source_id>/mappings": R(GET="read:suppliers"),
    "sources/<uuid:source_id>/mappings/<uuid:mapping_id>": R(DELETE="write:suppliers"),
    "imports/<uuid:run_id>": R(GET=READ_I, DELETE="delete:imports"),
    "imports/<uuid:run_id>/reading": R(PUT=WRITE_I),
    "imports/<uuid:run_id>/mapping": R(GET=READ_I, PUT=WRITE_I, POST=WRITE_I, body={"mapping": {"fields": {}}}),
    "imports/<uuid:run_id>/dry-run": R(GET=READ_I, POST=WRITE_I),
    "imports/<uuid:run_id>/report": R(GET=READ_I),
    "imports/<uuid:run_id>/report/mail": R(POST=READ_I),
    "imports/jobs": R(GET=READ_I),
    "imports/recent": R(GET=READ_I),
    "imports/create": R(POST=START, body={"supplier_id": NOBODY, "file_url": "https://files.example.org/tarif.csv"}),
    "imports/upload-from-url": R(
        POST=START, body={"supplier_id": NOBODY, "file_url": "https://files.example.org/tarif.csv"}
    ),
    "imports/<uuid:run_id>/reanalyze": R(POST=WRITE_I),
    "imports/<uuid:run_id>/start-processing": R(POST=START),
    "suppliers/<uuid:supplier_id>/products": R(GET="read:products"),
    "imports/stats": R(GET=READ_I),
    "suppliers/scorecards": R(GET=READ_I),
    "suppliers/<uuid:supplier_id>/scorecard": R(GET=READ_I),
    "imports/<uuid:run_id>/errors": R(GET=READ_I),
    "imports/<uuid:run_id>/logs": R(GET=READ_I),
    "imports/<uuid:run_id>/held-rows": R(GET=READ_I),
    "imports/<uuid:run_id>/held-rows/replay": R(POST=START),
    "imports/<uuid:run_id>/held-rows/discard": R(POST=WRITE_I),
    "imports/<uuid:run_id>/start": R(POST=START),
    "imports/<uuid:run_id>/pause": R(POST=START),
    "imports/<uuid:run_id>/resume": R(POST=START),
    "imports/<uuid:run_id>/cancel": R(POST="cancel:imports"),
    "imports/<uuid:run_id>/retry": R(POST=START),
    "imports/<uuid:run_id>/release": R(POST="manage:imports"),
    "imports/<uuid:run_id>/refuse": R(POST="manage:imports"),
    "imports/<uuid:run_id>/impact": R(GET=READ_I),
    "imports/<uuid:run_id>/undo": R(POST="manage:imports"),
    "products": R(GET="read:products", POST="write:products", body={"name": "New", "sku": "NEW-1"}),
    "products/delta": R(GET="read:products"),
    "products/by-ean/<str:ean>": R(GET="read:products", args={"ean": "4006381333931"}),
    "products/<uuid:product_id>/duplicate": R(POST="write:products", body={"sku": "COPY-1"}),
    "products/<uuid:product_id>/status": R(POST="write:products", body={"status": "inactive"}),
    "products/<uuid:product_id>/restore": R(POST="write:products"),
    "products/bulk-edit": R(GET="read:products", POST="write:products", body=A_BULK_EDIT),
    "products/bulk-edit/preview": R(POST="read:products", body=A_BULK_EDIT),
    "products/bulk-edit/<uuid:edit_id>": R(GET="read:products"),
    "products/bulk-edit/<uuid:edit_id>/cancel": R(POST="write:products"),
    "products/bulk-edit/<uuid:edit_id>/undo": R(POST="write:products"),
    "products/trash/empty": R(POST="delete:products"),
    "search": R(GET=SIGNED_IN),
    "search/suggestions": R(GET=SIGNED_IN),
    "saved-views": R(GET=SIGNED_IN, POST=SIGNED_IN, body={"page": "products", "name": "Cheap"}),
    "saved-views/<uuid:view_id>": R(GET=SIGNED_IN, PATCH=SIGNED_IN, DELETE=SIGNED_IN),
    "products/<uuid:product_id>": R(
        GET="read:products",
        PATCH="write:products",
        PUT="write:products",
        DELETE="delete:products",
        body={"values": {"title": "Another title"}},
    ),
    "products/<uuid:product_id>/prices": R(
        GET="read:prices", POST="write:prices", body={"currency": "USD", "amount": "12"}
    ),
    "products/<uuid:product_id>/prices/active": R(GET="read:prices"),
    "products/<uuid:product_id>/prices/<path:price>": R(DELETE="delete:prices", args={"price": "CHF"}),
    "products/<uuid:product_id>/stocks": R(GET="read:products"),
    "products/<uuid:product_id>/stocks/<str:warehouse>": R(
        PUT="write:products", DELETE="write:products", args={"warehouse": "Lyon"}, body={"quantity": 3}
    ),
    "products/<uuid:product_id>/bundle": R(GET="read:products", PUT="write:products", body={"parts": []}),
    "products/variant-groups": R(GET="write:products", POST="write:products", body={"references": ["P-1"]}),
    "products/<uuid:product_id>/variants": R(
        GET="read:products", POST="write:products", body={"choices": {"Size": ["S"]}}, also=(422,)
    ),
    "products/<uuid:product_id>/variants/axes": R(PUT="write:products", body={"axes": ["Size"]}),
    "products/<uuid:product_id>/variants/attach": R(POST="write:products", body={"product_id": NOBODY}),
    "products/<uuid:product_id>/variants/<uuid:variant_id>": R(DELETE="write:products"),
    "products/<uuid:product_id>/history": R(GET="read:products"),
    "products/<uuid:product_id>/attributes": R(
        GET="read:products", PATCH="write:products", body={"values": [{"attribute": "size", "value": "M"}]}
    ),
    "attributes": R(GET="read:products", POST="write:products", body={"name": "Grip"}),
    "attributes/<uuid:attribute_id>": R(GET="read:products", PATCH="write:products", DELETE="delete:products"),
    "attributes/<uuid:attribute_id>/merge": R(POST="delete:products", body={"into": NOBODY}),
    "families": R(GET="read:products", POST="write:products", body={"name": "Shoes"}),
    "families/<uuid:family_id>": R(
        GET="read:products", PUT="write:products", DELETE="delete:products", body={"name": "Shoes"}
    ),
    "products/<uuid:product_id>/fields/<path:field>": R(GET="read:products", args={"field": "title"}),
    "value-maps": R(
        GET="read:suppliers",
        POST="write:suppliers",
        body={"meanings": [{"field": "stock", "value": "auf Lager", "target": "1"}]},
    ),
    "value-maps/<uuid:map_id>": R(DELETE="write:suppliers"),
    "value-maps/bulk-delete": R(POST="write:suppliers", body={"ids": [NOBODY]}),
    "suppliers": R(GET="read:suppliers", POST="write:suppliers"),
    "suppliers/priorities": R(GET="read:suppliers"),
    "suppliers/priorities/<path:field>": R(
        GET="read:suppliers", PUT="write:suppliers", args={"field": "title"}, body={"supplier_ids": []}
    ),
    "suppliers/<uuid:supplier_id>": R(
        GET="read:suppliers",
        PUT="write:suppliers",
        PATCH="write:suppliers",
        DELETE="write:suppliers",
        body={"code": "MARTIN", "name": "Maison Martin"},
    ),
    "suppliers/<uuid:supplier_id>/sources": R(GET="read:suppliers", POST="write:suppliers"),
    "sources/kinds": R(GET="read:suppliers"),
    "sources/test": R(POST="write:suppliers"),
    "sources/<uuid:source_id>": R(GET="read:suppliers", PATCH="write:suppliers", DELETE="write:suppliers"),
    "sources/<uuid:source_id>/test": R(POST="write:suppliers"),
    "auth/login": R(POST=PUBLIC, also=(401, 403)),
    "auth/refresh": R(POST=PUBLIC, also=(401, 403)),
    "auth/logout": mine("POST", also=(401, 403)),
    "auth/forgot-password": R(POST=PUBLIC),
    "auth/reset-password/verify": R(POST=PUBLIC, also=(401, 403)),
    "api-keys": R(GET=KEYS, POST=KEYS),
    "api-keys/<uuid:key_id>": R(GET=KEYS, PATCH=KEYS, DELETE=KEYS),
    "api-keys/<uuid:key_id>/toggle": R(POST=KEYS),
    "api-keys/<uuid:key_id>/rotate": R(POST=KEYS),
    "api-keys/<uuid:key_id>/stats": R(GET=KEYS),
    "webhooks": R(GET=HOOKS_R, POST=HOOKS_W),
    "webhooks/events": R(GET=HOOKS_R),
    "webhooks/<uuid:webhook_id>": R(GET=HOOKS_R, PUT=HOOKS_W, PATCH=HOOKS_W, DELETE=HOOKS_W, body=A_WEBHOOK),
    "webhooks/<uuid:webhook_id>/test": R(POST=HOOKS_W),
    "webhooks/<uuid:webhook_id>/toggle": R(POST=HOOKS_W),
    "webhooks/<uuid:webhook_id>/rotate": R(POST=HOOKS_W),
    "webhooks/<uuid:webhook_id>/logs": R(GET=HOOKS_R),
    "webhooks/<uuid:webhook_id>/replay": R(POST=HOOKS_W),
    "webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>": R(GET=HOOKS_R),
    "webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/replay": R(POST=HOOKS_W),
    "notifications": mine("GET"),
    "notifications/read-all": mine("POST"),
    "notifications/preferences": mine("GET", "PATCH"),
    "notifications/<uuid:notification_id>": mine("DELETE"),
    "notifications/<uuid:notification_id>/read": mine("POST"),
    "multidb/health": R(GET=PUBLIC),
    "monitoring/database-health": R(GET=PUBLIC),
    "monitoring/prometheus-metrics": R(GET=PUBLIC),
    "users": R(GET="admin:users", POST="admin:user_create"),
    "users/<uuid:user_id>": R(
        GET="admin:users", PATCH="admin:user_update", PUT="admin:user_update", DELETE="admin:user_delete"
    ),
    "users/<uuid:user_id>/roles": R(PATCH="admin:role_assign", body={"role": "viewer"}),
    "users/<uuid:user_id>/permissions": R(GET="admin:users", PUT="admin:permission_assign", body={"overrides": {}}),
    "users/<uuid:user_id>/grants": R(
        GET="admin:users",
        POST="admin:permission_assign",
        DELETE="admin:permission_assign",
        args={"kind": "supplier", "object_id": NOBODY},
        body={"kind": "supplier", "object_id": NOBODY, "permissions": ["read:products"]},
    ),
    "admin/users": R(GET="admin:users", POST="admin:user_create"),
    "admin/users/<uuid:user_id>": R(
        GET="admin:users", PATCH="admin:user_update", PUT="admin:user_update", DELETE="admin:user_delete"
    ),
    "roles": R(GET=ADMIN, POST=ADMIN),
    "roles/<str:role_id>": R(GET=ADMIN, PATCH=ADMIN, PUT=ADMIN, DELETE=ADMIN, body={"name": "Sellers"}),
    "permissions": R(GET=SIGNED_IN),
    "settings": R(GET=SETTINGS, PUT=SETTINGS, PATCH=SETTINGS),
    "settings/<str:key>": R(
        GET=SETTINGS, PUT=SETTINGS, PATCH=SETTINGS, DELETE=SETTINGS, args={"key": "audit.retention_days"}
    ),
    "settings/<str:key>/history": R(GET=SETTINGS, args={"key": "audit.retention_days"}),
    "settings/<str:key>/restore": R(POST=SETTINGS, args={"key": "audit.retention_days"}),
    "admin/settings": R(GET=SETTINGS, PUT=SETTINGS),
    "me/preferences": mine("GET", "PUT", "PATCH"),
    "analytics/dashboard": R(GET="read:analytics"),
    "analytics/imports": R(GET="read:analytics"),
    "analytics/report": R(GET="read:reports"),
    "analytics/reports": R(GET="read:reports", POST="read:reports"),
    "analytics/reports/<uuid:report_id>": R(GET="read:reports"),
    "analytics/reports/<uuid:report_id>/file": R(GET="read:reports"),
    "analytics/report-schedules": R(GET="read:reports", POST="manage:reports"),
    "analytics/report-schedules/<uuid:planned_id>": R(
        GET="read:reports", PATCH="manage:reports", DELETE="manage:reports"
    ),
    "audit": R(GET=ADMIN),
    "audit/export": R(GET=ADMIN),
    "admin/logs": R(GET=ADMIN),
}
# Addresses that are many things at once: the pages of one model in the back office are guarded by its admin.
ELSEWHERE = ("admin/^(?P<app_label>", "admin/(?P<url>")

RULES: dict[str, list[Rule]] = {
    address: rules if isinstance(rules, list) else [rules]
    for address, rules in {**PAGES, **{API + address: rules for address, rules in ENDPOINTS.items()}}.items()
}
