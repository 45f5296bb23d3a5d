"""The error tree: what a person or program did wrong, what may pass by itself, what will not.

ProductsManagerError
    Refused                 the caller's fault; shown as it is
        InvalidInput        422
        NotFound            404
        PermissionRefused   403
        Conflict            409
    Transient               try again later (network, lock, restart)
    Terminal                do not try again; a person has to look
"""

from typing import Any

from django.utils.translation import gettext_lazy as _


class ProductsManagerError(Exception):
    """An error with a stable code for programs and one clear sentence for people."""

    code = "ERROR"
    default_message: Any = _("Something went wrong.")

    def __init__(self, message: Any = None, *, code: str | None = None, **params: Any) -> None:
        """Take the sentence (what was received, what was allowed, what to do) and the values that programs may read."""
        self.message = message or self.default_message
        self.code = code or self.code
        self.params = params
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class Refused(ProductsManagerError):
    """The request cannot be granted as it is."""

    code = "REFUSED"
    status = 400


class InvalidInput(Refused):
    """The input is not acceptable."""

    code = "VALIDATION_FAILED"
    status = 422
    default_message = _("The input is not valid.")


class NotFound(Refused):
    """The thing asked for does not exist here."""

    code = "NOT_FOUND"
    status = 404
    default_message = _("This does not exist, or not in this organisation.")


class PermissionRefused(Refused):
    """The user lacks a permission."""

    code = "PERMISSION_DENIED"
    status = 403
    default_message = _("You do not have the right to do this.")

    def __init__(self, message: Any = None, *, documented: str = "", **params: Any) -> None:
        """`documented` is the sentence promised to programs, whatever language people read."""
        super().__init__(message, **params)
        self.documented = documented or str(self.message)


class Conflict(Refused):
    """The state of the thing does not allow this now."""

    code = "CONFLICT"
    status = 409
    default_message = _("This is not possible in the present state.")


class Transient(ProductsManagerError):
    """Passes by itself: retried after 1, 5, 15, 60, 240 minutes."""

    code = "TRANSIENT"
    default_message = _("A service did not answer; it will be tried again.")


class Terminal(ProductsManagerError):
    """Will not pass by itself."""

    code = "TERMINAL"
    default_message = _("This cannot be completed.")
