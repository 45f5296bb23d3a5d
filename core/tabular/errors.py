"""The one refusal of this package: a file that cannot be read as a table of products."""

from typing import Any

from core.errors import InvalidInput


class UnreadableFile(InvalidInput):
    """The file is not what a supplier would send; `code` says why and is stable."""

    code = "unreadable_file"

    def __init__(self, code: str, message: Any, **params: Any) -> None:
        """Take the stable code, the sentence for people and the values that programs may read."""
        super().__init__(message, code=code, **params)
