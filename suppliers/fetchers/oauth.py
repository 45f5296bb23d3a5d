"""OAuth 2.0 client credentials: a token for one run, asked for again when it is spent."""

import base64
import io
from typing import Any
from urllib.parse import urlencode

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import http
from suppliers.errors import AnswerUnusable, LoginRefused
from suppliers.fetchers.base import ConnectionField, InputType
from suppliers.fetchers.web import OAUTH, Door

TOKEN_BYTES = 256 * 1024
_SHOWN: Any = ("auth", (OAUTH,))
TOKEN_FIELDS = (
    ConnectionField("token_url", gettext_lazy("Address of the tokens"), InputType.URL, required=True, shown_for=_SHOWN),
    ConnectionField("client_id", gettext_lazy("Client ID"), required=True, shown_for=_SHOWN),
    ConnectionField("client_secret", gettext_lazy("Client secret"), is_secret=True, required=True, shown_for=_SHOWN),
    ConnectionField("scope", gettext_lazy("Scope"), shown_for=_SHOWN),
    ConnectionField(
        "client_auth",
        gettext_lazy("The client tells its secret"),
        InputType.CHOICE,
        default="body",
        choices=(("body", gettext_lazy("in the body")), ("header", gettext_lazy("in a header (Basic)"))),
        shown_for=_SHOWN,
    ),
)


class Token:
    """The access token; it lives as long as the run, and in its memory only."""

    def __init__(self, way: Door) -> None:
        """Nothing is asked for before the token is used."""
        self._way, self._token, self._used = way, "", False

    @property
    def headers(self) -> dict[str, str]:
        """The header that carries it."""
        if not self._token:
            self.renew()
        else:
            self._used = True
        return {"Authorization": f"Bearer {self._token}"}

    @property
    def may_be_spent(self) -> bool:
        """Whether it has been good before: a new one that is refused will not get better."""
        return self._used

    def renew(self) -> None:
        """Ask for a new one; raises LoginRefused, AnswerUnusable and what `core.http.download` raises."""
        document = self._answer()
        token = document.get("access_token") if isinstance(document, dict) else None
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise AnswerUnusable(_("%(host)s gives no access token: check its address.") % {"host": self._host})
        self._token, self._used = token, False

    @property
    def _host(self) -> str:
        return http.parsed(self._way.connection.text("token_url")).host

    def _answer(self) -> Any:
        content = io.BytesIO()
        try:
            http.download(
                self._way.session, self._request(), content, limit=TOKEN_BYTES, deadline=self._way.deadline, redirects=0
            )
        except http.RemoteRefused as error:
            message = _("%(host)s gives no access token (status %(status)s): check client ID and secret.")
            values = {"host": self._host, "status": error.params.get("status", "?")}
            raise LoginRefused(message % values) from error
        try:
            return orjson.loads(content.getvalue())
        except orjson.JSONDecodeError:
            return None

    def _request(self) -> Any:
        connection = self._way.connection
        client_id, secret = connection.text("client_id"), connection.secrets.get("client_secret", "")
        form, headers = {"grant_type": "client_credentials", "scope": connection.text("scope")}, {}
        if connection.text("client_auth") == "header":
            pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        else:
            form |= {"client_id": client_id, "client_secret": secret}
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        body = urlencode({name: value for name, value in form.items() if value}).encode()
        url = connection.text("token_url")
        return self._way.session.build_request("POST", http.parsed(url), content=body, headers=headers)
