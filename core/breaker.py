"""A part that is away costs its time-out once, not with every call."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)
# A failed attempt of one second buys five seconds in which nobody waits again.
PEACE_PER_SECOND_LOST = 5
LOG_AGAIN_SECONDS = 60


class Breaker:
    """Lets calls to one part through while it answers; after a failure only one now and then, to see if it is back.

    The slower the failure, the longer nobody else tries: a refused connection costs nothing and is tried again at once
    (or after `at_least` seconds), one that ran into its time-out is not.
    """

    def __init__(self, part: str, *, at_least: float = 0) -> None:
        self.part = part
        self._at_least = at_least
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self._peace = 0.0
        self._logged = 0.0

    def allows(self) -> bool:
        """Whether to try now; of several callers after a pause only the first may."""
        if not self._closed_until:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + max(self._peace, self._at_least)
            return True

    def failed(self, error: BaseException, *, seconds: float) -> None:
        """The part did not answer, and took so long to do so; told in the log once a minute."""
        now = time.monotonic()
        self._peace = max(seconds * PEACE_PER_SECOND_LOST, self._at_least)
        self._closed_until = now + self._peace
        if not self._logged or now - self._logged > LOG_AGAIN_SECONDS:
            self._logged = now
            logger.warning("%s does not answer, going on without it: %s", self.part, error)

    def worked(self) -> None:
        """The part answered."""
        if not self._closed_until:
            return
        self._closed_until = self._logged = 0.0
        logger.warning("%s answers again", self.part)

    @contextmanager
    def watching(self, *errors: type[BaseException]) -> Iterator[None]:
        """Take note of how the block ends; its error goes on."""
        began = time.monotonic()
        try:
            yield
        except errors as error:
            self.failed(error, seconds=time.monotonic() - began)
            raise
        self.worked()
