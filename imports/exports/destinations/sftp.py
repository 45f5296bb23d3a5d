"""A directory behind SSH, with a password or a key."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from imports.exports.destinations.base import Package
from imports.exports.destinations.ftp import address_of
from suppliers.fetchers import sftp
from suppliers.fetchers.base import Connection, ConnectionField
from suppliers.fetchers.sending import send_by_sftp, try_by_sftp


class Sftp:
    """Lays files into a directory by SFTP."""

    fields: Sequence[ConnectionField] = tuple(field for field in sftp.FETCHER.fields if field.name != "pattern")

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """What is wrong with directory and key."""
        return sftp.FETCHER.complaints(connection)

    def try_out(self, connection: Connection) -> str:
        """Sign in, and look at the directory."""
        try_by_sftp(connection)
        return _("%(host)s let us in.") % {"host": connection.text("host")}

    def deliver(self, connection: Connection, package: Package) -> str:
        """Send the file."""
        with package.path.open("rb") as content:
            send_by_sftp(connection, package.name, content)
        return address_of("sftp", connection, package.name)


WAY = Sftp()
