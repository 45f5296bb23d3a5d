"""`manage.py rotate_encryption_key`: a new key in front of the old ones, then every secret under it."""

import secrets
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actor import Actor, acting_as
from core.audit import record
from core.configuration.acts import KEYS_RETIRED, KEYS_ROTATED
from core.keyring import current_keys, write_keys
from core.rotation import BATCH, Tally, renew, survey

# A transaction that began under the old key may still commit a secret; none of ours lasts that long.
RETIRE_AFTER_MINUTES = 15


class Command(BaseCommand):
    """Keys in the installation's own file are changed here, keys from elsewhere by whoever put them there."""

    help = (
        "Make a new encryption key and renew every stored secret. Running processes follow by themselves when the "
        "keys stand in a file. Interrupted? --resume goes on. Afterwards --retire drops the old keys."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--resume", action="store_true", help="make no new key, renew what is under an older one")
        parser.add_argument("--retire", action="store_true", help="drop the old keys, if nothing needs them any more")
        parser.add_argument("--batch", type=int, default=BATCH, help=f"rows per transaction (default {BATCH})")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(Actor(kind="command", name="rotate_encryption_key")):
            if options["retire"]:
                self._retire(batch=options["batch"])
            elif options["resume"] or self._new_key():
                self._renew(batch=options["batch"])

    def _new_key(self) -> bool:
        """Whether the new key is in force; otherwise it was printed for whoever keeps the keys."""
        keys = [secrets.token_urlsafe(48), *current_keys()]
        path = own_file()
        if path is None:
            self.stdout.write(
                "The keys of this installation come from outside. Set this value where they are kept, restart every "
                f"process, then run this command with --resume:\n\nENCRYPTION_KEYS={','.join(keys)}"
            )
            return False
        write_keys(path, keys)
        self.stdout.write(f"A new key stands first in {path}; running processes use it from now on.")
        return True

    def _renew(self, *, batch: int) -> None:
        tally = renew(batch=batch)
        record(KEYS_ROTATED, renewed=tally.older)
        self.stdout.write(f"{tally.older} secrets renewed, {tally.current} were under the first key already.")
        self._complain(tally)
        if len(current_keys()) > 1:
            self.stdout.write(f"In {RETIRE_AFTER_MINUTES} minutes or later, drop the old keys with --retire.")

    def _retire(self, *, batch: int) -> None:
        keys = current_keys()
        if len(keys) == 1:
            self.stdout.write("There is one key only: nothing to drop.")
            return
        path = own_file()
        self._wait_for_writers(path)
        tally = survey(batch=batch)
        if tally.older:
            raise CommandError(f"{tally.older} secrets still need an old key: renew them with --resume first.")
        if path is None:
            self.stdout.write("Nothing needs the old keys: leave only the first one in ENCRYPTION_KEYS, and restart.")
            return
        write_keys(path, keys[:1])
        record(KEYS_RETIRED)
        self.stdout.write(f"{len(keys) - 1} old keys dropped, one is left.")
        self._complain(tally)

    def _wait_for_writers(self, path: Path | None) -> None:
        age = (time.time() - path.stat().st_mtime) / 60 if path else RETIRE_AFTER_MINUTES
        if age < RETIRE_AFTER_MINUTES:
            raise CommandError(
                f"The newest key is {int(age)} minutes old, and work that began before it may still store a secret "
                f"under an old one: try again when it is {RETIRE_AFTER_MINUTES} minutes old."
            )

    def _complain(self, tally: Tally) -> None:
        for each in tally.unreadable:
            self.stderr.write(f"No key opens {each}.")
        if tally.unreadable:
            raise CommandError(
                f"{len(tally.unreadable)} secrets cannot be read with any key: put the lost key back behind the "
                "others and run --resume, or enter these secrets again."
            )


def own_file() -> Path | None:
    """The key file this installation made for itself; None when the keys come from elsewhere."""
    path = Path(settings.ENCRYPTION_KEYS_PATH) if settings.ENCRYPTION_KEYS_PATH else None
    return path if path and path.parent == Path(settings.VAR_DIR) / "secrets" else None
