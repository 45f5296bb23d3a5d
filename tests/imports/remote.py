"""A supplier's server in memory: files with or without dates and ETags, and errors to switch on."""

import hashlib
from datetime import datetime
from typing import IO
from uuid import UUID

from suppliers.fetchers.base import Fetched, RemoteFile, Validators


class RemoteFolder:
    """Stands in for the fetchers: the source sees these files; `fails` holds errors for the next calls."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, datetime | None]] = {}
        self.fails: list[Exception | None] = []
        self.has_etags = False
        self.listed = self.brought = 0

    def put(self, name: str, content: bytes, modified_at: datetime | None = None) -> None:
        self.files[name] = (content, modified_at)

    def list_remote(self, source_id: UUID) -> list[RemoteFile]:
        self.listed += 1
        self._maybe_fail()
        found = [
            RemoteFile(name, size=len(content) if at else None, modified_at=at)
            for name, (content, at) in self.files.items()
        ]
        return sorted(found, key=lambda file: (file.modified_at is not None, file.modified_at, file.name), reverse=True)

    def fetch_remote(
        self, source_id: UUID, remote: RemoteFile, target: IO[bytes], *, known: Validators, limit: int
    ) -> Fetched | None:
        self.brought += 1
        content = self.files[remote.name][0]
        etag = hashlib.md5(content, usedforsecurity=False).hexdigest() if self.has_etags else ""
        if etag and known.etag == etag:
            return None
        target.write(content)
        return Fetched(remote.name, len(content), Validators(etag=etag))

    def _maybe_fail(self) -> None:
        error = self.fails.pop(0) if self.fails else None
        if error is not None:
            raise error
