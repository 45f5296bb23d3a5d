"""What each status of a refusal means, with an example: for the documents of the API."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Documented:
    """A refusal in the OpenAPI document."""

    name: str
    meaning: str
    code: str
    message: str
    details: dict[str, Any]


REFUSALS = {
    "400": Documented(
        "BadRequest",
        "The body cannot be read.",
        "BODY_UNREADABLE",
        "The body is not valid JSON: unexpected character: line 1 column 2 (char 1).",
        {},
    ),
    "401": Documented(
        "NotSignedIn",
        "Nobody is signed in, or the token or key is not valid any more.",
        "AUTH_TOKEN_MISSING",
        "Authentication credentials were not provided.",
        {},
    ),
    "403": Documented(
        "Forbidden",
        "The permission is missing; `detail` repeats the sentence.",
        "PERMISSION_DENIED",
        "Insufficient permissions. Required: write:suppliers",
        {"permission": "write:suppliers"},
    ),
    "404": Documented(
        "NotFound",
        "It does not exist, or not in this organisation.",
        "NOT_FOUND",
        "This does not exist, or not in this organisation.",
        {},
    ),
    "406": Documented(
        "NotAcceptable",
        "The header Accept asks for a format that is not given here.",
        "NOT_ACCEPTABLE",
        "This answers application/json only: change the header Accept.",
        {},
    ),
    "409": Documented(
        "Conflicting",
        "The present state does not allow it, or a request with the same Idempotency-Key is still at work.",
        "CONFLICT",
        "This is not possible in the present state.",
        {},
    ),
    "412": Documented(
        "Outdated",
        "It has changed since the ETag in If-Match.",
        "PRECONDITION_FAILED",
        "This has changed since you read it: read it again and repeat your change with its new ETag.",
        {"etag": '"5d2c9a0f41b7e36a8c10ff27"'},
    ),
    "413": Documented(
        "TooLarge",
        "The body is larger than allowed.",
        "PAYLOAD_TOO_LARGE",
        "The body of the request is too large: at most 10 MB are taken here.",
        {"max_bytes": 10_485_760},
    ),
    "415": Documented(
        "UnsupportedType",
        "The body has a type that is not taken here.",
        "UNSUPPORTED_MEDIA_TYPE",
        "The body has a type that is not taken here: send application/json.",
        {},
    ),
    "422": Documented(
        "Invalid",
        "A value is not acceptable; `details.fields` names each.",
        "VALIDATION_FAILED",
        "per_page: Ensure this value is less than or equal to 100.",
        {"fields": {"per_page": ["Ensure this value is less than or equal to 100."]}},
    ),
    "429": Documented(
        "TooManyRequests",
        "More requests than the tier allows; `retry_after`, `message` and `detail` stand beside the error.",
        "RATE_LIMIT_EXCEEDED",
        "Too many requests: 100 requests per minute are allowed here. Try again in 12 seconds.",
        {"retry_after": 12, "tier": "WRITE_STANDARD", "limit": 100},
    ),
    "503": Documented(
        "Unavailable",
        "A database or a service does not answer right now.",
        "DATABASE_CONNECTION_FAILED",
        "The catalogue is not reachable right now.",
        {"part": "catalog"},
    ),
}
_KINDS = {"403": "PermissionRefused", "404": "NotFound", "409": "Conflict", "412": "PreconditionFailed"}


def example_of(status: str) -> dict[str, Any]:
    """The unified body as it may look for that status."""
    known = REFUSALS[status]
    flat: dict[str, Any] = {"detail": known.message} if status in ("403", "429") else {}
    if status == "429":
        flat |= {"message": known.message, "retry_after": known.details["retry_after"]}
    return {
        "error": {
            "code": known.code,
            "error_code": known.code,
            "type": _KINDS.get(status, "Refused"),
            "message": known.message,
            "details": known.details,
            "path": "/api/v1/suppliers",
            "request_id": "4f1c2e9ab05d4c0e8f7a61d2c3b4a596",
            "timestamp": "2026-11-25T09:30:00Z",
        },
        **flat,
    }
