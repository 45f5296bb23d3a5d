"""`manage.py doctor`: hands over to the supervisor's own program."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Replaces itself: the program neither needs Django nor the memory it takes."""

    help = "Check what this machine needs to run the product, and say what to do."
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Keep all arguments for the program, which has its own --help."""
        os.environ.pop("TZ", None)  # Django has put its own time zone there
        os.chdir(Path(__file__).resolve().parents[3])
        os.execv(sys.executable, [sys.executable, "-m", "productsmanager.embedded", *argv[1:]])  # noqa: S606

    def handle(self, *args: Any, **options: Any) -> None:
        self.run_from_argv([sys.argv[0], "doctor", *args])
