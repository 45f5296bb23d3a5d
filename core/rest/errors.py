"""Errors: one body for every refusal."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core import degraded
from core.audit.denied import note_denied
from core.errors import InvalidInput, ProductsManagerError, Refused

logger = logging.getLogger(__name__)


class ErrorDetail(serializers.Serializer[Any]):
    """What went wrong, for programs (code) and for people (message)."""

    code = serializers.CharField()
    error_code = serializers.CharField(help_text="The same as code.")
    type = serializers.CharField()
    message = serializers.CharField()
    details = serializers.DictField()
    path = serializers.CharField()
    request_id = serializers.CharField()
    timestamp = serializers.DateTimeField()


class ErrorBody(serializers.Serializer[Any]):
    """The body of every refusal."""

    error = ErrorDetail()
    detail = serializers.CharField(required=False, help_text="With 403 and 429: the same sentence.")
    message = serializers.CharField(required=False, help_text="With 429: the same sentence.")
    retry_after = serializers.IntegerField(required=False, help_text="With 429: seconds until the next try.")


def error_response(error: Exception, context: dict[str, Any]) -> Response:
    """The unified body for anything a view raises; nothing internal is told, the log has it under the request id."""
    set_rollback()
    refused = _as_refused(error)
    request = context["request"]
    if refused is None:
        logger.exception("unexpected error in %s %s", request.method, request.path, exc_info=error)
        refused = _Unexpected()
    if isinstance(refused, _NotPossible):
        refused.say(context["view"])
    if refused.status == status.HTTP_403_FORBIDDEN:
        note_denied(request, error)
    response = Response(error_body(refused, request), status=refused.status)
    if "retry_after" in refused.params:
        response["Retry-After"] = str(refused.params["retry_after"])
    elif response.status_code == status.HTTP_503_SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(degraded.RETRY_SECONDS)
    if refused.status == status.HTTP_401_UNAUTHORIZED:
        response["WWW-Authenticate"] = context["view"].get_authenticate_header(request) or "Bearer"
    if isinstance(error, exceptions.APIException):
        for header, value in _headers(error).items():
            response[header] = value
    return response


class _Unexpected(Refused):
    """Something went wrong on our side; the log has it under the request id."""

    code = "INTERNAL_ERROR"
    status = status.HTTP_500_INTERNAL_SERVER_ERROR

    def __init__(self) -> None:
        super().__init__(_("Something went wrong on our side: tell your administrator the request id."))


class _NotPossible(Refused):
    """A method, a format asked for or a format sent that the address does not know; says which ones it does."""

    def say(self, view: Any) -> None:
        methods = ", ".join(view.allowed_methods)
        gives = ", ".join(renderer.media_type for renderer in view.renderer_classes)
        takes = ", ".join(parser.media_type for parser in view.parser_classes)
        sentences = {
            405: _("%(given)s is not possible here: use one of %(known)s.")
            % {"given": view.request.method, "known": methods},
            406: _("This answers %(known)s only: change the header Accept.") % {"known": gives},
            415: _("The body has a type that is not taken here: send %(known)s.") % {"known": takes},
        }
        self.message = sentences[self.status]


def _as_refused(error: Exception) -> Refused | None:
    translate: tuple[tuple[type[Exception], Callable[[Any], Refused]], ...] = (
        (Refused, lambda known: known),
        (exceptions.ValidationError, _from_validation),
        (exceptions.APIException, _from_framework),
        (RequestDataTooBig, lambda _known: _refused(413, "PAYLOAD_TOO_LARGE", _("The request is too large."))),
        (SuspiciousOperation, lambda _known: _refused(400, "BAD_REQUEST", _("The request is malformed."))),
        (Http404, lambda _known: _refused(404, "NOT_FOUND", _("There is nothing at this address."))),
        (ProductsManagerError, lambda known: _refused(503, known.code, str(known))),
        (OperationalError, lambda known: database_away(degraded.away(known))),
        (DataError, _from_data),
    )
    return next((convert(error) for kind, convert in translate if isinstance(error, kind)), None)


def database_away(alias: str) -> Refused:
    """The refusal that names the part whose database is away; an empty alias stands for an unknown one."""
    refused = Refused(degraded.sentence(alias), code="DATABASE_CONNECTION_FAILED", part=degraded.part_name(alias))
    refused.status = status.HTTP_503_SERVICE_UNAVAILABLE
    return refused


def _from_data(error: DataError) -> Refused:
    """A value that passed all checks and does not fit into its column; the log says which."""
    logger.warning("a value does not fit: %s", error)
    return InvalidInput(
        _("A value is too long or too large for what it is to be kept in: send a smaller one."),
        code="VALIDATION_CONSTRAINT_VIOLATION",
    )


def _from_validation(error: exceptions.ValidationError) -> Refused:
    fields = error.detail if isinstance(error.detail, dict) else {"body": error.detail}
    sentences = "; ".join(f"{name}: {_first_text(texts)}" for name, texts in fields.items())
    return InvalidInput(sentences, fields=fields)


def _first_text(texts: Any) -> str:
    while isinstance(texts, (list, dict)) and texts:
        texts = next(iter(texts.values())) if isinstance(texts, dict) else texts[0]
    return str(texts)


def _from_framework(error: exceptions.APIException) -> Refused:
    code = str(error.get_codes() if isinstance(error.get_codes(), str) else error.default_code).upper()
    kind = _NotPossible if error.status_code in (405, 406, 415) else Refused
    return _refused(error.status_code, _OUR_CODES.get(code, code), str(error.detail), kind=kind)


_OUR_CODES = {
    "NOT_AUTHENTICATED": "AUTH_TOKEN_MISSING",
    "AUTHENTICATION_FAILED": "AUTH_TOKEN_INVALID",
    "PARSE_ERROR": "BODY_UNREADABLE",
}


def _refused(status_code: int, code: str, message: str, *, kind: type[Refused] = Refused) -> Refused:
    refused = kind(message, code=code)
    refused.status = status_code
    return refused


def _headers(error: exceptions.APIException) -> dict[str, str]:
    names = {"auth_header": "WWW-Authenticate", "wait": "Retry-After"}
    return {header: str(getattr(error, name)) for name, header in names.items() if getattr(error, name, None)}


def error_body(error: Refused, request: Any) -> dict[str, Any]:
    """The unified body of a refusal; beside it, where documents promised them, the flat keys of 403 and 429."""
    sentence = getattr(error, "documented", str(error))
    flat: dict[str, Any] = {"detail": sentence} if error.status in (403, 429) else {}
    if error.status == status.HTTP_429_TOO_MANY_REQUESTS:
        flat |= {"message": str(error), "retry_after": error.params.get("retry_after", 1)}
    return {
        "error": {
            "code": error.code,
            "error_code": error.code,
            "type": type(error).__name__.strip("_"),
            "message": str(error),
            "details": error.params,
            "path": request.path,
            "request_id": getattr(request, "request_id", ""),
            "timestamp": timezone.now(),
        },
        **flat,
    }


def program_error(request: HttpRequest, error: Refused) -> JsonResponse:
    """The unified body outside of any view of the API."""
    return JsonResponse(error_body(error, request), status=error.status)


def program_status(request: HttpRequest, status_code: int) -> JsonResponse:
    """The same for an error of which only the status is known."""
    code, sentence = {
        400: ("BAD_REQUEST", _("The request is malformed.")),
        403: ("PERMISSION_DENIED", _("You do not have the right to do this.")),
        404: ("NOT_FOUND", _("There is nothing at this address.")),
    }.get(status_code, (_Unexpected.code, str(_Unexpected())))
    return program_error(request, _refused(status_code, code, sentence))
