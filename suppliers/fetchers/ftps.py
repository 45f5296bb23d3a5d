"""FTPS: FTP with TLS on both connections, explicit or implicit."""

from django.utils.translation import gettext_lazy as _

from suppliers.fetchers.base import ConnectionField, InputType
from suppliers.fetchers.directories import DIRECTORY, HOST, PATTERN, USER, port_field
from suppliers.fetchers.ftp import PASSWORD, Ftp

IMPLICIT = ConnectionField(
    "implicit",
    _("Implicit TLS"),
    InputType.FLAG,
    default=False,
    help=_("For servers that speak TLS from the first byte, mostly at port 990."),
)
VERIFY = ConnectionField(
    "verify",
    _("Check the certificate"),
    InputType.FLAG,
    default=True,
    help=_("Without it, whoever stands in between can read the password and change the files."),
)


class Ftps(Ftp):
    """Brings files by FTPS."""

    fields = (HOST, port_field(21), USER, PASSWORD, IMPLICIT, VERIFY, DIRECTORY, PATTERN)
    tls = True


FETCHER = Ftps()
