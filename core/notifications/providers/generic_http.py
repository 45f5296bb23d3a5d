"""Any service that takes a message by one HTTP request: the organisation writes address, headers and JSON itself."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import http
from core.errors import InvalidInput, Terminal, Transient
from core.notifications.providers.base import Field, Message, Provider

METHODS = ("POST", "PUT")
TIMEOUT_SECONDS = 15.0
ANSWER_BYTES = 4096
PLACES = ("title", "message", "recipient")
SAMPLE = '{"to": "{recipient}", "text": "{title}: {message}"}'


class GenericHttp(Provider):
    """One request with a JSON body, whose texts may hold {title}, {message} and {recipient}."""

    name: ClassVar[str] = "http"
    label: ClassVar[Any] = gettext_lazy("Any HTTP service")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "url", gettext_lazy("Address"), gettext_lazy("Where the request goes, such as https://api.example.com/sms.")
        ),
        Field("method", gettext_lazy("Method"), gettext_lazy("POST or PUT."), default="POST"),
        Field(
            "body",
            gettext_lazy("JSON body"),
            gettext_lazy("{title}, {message} and {recipient} are replaced inside its texts."),
            default=SAMPLE,
            multiline=True,
        ),
        Field(
            "headers",
            gettext_lazy("Headers"),
            gettext_lazy("One a line, such as X-Sender: Boutique."),
            required=False,
            multiline=True,
        ),
        Field(
            "secret_header",
            gettext_lazy("Secret header"),
            gettext_lazy("The header that proves who you are, such as Authorization: Bearer 1234."),
            secret=True,
            required=False,
        ),
    )

    def check(self, configuration: Mapping[str, str]) -> None:
        """Raise InvalidInput for an unknown method, a body that is no JSON, a malformed header or a private address."""
        if configuration.get("method", "POST").upper() not in METHODS:
            raise InvalidInput(_("The method is POST or PUT."), field="method")
        _template(configuration.get("body", ""))
        for name in ("headers", "secret_header"):
            _headers(configuration.get(name, ""), field=name)
        http.refuse_private(configuration.get("url", ""))

    def send(self, message: Message, *, configuration: Mapping[str, str]) -> None:
        """One request; 2xx is success, 408, 425, 429 and 5xx pass by themselves, all else does not."""
        values = {"title": message.title, "message": message.text, "recipient": message.recipient}
        body = json.dumps(_filled(_template(configuration["body"]), values), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", **_headers(configuration.get("headers", ""), field="headers")}
        headers |= _headers(configuration.get("secret_header", ""), field="secret_header")
        answer = http.send_once(
            configuration.get("method", "POST").upper(),
            configuration["url"],
            content=body,
            headers=headers,
            seconds=TIMEOUT_SECONDS,
            most_bytes=ANSWER_BYTES,
        )
        if 200 <= answer.status < 300:
            return
        text = _("The service answers with status %(status)s.") % {"status": answer.status}
        raise (Transient if http.passes(answer.status) else Terminal)(
            text, code="PROVIDER_STATUS", status=answer.status
        )


def _template(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidInput(_("The body is not valid JSON: %(reason)s.") % {"reason": error}, field="body") from error


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(each, values) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, values) for each in value]
    return _replaced(value, values) if isinstance(value, str) else value


def _replaced(text: str, values: Mapping[str, str]) -> str:
    """In one pass: a title that holds {recipient} is not replaced again."""
    parts = text.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled.append(values[name] + rest if brace and name in PLACES else "{" + part)
    return "".join(filled)


def _headers(text: str, *, field: str) -> dict[str, str]:
    headers = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not name.strip() or not line.isprintable() or not name.strip().replace("-", "").isalnum():
            raise InvalidInput(_("“%(line)s” is no header: write Name: value.") % {"line": line[:40]}, field=field)
        headers[name.strip()] = value.strip()
    return headers
