"""The log files: kept at a bearable size, and shown when something failed."""

from pathlib import Path

LARGEST_LOG = 20 * 1024 * 1024


def keep_small(log: Path, *, limit: int = LARGEST_LOG) -> None:
    """Move a log that has grown beyond the limit to `<name>.1` and go on with an empty one.

    The writers keep the file open for appending: it is copied and cut, never renamed.
    """
    if not log.exists() or log.stat().st_size <= limit:
        return
    with log.open("r+b") as current, log.with_name(f"{log.name}.1").open("wb") as former:
        while block := current.read(1024 * 1024):
            former.write(block)
        current.truncate(0)


def end_of(log: Path, *, lines: int = 12, start: int = 0) -> list[str]:
    """The last lines of a log, looking no further back than byte `start`."""
    if not log.exists():
        return []
    with log.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(start, size - 64 * 1024))
        return stream.read().decode(errors="replace").splitlines()[-lines:]


class Follower:
    """Reads what was added to the log files since the last look, a whole line at a time."""

    def __init__(self, logs: list[Path]) -> None:
        self._places = {log: log.stat().st_size if log.exists() else 0 for log in logs}

    def new_lines(self) -> list[str]:
        """The new lines, each with its service's name in front."""
        return [f"{log.stem:<10} | {line}" for log in self._places for line in self._read(log)]

    def _read(self, log: Path) -> list[str]:
        if not log.exists():
            return []
        with log.open("rb") as stream:
            if stream.seek(0, 2) < self._places[log]:
                self._places[log] = 0
            stream.seek(self._places[log])
            whole = stream.read().rpartition(b"\n")
        self._places[log] += len(whole[0]) + len(whole[1])
        return whole[0].decode(errors="replace").splitlines() if whole[1] else []
