"""Destinations: one module per way in which files leave, behind the contract of `base`."""

from importlib import import_module
from typing import cast

from imports.exports.destinations.base import Way

MODULES = {
    "s3": "imports.exports.destinations.s3",
    "ftp": "imports.exports.destinations.ftp",
    "ftps": "imports.exports.destinations.ftps",
    "sftp": "imports.exports.destinations.sftp",
    "email": "imports.exports.destinations.email",
    "webhook": "imports.exports.destinations.webhook",
}


def way_of(kind: str) -> Way:
    """The way of a kind of destination; raises KeyError for an unknown one."""
    return cast(Way, import_module(MODULES[kind]).WAY)
