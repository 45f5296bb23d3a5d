"""Where a person goes next: inside the product, whatever an address names."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_on(request: HttpRequest, wanted: str) -> str:
    """The wanted address when it is one of ours, else the home page."""
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if inside else str(settings.LOGIN_REDIRECT_URL)
