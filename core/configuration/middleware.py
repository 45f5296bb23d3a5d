"""Pages in the language, time zone and formats of whoever asks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.addresses import API
from core.configuration.preferences import forget_formats, use_for_page


class PersonalPreferences:
    """Behind `CurrentTenant`, which knows the person and the organisation; the API speaks for itself in its views.

    What is put in force stays until the thread's next request: a streamed answer is written after this one returns.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if hasattr(request, "workspace") and not request.path.startswith(API):
            use_for_page(request)
        else:
            forget_formats()
        return self.get_response(request)
