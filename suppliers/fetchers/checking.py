"""The answers to a fetcher's fields, checked field by field; secrets that stay, and where they may go."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from core import http
from core.encryption import MASK
from core.errors import InvalidInput
from suppliers.errors import ConnectionInvalid
from suppliers.fetchers import fetcher_of
from suppliers.fetchers.base import Asking, Connection, ConnectionField, InputType

LONGEST_TEXT = 2_000
LONGEST_SECRET = 20_000
# Ways of one family may lead to the same server by the same name.
DIRECTORIES = ("ftp", "ftps", "sftp")
TRUE, FALSE = ("true", "on", "1"), ("false", "off", "0", "")


def checked_connection(
    kind: str, values: Mapping[str, Any], secrets: Mapping[str, str], *, kept: Connection | None = None, was: str = ""
) -> Connection:
    """The connection of this kind with defaults filled in, and nothing that is not asked for.

    A secret that is absent or the mask stays as in `kept` (of the kind `was`), an empty one goes. Raises
    ConnectionInvalid with `fields` (name -> sentence): also when a kept secret would go to another server than before.
    """
    fetcher = fetcher_of(kind)
    if fetcher is None:
        return _without(values, secrets)
    return checked_answers(fetcher, kind, values, secrets, kept=kept, was=was)


def checked_answers(
    fetcher: Asking,
    kind: str,
    values: Mapping[str, Any],
    secrets: Mapping[str, str],
    *,
    kept: Connection | None = None,
    was: str = "",
) -> Connection:
    """The same for whatever asks such fields."""
    wrong = _unknown(fetcher.fields, values, secrets)
    answers: dict[str, Any] = {}
    for each in (field for field in fetcher.fields if not field.is_secret):
        _take(each, {**values}, answers, wrong)
    found = Connection(answers, _kept_secrets(fetcher.fields, secrets, kept))
    if not wrong and kept is not None:
        wrong |= _sent_elsewhere(kind, found, secrets, kept=kept, was=was)
    wrong |= _missing_secrets(fetcher.fields, found)
    if not wrong:
        wrong |= fetcher.complaints(found)
    if wrong:
        raise ConnectionInvalid(" ".join(map(str, wrong.values())), fields={name: [wrong[name]] for name in wrong})
    return Connection(answers, _asked_secrets(fetcher.fields, found))


def destination(kind: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Where the secrets of a connection go: protocol, servers and ports."""
    if kind in DIRECTORIES:
        return kind, str(values.get("host") or "").casefold(), str(values.get("port") or "")
    return tuple(urlsplit(str(values.get(name) or "").casefold())[:2] for name in ("url", "token_url"))


def _without(values: Mapping[str, Any], secrets: Mapping[str, str]) -> Connection:
    if values or any(secrets.values()):
        names = sorted([*values, *secrets])
        message = _("Files of this feed are sent to us: it has no connection.")
        raise ConnectionInvalid(message, fields={name: [message] for name in names})
    return Connection({})


