"""ETags: a reader who knows the answer already gets none, a writer who does not know the present state is refused."""

import hashlib
import re
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from core.errors import Refused

READS = ("GET", "HEAD")
CHANGES = ("PUT", "PATCH", "DELETE")
_TAG = re.compile(r'(?:W/)?("[^"]*")')


class PreconditionFailed(Refused):
    """The thing has changed since the caller read it."""

    code = "PRECONDITION_FAILED"
    status = 412


def tag_of(content: bytes) -> str:
    """The ETag of a representation: a hash of what is sent, so that it also covers what other tables contribute."""
    return f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def tags_in(header: str) -> list[str]:
    """The tags of If-Match or If-None-Match. Weak ones count like strong ones: compression made them weak."""
    return ["*"] if header.strip() == "*" else _TAG.findall(header)


def unchanged(response: HttpResponse, header: str) -> HttpResponse:
    """304 instead of the answer when the caller has it; its headers stay."""
    known = tags_in(header)
    if response["ETag"] not in known and "*" not in known:
        return response
    answer = HttpResponse(status=304, headers=dict(response.items()))
    del answer["Content-Type"]
    return answer


def require_match(view: Any, header: str) -> Any:
    """The present representation, as `get` of the view answers it; raises PreconditionFailed unless the tag is its."""
    if not hasattr(view, "get"):
        raise PreconditionFailed(_("What is at this address has no ETag: repeat the request without If-Match."))
    present: Response = view.get(view.request, *view.args, **view.kwargs)
    current = tag_of(rendered(view, present).content)
    known = tags_in(header)
    if current not in known and "*" not in known:
        raise outdated(etag=current)
    return present.data


def outdated(**details: Any) -> PreconditionFailed:
    """The refusal of a change by somebody who has not seen the present state."""
    message = _("This has changed since you read it: read it again and repeat your change with its new ETag.")
    return PreconditionFailed(message, **details)


def rendered(view: Any, response: Any) -> Any:
    """The response with its content made; other than JSON stays as it is."""
    if isinstance(response, Response) and not response.is_rendered:
        answer: Any = response
        answer.accepted_renderer = view.request.accepted_renderer
        answer.accepted_media_type = view.request.accepted_media_type
        answer.renderer_context = view.get_renderer_context()
        return answer.render()
    return response
