"""Whether the database does its work, and what the log hears of it: no trouble over and over."""

import logging
import time

from app.storage.failure import DatabaseError

TOLD_SECONDS = 60.0  # between two lines about the same trouble


class Health:
    """The trouble that one database gives. Changed on one thread, read on any.

    `failure` is what it failed with last, None while it works; `since_ms` is when that began.
    """

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._told: dict[str, float] = {}
        self.failure: DatabaseError | None = None
        self.since_ms: int | None = None

    def failed(self, error: DatabaseError) -> None:
        """The database failed; told where it did not so far, or otherwise."""
        changed = self.failure is None or self.failure.fault is not error.fault
        self.failure = error
        if self.since_ms is None:
            self.since_ms = time.time_ns() // 1_000_000
        if changed:
            self._log.warning("usage waits to be recorded. %s", error.message)

    def recovered(self) -> None:
        """The database works, perhaps again."""
        if self.failure is not None:
            self.failure = self.since_ms = None
            self._log.info("usage is recorded again")

    def tell(self, subject: str, message: str, *values: object) -> None:
        """A warning about a subject, and not again for a while. From any thread."""
        now = time.monotonic()
        if now - self._told.get(subject, -TOLD_SECONDS) >= TOLD_SECONDS:
            self._told[subject] = now
            self._log.warning(message, *values)
