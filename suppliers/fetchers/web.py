"""What web addresses and REST services share: who asks, with which headers, and what refusals mean."""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import http
from suppliers.errors import LoginRefused
from suppliers.fetchers.base import Connection, ConnectionField, InputType
from suppliers.fetchers.directories import WAIT, too_large

NONE, BASIC, BEARER, HEADER, QUERY, OAUTH = "none", "basic", "bearer", "header", "query", "oauth2"
AUTH_CHOICES = (
    (NONE, gettext_lazy("None")),
    (BASIC, gettext_lazy("User name and password (Basic)")),
    (BEARER, gettext_lazy("Token (Bearer)")),
    (HEADER, gettext_lazy("Key in a header")),
    (QUERY, gettext_lazy("Key in the address")),
)
URL = ConnectionField(
    "url",
    gettext_lazy("Address"),
    InputType.URL,
    required=True,
    help=gettext_lazy("A key in the address goes into its own field (“Key in the address”): there it is kept secret."),
)
METHOD = ConnectionField(
    "method", gettext_lazy("Method"), InputType.CHOICE, default="GET", choices=(("GET", "GET"), ("POST", "POST"))
)
BODY = ConnectionField("body", gettext_lazy("Body"), InputType.LINES, shown_for=("method", ("POST",)))
HEADERS = ConnectionField(
    "headers",
    gettext_lazy("Further headers"),
    InputType.LINES,
    help=gettext_lazy("One a line, such as “Accept: text/csv”. They are not kept secret."),
)
VERIFY = ConnectionField(
    "verify",
    gettext_lazy("Check the certificate"),
    InputType.FLAG,
    default=True,
    help=gettext_lazy("Without it, whoever stands in between can read the password and change the files."),
)
ACCESS = (
    ConnectionField("user", gettext_lazy("User name"), required=True, shown_for=("auth", (BASIC,))),
    ConnectionField("password", gettext_lazy("Password"), is_secret=True, shown_for=("auth", (BASIC,))),
    ConnectionField("token", gettext_lazy("Token"), is_secret=True, required=True, shown_for=("auth", (BEARER,))),
    ConnectionField(
        "key_name",
        gettext_lazy("Name of the header or parameter"),
        required=True,
        default="X-Api-Key",
        shown_for=("auth", (HEADER, QUERY)),
    ),
    ConnectionField("key", gettext_lazy("Key"), is_secret=True, required=True, shown_for=("auth", (HEADER, QUERY))),
)
LONGEST_NAME = 150
REFUSES_ACCESS = (401, 403, 407)


def auth_field(*more: tuple[str, Any]) -> ConnectionField:
    """The question how one signs in."""
    choices = (*AUTH_CHOICES, *more)
    return ConnectionField("auth", gettext_lazy("Sign-in"), InputType.CHOICE, default=NONE, choices=choices)


def header_lines(text: str) -> dict[str, str]:
    """The headers written one a line; raises ValueError for a line that is none."""
    headers = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not name.strip().replace("-", "").replace("_", "").isalnum() or not line.isascii():
            raise ValueError(line)
        headers[name.strip()] = value.strip()
    return headers


def web_complaints(connection: Connection) -> dict[str, str]:
    """What is wrong with address, headers and key."""
    found = {}
    try:
        header_lines(connection.text("headers"))
    except ValueError as error:
        message = _("“%(line)s” is no header: write a name, a colon and a value, such as “Accept: text/csv”.")
        found["headers"] = message % {"line": str(error)[:80]}
    for name, secret in connection.secrets.items():
        if name in ("token", "key") and not (secret.isascii() and secret.isprintable()):
            found[name] = _("A key has letters, digits and signs of the Latin alphabet only: paste it again.")
    return found


@dataclass(frozen=True)
class Door:
    """The way to one server for one listing or file."""

    session: Any
    deadline: http.Deadline
    connection: Connection

    def request(self, url: str, *, params: Mapping[str, Any] | None = None, headers: Mapping[str, str]) -> Any:
        """The request with everything that the connection says about it."""
        connection = self.connection
        method = connection.text("method") or "GET"
        address = http.parsed(url).copy_merge_params({**(params or {}), **_key_in_address(connection)})
        sent = {**header_lines(connection.text("headers")), **_access_headers(connection), **headers}
        body = connection.text("body").encode() if method == "POST" else None
        return self.session.build_request(method, address, headers=sent, content=body)


@contextmanager
def door(connection: Connection) -> Iterator[Door]:
    """A session with a deadline; refusals are told as those of a source."""
    wait = min(WAIT, connection.seconds)
    options: dict[str, Any] = {"verify": connection.values.get("verify", True) is not False, "timeout": wait}
    with http.Deadline(connection.seconds, wait=wait) as deadline, http.client(**options) as session:
        yield Door(session, deadline, connection)


@contextmanager
def told_as_source(name: str, limit: int) -> Iterator[None]:
    """Refused access and a file that is too large are errors of the source."""
    try:
        yield
    except http.RemoteRefused as error:
        if error.params.get("status") in REFUSES_ACCESS:
            raise LoginRefused(str(error), **error.params) from error
        raise
    except http.RemoteTooLarge as error:
        raise too_large(name, limit) from error


def name_in(url: str) -> str:
    """The name a file has by its address: the last part of the path."""
    parts = urlsplit(url)
    return clean_name(unquote(parts.path.rstrip("/").rpartition("/")[2])) or parts.hostname or "feed"


def clean_name(name: str) -> str:
    """The name without folders and control characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip(" .")[-LONGEST_NAME:]


def _key_in_address(connection: Connection) -> dict[str, str]:
    if connection.text("auth") != QUERY:
        return {}
    return {connection.text("key_name"): connection.secrets.get("key", "")}


def _access_headers(connection: Connection) -> dict[str, str]:
    auth, secrets = connection.text("auth"), connection.secrets
    if auth == BASIC:
        pair = f"{connection.text('user')}:{secrets.get('password', '')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    if auth == BEARER:
        return {"Authorization": f"Bearer {secrets.get('token', '')}"}
    if auth == HEADER:
        return {connection.text("key_name"): secrets.get("key", "")}
    return {}
