"""Transcripts on their way to the database: cleaned of secrets on the ledger's thread."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from app.secrets.redact_body import redact_body
from app.storage.records import Transcribed, TranscriptBody

log = logging.getLogger(__name__)

# What requests may leave behind before the database is open.
EARLY_BYTES = 32_000_000
_TELL_SECONDS = 60.0

_Connection = TypeVar("_Connection")
Job = Callable[[_Connection], None]
Later = Callable[[Job[_Connection], int], bool]
Store = Callable[[_Connection, Transcribed, Sequence[TranscriptBody]], None]


class TranscriptWriter(Generic[_Connection]):
    """Gives finished transcripts to a thread that writes them, once there is one.

    What finds no room is lost, and that is told, at most once a minute.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._later: Later[_Connection] | None = None
        self._early: list[tuple[Job[_Connection], int]] = []
        self._early_bytes = 0
        self._store: Store[_Connection]
        self._told = -_TELL_SECONDS
        self._lost = 0

    def attach(self, later: Later[_Connection], store: Store[_Connection]) -> None:
        """Write from now on, and what came before.

        `later` queues a job of about so many bytes and says whether there was room; `store` writes
        to the database.
        """
        self._store, self._later = store, later
        early, self._early = self._early, []
        for job, size in early:
            self._queue(job, size)

    def write(self, request: Transcribed, bodies: list[TranscriptBody], limit: int) -> None:
        """Write the bodies, of each `limit` bytes at most, when the thread comes to it."""

        def job(connection: _Connection) -> None:
            self._store(connection, request, [_cleaned(body, limit) for body in bodies])

        self._queue(job, sum(len(body.body) for body in bodies))

    def _queue(self, job: Job[_Connection], size: int) -> None:
        if self._later is not None:
            taken = self._later(job, size)
        else:
            taken = self._early_bytes + size <= EARLY_BYTES
            if taken:
                self._early.append((job, size))
                self._early_bytes += size
        if not taken:
            self._lost += 1
            self._tell()

    def _tell(self) -> None:
        now = self._clock()
        if now - self._told < _TELL_SECONDS:
            return
        log.warning(
            "%d transcripts were not kept: they come faster than they can be written", self._lost
        )
        self._told, self._lost = now, 0


def _cleaned(body: TranscriptBody, limit: int) -> TranscriptBody:
    """The body without secrets, and without what was collected to recognise them at its end."""
    surplus = len(body.body) - limit
    cleaned = redact_body(body.body)
    return replace(body, body=cleaned[:-surplus] if surplus > 0 else cleaned)
