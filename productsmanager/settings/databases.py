"""The seven databases; each has a URL of its own, so that each can sit on another server."""

from typing import Any

import dj_database_url

from productsmanager.embedded.paths import database_url
from productsmanager.settings import env

# alias -> database name; the environment variable is the name in capitals with _URL behind it
DATABASE_NAMES = {
    "default": "db_core",
    "suppliers": "db_suppliers",
    "media": "db_media",
    "catalog": "db_catalog",
    "imports": "db_imports",
    "code2asin": "db_code2asin",
    "analytics": "db_analytics",
}
# A server that is cut off must not hold up a page: seconds to connect, milliseconds until sent data is confirmed.
TIME_LIMITS: dict[str, Any] = {"connect_timeout": env.integer("DB_CONNECT_TIMEOUT", 3), "tcp_user_timeout": 10_000}


def database(name: str) -> dict[str, Any]:
    """Django's connection settings of one database, from its URL or from the embedded cluster."""
    url = env.secret(f"{name.upper()}_URL", database_url(name))
    max_age = env.integer("DB_CONN_MAX_AGE", 60)
    configuration: dict[str, Any] = dict(dj_database_url.parse(url, engine="core.postgresql", conn_max_age=max_age))
    configuration["OPTIONS"] = {**TIME_LIMITS, **configuration.get("OPTIONS", {})}
    configuration["CONN_HEALTH_CHECKS"] = True
    # A pooler in transaction mode cannot keep server-side cursors between statements.
    configuration["DISABLE_SERVER_SIDE_CURSORS"] = env.boolean("DB_DISABLE_SERVER_SIDE_CURSORS", False)
    return configuration


DATABASES = {alias: database(name) for alias, name in DATABASE_NAMES.items()}
DATABASE_ROUTERS = ["core.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
