#!/usr/bin/env python
"""Command line of Products Manager, with the settings of this machine unless DJANGO_SETTINGS_MODULE names others."""

import os
import sys


def main() -> None:
    """Run the management command named in the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productsmanager.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
