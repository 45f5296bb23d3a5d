"""What every signed-in request passes: a session whose time is over ends, and what has to be done first comes first."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from core.addresses import WATCHING
from core.rest.errors import error_body
from core.signin import hurdles, sessions
from core.signin.errors import AttentionNeeded

Handler = Callable[[HttpRequest], HttpResponse]
# Asked without a session, and no database may be needed for the answer.
UNSEEN = (*WATCHING, "/static/")


class SessionLimits:
    """Ends idle and old sessions, and leads people to what they have to do before anything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _has_session(request):
            return self.get_response(request)
        reason = sessions.ended_because(request)
        if reason:
            sessions.close_session(request)
            request.session[sessions.ENDED] = reason
        elif not is_background(request) and sessions.is_due(request) and request.user.is_authenticated:
            sessions.seen(request, request.user)
            hurdles.look(request, request.user)
        return _hurdle(request) or self.get_response(request)


def is_background(request: HttpRequest) -> bool:
    """Whether the page asks by itself again and again: no sign of life of the person in front of it."""
    return "X-Background" in request.headers


def _has_session(request: HttpRequest) -> bool:
    """Whether somebody is signed in by the cookie; asks the database only when there is one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(UNSEEN):
        return False
    return SESSION_KEY in request.session


def _hurdle(request: HttpRequest) -> HttpResponse | None:
    hurdle = hurdles.of(request)
    if hurdle is None or request.path.startswith(hurdle.open_paths):
        return None
    if request.path.startswith("/api/"):
        refused = AttentionNeeded()
        return JsonResponse(error_body(refused, request), status=HTTPStatus.FORBIDDEN)
    if "HX-Request" in request.headers:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": hurdle.path})
    return redirect(hurdle.path)
