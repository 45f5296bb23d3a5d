"""JSON in: by orjson, never more than the limit, never a character that no database takes."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from core.errors import InvalidInput
from core.rest.sizes import BodyTooLarge

NUL = "\0"


class OrjsonParser(JSONParser):
    """Reads a JSON body; a body without a declared length is read up to the limit only."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        most = settings.API_MAX_BODY_BYTES
        body = stream.read(most + 1)
        if len(body) > most:
            raise BodyTooLarge(most)
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("The body is not valid JSON: %(reason)s.") % {"reason": error}) from error
        if b"\\u0000" in body and any(NUL in text for text in _texts(data)):
            raise InvalidInput(_("The body holds the character U+0000, which no text may hold: leave it out."))
        return data


def _texts(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += (*each.keys(), *each.values())
        elif isinstance(each, list):
            waiting += each
