"""What API keys refuse."""

from django.utils.translation import gettext_lazy as _

from core.errors import NotFound, PermissionRefused, Refused


class ApiKeyInvalid(Refused):
    """The key is unknown, switched off, expired, or its person may not sign in any more."""

    code = "API_KEY_INVALID"
    status = 401
    default_message = _("This API key is not valid: it is unknown, switched off or expired. Make a new one.")


class ApiKeyAddressRefused(PermissionRefused):
    """The key is bound to addresses, and this is none of them."""

    code = "API_KEY_ADDRESS_REFUSED"
    default_message = _("This API key may not be used from this address: add the address to the key.")


class TestKeyReadsOnly(PermissionRefused):
    """A test key was used to write."""

    code = "API_KEY_TEST_MODE"
    default_message = _("A test key reads only, nothing was changed: use a live key to write.")


class ApiKeyNotFound(NotFound):
    """There is no such key in this organisation."""

    code = "API_KEY_NOT_FOUND"
