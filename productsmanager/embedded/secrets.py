"""Secrets of this installation: made at random on first use, kept owner-only under var/secrets."""

import os
import secrets

from productsmanager.embedded.paths import var_dir


def installation_secret(name: str) -> str:
    """The secret of that name; two processes that start at once agree on one value."""
    folder = var_dir() / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    draft = folder / f".{name}.{os.getpid()}"
    if not path.exists():
        draft.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its value counts
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()
