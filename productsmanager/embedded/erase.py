"""`make clean-data`: removes all data of this installation, also what lives outside `var` when root runs it."""

import shutil

from productsmanager.embedded import paths
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.screen import say
from productsmanager.embedded.state import only_supervisor

CONFIRMATION = "erase"


def erase() -> int:
    """Ask, then remove; EmbeddedError while the product is running."""
    folders = [paths.postgres_dir().resolve(), paths.runtime_dir(), paths.var_dir()]
    with only_supervisor():
        say("This removes all databases, files and logs of this installation:")
        for folder in folders:
            say(f"  {folder}")
        if input(f"Type {CONFIRMATION!r} to go on: ").strip() != CONFIRMATION:
            raise EmbeddedError("Nothing was removed.")
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
    say("Removed.")
    return 0
