"""Fetchers: one module per way in which files arrive, behind the contract of `base`."""

from importlib import import_module
from typing import cast

from suppliers.fetchers.base import Fetcher
from suppliers.models import Source

# kind of a source -> the module whose FETCHER brings its files; uploaded and pushed files come by themselves
MODULES = {
    Source.Kind.HTTP: "suppliers.fetchers.http",
    Source.Kind.REST: "suppliers.fetchers.rest",
    Source.Kind.FTP: "suppliers.fetchers.ftp",
    Source.Kind.FTPS: "suppliers.fetchers.ftps",
    Source.Kind.SFTP: "suppliers.fetchers.sftp",
}


def fetcher_of(kind: str) -> Fetcher | None:
    """The fetcher of a kind of source; None when its files come by themselves."""
    name = MODULES.get(Source.Kind(kind))
    return cast(Fetcher, import_module(name).FETCHER) if name else None
