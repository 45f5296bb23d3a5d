#!/usr/bin/env python
"""Command line of Products Manager, with the settings of this machine unless DJANGO_SETTINGS_MODULE names others."""

import getpass
import os
import sys


def main() -> None:
    """Run the management command named in the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productsmanager.settings.local")
    from django.core.management import execute_from_command_line

    from core.actor import Actor, acting_as

    with acting_as(Actor(kind="command", name=f"{_system_user()} ({' '.join(sys.argv[1:2])})")):
        execute_from_command_line(sys.argv)


def _system_user() -> str:
    """Who started the command; a container's user may have a number only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


if __name__ == "__main__":
    main()
