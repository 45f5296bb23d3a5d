"""A directory on an FTP server."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from imports.exports.destinations.base import Package
from suppliers.fetchers import ftp
from suppliers.fetchers.base import Connection, ConnectionField
from suppliers.fetchers.directories import directory_complaints
from suppliers.fetchers.sending import send_by_ftp, try_by_ftp


class Ftp:
    """Lays files into a directory by FTP; with `tls` by FTPS."""

    fields: Sequence[ConnectionField] = tuple(field for field in ftp.FETCHER.fields if field.name != "pattern")
    tls = False

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with the directory."""
        return directory_complaints(connection)

    def try_out(self, connection: Connection) -> str:
        """Sign in, and enter the directory."""
        try_by_ftp(connection, tls=self.tls)
        return _("%(host)s let us in.") % {"host": connection.text("host")}

    def deliver(self, connection: Connection, package: Package) -> str:
        """Send the file."""
        with package.path.open("rb") as content:
            send_by_ftp(connection, package.name, content, tls=self.tls)
        return address_of("ftps" if self.tls else "ftp", connection, package.name)


def address_of(protocol: str, connection: Connection, name: str) -> str:
    """Where the file is now, without secrets."""
    directory = connection.text("directory").strip("/")
    return f"{protocol}://{connection.text('host')}/{directory + '/' if directory else ''}{name}"


WAY = Ftp()
