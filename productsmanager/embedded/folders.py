"""Private folders: made owner-only, and refused when somebody else prepared them."""

import os
import stat
from pathlib import Path

from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.processes import Account


def make_private(folder: Path, *, account: Account | None = None, mode: int = 0o700) -> Path:
    """Make `folder` (and its parents), owned by `account` or by us, closed to everybody else.

    A folder under /tmp can be made by anyone beforehand: a link, or a folder of another owner, is refused.
    """
    owner = account.uid if account else os.geteuid()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=mode)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
            raise EmbeddedError(_occupied(folder))
        if account:
            os.chown(folder, account.uid, account.gid)
        if stat.S_IMODE(found.st_mode) != mode:
            folder.chmod(mode)
    except OSError as error:
        raise EmbeddedError(
            f"The folder {folder} cannot be prepared: {error.strerror}. Choose another by PM_VAR."
        ) from error
    return folder


def _occupied(folder: Path) -> str:
    return f"{folder} belongs to another user or is a link: remove it, or choose another data folder by PM_VAR."
