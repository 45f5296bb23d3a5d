"""What can go wrong on the way out.

Refused
    AddressNotAllowed    422  the address leads into a private network, or is none of HTTP
Transient
    RemoteUnavailable         no answer, or one that says "not now"; `retry_after` in seconds when the server says when
        RemoteCutOff          the answer ended before it was whole
Terminal
    RemoteRefused             understood, and no; `status` tells which
    CertificateRefused        the server cannot prove who it is
    RemoteTooLarge            the answer has more bytes than were asked for
"""

from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput, Terminal, Transient


class AddressNotAllowed(InvalidInput):
    """The URL leads to an address of a private network, or is no HTTP address at all."""

    code = "ADDRESS_NOT_ALLOWED"
    default_message = _("This address is not allowed: only public http and https addresses are.")


class RemoteUnavailable(Transient):
    """The remote service did not answer, or answered that it cannot now."""

    code = "REMOTE_UNAVAILABLE"


class RemoteCutOff(RemoteUnavailable):
    """The remote service ended its answer before it was whole."""

    code = "REMOTE_CUT_OFF"


class RemoteRefused(Terminal):
    """The remote service understood and said no (wrong credentials, unknown address, ...)."""

    code = "REMOTE_REFUSED"


class CertificateRefused(Terminal):
    """The remote service has no valid certificate for its name."""

    code = "CERTIFICATE_REFUSED"


class RemoteTooLarge(Terminal):
    """The answer of the remote service passes the limit."""

    code = "REMOTE_TOO_LARGE"
