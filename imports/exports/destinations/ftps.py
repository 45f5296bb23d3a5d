"""A directory on an FTP server, encrypted."""

from imports.exports.destinations.ftp import Ftp
from suppliers.fetchers import ftps


class Ftps(Ftp):
    """Lays files into a directory by FTPS."""

    fields = tuple(field for field in ftps.FETCHER.fields if field.name != "pattern")
    tls = True


WAY = Ftps()