def _unknown(fields: Any, values: Mapping[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    plain = {field.name for field in fields if not field.is_secret}
    secret = {field.name for field in fields if field.is_secret}
    wrong = {name: _("A connection of this kind has no such field.") for name in {*values} - plain}
    for name in {*values} & secret:
        wrong[name] = _("This is a secret: send it among the secrets.")
    for name in {*secrets} - secret:
        wrong[name] = _("A connection of this kind has no such secret.")
    for name, value in secrets.items():
        if not isinstance(value, str) or len(value) > LONGEST_SECRET or "\0" in value:
            wrong[name] = _("A secret is a text of at most %(most)d characters.") % {"most": LONGEST_SECRET}
    return dict(sorted(wrong.items()))


def _take(field: ConnectionField, given: Mapping[str, Any], answers: dict[str, Any], wrong: dict[str, Any]) -> None:
    """Put the answer into `answers`, or the reason why not into `wrong`; what is not asked is left out."""
    if not field.is_asked(answers):
        return
    value = given.get(field.name)
    if value is None or (isinstance(value, str) and not value.strip()):
        value = field.default
    if value == "":
        if field.required:
            wrong[field.name] = _("This is needed: please fill it in.")
        elif field.type is not InputType.NUMBER:
            answers[field.name] = ""
        return
    try:
        answers[field.name] = READERS[field.type](field, value)
    except InvalidInput as error:
        wrong[field.name] = str(error)


def _text(field: ConnectionField, value: Any) -> str:
    breaks = field.type is InputType.LINES
    if not isinstance(value, str) or len(value) > LONGEST_TEXT * (10 if breaks else 1):
        raise InvalidInput(_("A text of at most %(most)d characters, please.") % {"most": LONGEST_TEXT})
    if any(not letter.isprintable() and not (breaks and letter in "\r\n\t") for letter in value):
        raise InvalidInput(_("This has characters that cannot be seen: type it again."))
    return value.strip()


def _number(field: ConnectionField, value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, (bool, float)) or not (text.isascii() and text.isdigit()):
        raise InvalidInput(_("“%(value)s” is no whole number.") % {"value": text[:40]})
    if len(text) > 10 or not field.least <= int(text) <= field.most:
        raise InvalidInput(
            _("A number from %(least)d to %(most)d, please.") % {"least": field.least, "most": field.most}
        )
    return int(text)


def _choice(field: ConnectionField, value: Any) -> str:
    known = [key for key, _label in field.choices]
    if value not in known:
        message = _("“%(value)s” is not known here: use one of %(known)s.")
        raise InvalidInput(message % {"value": str(value)[:40], "known": ", ".join(known)})
    return str(value)


def _flag(_field: ConnectionField, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() not in TRUE + FALSE:
        raise InvalidInput(_("Yes or no (true, false), please."))
    return str(value).lower() in TRUE


def _url(field: ConnectionField, value: Any) -> str:
    text = _text(field, value)
    if http.parsed(text).userinfo:
        raise InvalidInput(_("An address without name and password, please: they have fields of their own."))
    http.refuse_private(text)
    return text


def _host(field: ConnectionField, value: Any) -> str:
    text = _text(field, value)
    if not http.is_host(text):
        raise InvalidInput(_("The name of a server, please, such as ftp.example.com: without protocol and folders."))
    with suppress(http.RemoteUnavailable):
        http.guarded_address(text, 0)
    return text


READERS: dict[InputType, Callable[[ConnectionField, Any], Any]] = {
    InputType.TEXT: _text,
    InputType.LINES: _text,
    InputType.NUMBER: _number,
    InputType.CHOICE: _choice,
    InputType.FLAG: _flag,
    InputType.URL: _url,
    InputType.HOST: _host,
}


def _kept_secrets(fields: Any, given: Mapping[str, str], kept: Connection | None) -> dict[str, str]:
    names = {field.name for field in fields if field.is_secret}
    secrets = {name: value for name, value in (kept.secrets if kept else {}).items() if name in names}
    secrets |= {name: value for name, value in given.items() if name in names and value != MASK}
    return {name: value for name, value in secrets.items() if isinstance(value, str) and value}


def _asked_secrets(fields: Any, found: Connection) -> dict[str, str]:
    """Secrets of a way to sign in that was given up are forgotten."""
    asked = {field.name for field in fields if field.is_secret and field.is_asked(found.values)}
    return {name: value for name, value in found.secrets.items() if name in asked}


def _missing_secrets(fields: Any, found: Connection) -> dict[str, Any]:
    asked = (field for field in fields if field.is_secret and field.required and field.is_asked(found.values))
    return {field.name: _("This is needed: please fill it in.") for field in asked if not found.secrets.get(field.name)}


def _sent_elsewhere(
    kind: str, found: Connection, given: Mapping[str, str], *, kept: Connection, was: str
) -> dict[str, Any]:
    """A secret that was entered for one server is never sent to another one."""
    if destination(kind, found.values) == destination(was, kept.values):
        return {}
    unchanged = [name for name in found.secrets if given.get(name, MASK) == MASK]
    return {name: _("Enter it again: the connection leads to another server now.") for name in unchanged}
