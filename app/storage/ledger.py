"""The ledger: takes what every request leaves and writes it to the database on a thread of its own.

Taking an entry never blocks and never fails, whatever the database does. While it is away, locked
or full, entries wait: as many as the queue holds, and with a journal as many as that holds. What
finds no room is dropped and counted, but never its charges: budgets stay right.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection

from app.storage import batch
from app.storage.database import Database
from app.storage.failure import DatabaseError, Fault
from app.storage.health import Health
from app.storage.isolate import is_ours, write_each
from app.storage.journal import Journal, Segment, entries
from app.storage.records import Charge, Entry

log = logging.getLogger(__name__)

GATHER_SECONDS = (0.1, 0.4)  # that entries wait for others to come; the latter under load
_BUSY = 20  # entries of one gathering
BACKOFF_SECONDS = (0.5, 15.0)  # the first and the longest, twice as long each time
HOPELESS_SECONDS = 60.0  # where somebody has to do something first
JOBS_BYTES = 64_000_000  # four sides of a request at the usual limit, and room beside
_SMALLEST_JOB = 1_000  # what a job takes in memory at least
_TOGETHER = 500  # entries in one transaction
_MOST_HOLDS = 10_000  # of dropped rows; they run out by themselves
_JOB_ATTEMPTS = 3  # at a job that finds something locked: rows must not wait for it for ever
_HOPELESS = frozenset({Fault.FULL, Fault.DENIED, Fault.CORRUPT, Fault.NEWER})

Job = Callable[[Connection], None]
_Written = Callable[[Sequence[Entry], Sequence[Entry]], None]
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class LedgerStatus:
    """How the ledger is doing.

    `queued` entries wait, `written` and `dropped` are since the start. While the database fails,
    `fault` and `message` say why and `since_ms` since when.
    """

    queued: int = 0
    written: int = 0
    dropped: int = 0
    fault: Fault | None = None
    message: str = ""
    since_ms: int | None = None


@dataclass(slots=True)
class _Load:
    """Entries that are taken together: in memory, and the journal's segment that has them too.

    `overflow` says how many of the segment are not in memory. `upto` counts the entries taken until
    then. `again` says that some may be in the database already, `leftover` that all of them are a
    dead gateway's.
    """

    entries: list[Entry] = field(default_factory=list)
    segment: Segment | None = None
    overflow: int = 0
    upto: int = 0
    again: bool = False
    leftover: bool = False


@dataclass(slots=True)
class _Job:
    """Something to write, its size in memory, and how often it was tried."""

    write: Job
    size: int
    attempts: int = 0


class Ledger:
    """Writes entries, and other jobs, to one database."""

    def __init__(
        self,
        database: Database,
        on_written: Callable[[Sequence[Entry]], None] = lambda _: None,
        journal: Journal | None = None,
        capacity: int = 1000,
        on_charged: Callable[[Sequence[Charge]], None] = lambda _: None,
    ) -> None:
        """A ledger of `database`, which the caller opens and closes; it closes `journal` itself.

        On the ledger's thread `on_written` hears once of each recorded entry that is in the
        database now, and `on_charged` of charges that came there without the rows that were
        dropped. `capacity` is how many entries are kept in memory.
        """
        self._database = database
        self._on_written = on_written
        self._on_charged = on_charged
        self._journal = journal
        self._capacity = capacity
        self._crowded = max(capacity // 2, 1)  # entries that are not to wait for more
        self._lock = threading.Lock()
        self._wake = threading.Condition(self._lock)  # the writer waits for it
        self._done = threading.Condition(self._lock)  # those that flush wait for it
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._queue: list[Entry] = []
        self._load = _Load()  # what the writer has taken
        self._overflow = 0
        self._owed = batch.Owed()
        self._jobs: deque[_Job] = deque()
        self._jobs_bytes = 0
        # What was taken, a segment that was left over as one, and how much of it is settled.
        self._taken = len(journal.leftovers) if journal else 0
        self._settled = 0
        self._jobs_taken = 0
        self._jobs_settled = 0
        self._idle = False
        self._hurried = self._busy = False
        self._closing = False
        self._written = 0
        self._dropped = 0
        self._health = Health(log)

    def start(self) -> None:
        """Begin to write; what was recorded before waits in memory until then."""
        self._thread.start()

    @property
    def status(self) -> LedgerStatus:
        """How it is doing now."""
        with self._lock:
            failure, since_ms = self._health.failure, self._health.since_ms
            return LedgerStatus(
                queued=self._in_memory() + self._overflow + self._load.overflow,
                written=self._written,
                dropped=self._dropped,
                fault=failure.fault if failure else None,
                message=failure.message if failure else "",
                since_ms=since_ms,
            )

    def record(self, entry: Entry) -> None:
        """Take one entry. From any thread; it never blocks and never raises."""
        dropped = False
        with self._lock:
            kept = self._journal is not None and self._journal.append(entry)
            if self._in_memory() < self._capacity:
                self._queue.append(entry)
            elif kept:
                self._overflow += 1
            else:
                self._drop(entry)
                dropped = True
            self._taken += 1
            # Other gateways let requests in by what is settled: where money was held, at once.
            self._hurried = self._hurried or bool(entry.holds)
            if self._idle or self._hurried or len(self._queue) == self._crowded:
                self._idle = False
                self._wake.notify()
        if dropped:
            self._tell_dropped()

    def later(self, job: Job, size: int) -> bool:
        """Have `job` write in a transaction of its own; False where the queue is full.

        `size` is what the job keeps in memory, in bytes. A job that the database refuses is dropped
        with a line in the log; one that fails because the database is away is tried again.
        """
        size = max(size, _SMALLEST_JOB)
        with self._lock:
            if self._closing or self._jobs_bytes + size > JOBS_BYTES:
                return False
            self._jobs.append(_Job(job, size))
            self._jobs_bytes += size
            self._jobs_taken += 1
            if self._idle:
                self._idle = False
                self._wake.notify()
        return True

    def flush(self, seconds: float) -> bool:
        """Wait until what was taken so far is written; False where that takes longer."""
        with self._lock:
            taken, jobs = self._taken, self._jobs_taken
            self._hurried = True
            self._wake.notify()
            return self._done.wait_for(
                lambda: self._settled >= taken and self._jobs_settled >= jobs, seconds
            )

    def close(self, seconds: float) -> None:
        """Write what waits, for `seconds` at the most, and stop.

        Without a journal the rest is lost, and told.
        """
        with self._lock:
            self._closing = True
            self._wake.notify()
        if self._thread.ident is not None:
            self._thread.join(seconds)
        with self._lock:
            left = self._in_memory()
            journal, self._journal = self._journal, None
        if journal is not None:
            journal.close()
        if left:
            rest = "are kept in the journal" if journal is not None else "are lost"
            log.warning("%d usage rows could not be written and %s", left, rest)

    def _in_memory(self) -> int:
        return len(self._queue) + len(self._load.entries)

    def _drop(self, entry: Entry) -> None:
        self._dropped += 1
        self._owed.take(entry)
        del self._owed.holds[:-_MOST_HOLDS]

    def _run(self) -> None:
        for count, segment in enumerate(self._journal.leftovers if self._journal else (), 1):
            self._load = _Load(segment=segment, overflow=1, upto=count, leftover=True)
            if not self._written_in_the_end():
                return
        while self._next_load():
            if not self._written_in_the_end():
                return

    def _next_load(self) -> bool:
        """Take what waits, after a moment in which more may come; False once all is done."""
        with self._lock:
            while not (self._queue or self._overflow or self._jobs or self._owed):
                self._settled = self._taken
                self._done.notify_all()
                if self._closing:
                    return False
                self._idle = True
                self._wake.wait()
            self._idle = False
            self._wake.wait_for(self._hurrying, GATHER_SECONDS[self._busy])
            self._hurried, self._busy = False, len(self._queue) > _BUSY
            segment, overflow = self._sealed(), 0
            if segment is not None:
                overflow, self._overflow = self._overflow, 0
            self._load = _Load(self._queue, segment, overflow, self._taken)
            self._queue = []
            return True

    def _hurrying(self) -> bool:
        return self._hurried or self._closing or len(self._queue) >= self._crowded

    def _sealed(self) -> Segment | None:
        try:
            return self._journal.seal() if self._journal else None
        except OSError as error:
            # What is written now is read again from the segment that goes on, and adds nothing.
            self._health.tell("journal", "the ledger's journal cannot go on: %s", error.strerror)
            return None

    def _wait(self, seconds: float) -> bool:
        """Wait, with the lock, unless somebody waits for us; False where we are to end."""
        self._wake.wait_for(lambda: self._hurried or self._closing, seconds)
        self._hurried = False
        return not self._closing

    def _written_in_the_end(self) -> bool:
        """Write what was taken, however often it takes; False where there is no time to."""
        pause, longest = BACKOFF_SECONDS
        while True:
            try:
                self._write(self._load)
            except DatabaseError as error:
                self._health.failed(error)
                self._load.again = True
                wait = HOPELESS_SECONDS if error.fault in _HOPELESS else pause
                pause = min(pause * 2, longest)
                with self._lock:
                    if not self._wait(wait):
                        return False
            except Exception:
                # A fault of ours costs what was taken, which the journal keeps, but not the rest.
                log.exception("usage rows are lost")
                with self._lock:
                    self._dropped += len(self._load.entries)
                    self._settled = max(self._settled, self._load.upto)
                    self._load = _Load()
                return True
            else:
                self._health.recovered()
                return True

    def _write(self, load: _Load) -> None:
        while load.entries:
            self._write_some(load.entries[:_TOGETHER], self._committed, again=load.again)
        if load.segment is not None and self._read_again(load.segment, load.overflow):
            with self._lock:
                if self._journal is not None:
                    self._journal.release(load.segment)
        load.segment, load.overflow = None, 0
        with self._lock:
            self._settled = max(self._settled, load.upto)
            self._done.notify_all()
        self._settle()
        self._do_jobs()

    def _read_again(self, segment: Segment, overflow: int) -> bool:
        """Write what only the journal has of a load; False where it cannot be read."""
        try:
            for some in _chunks(entries(segment) if overflow else iter(())):
                self._write_some(some, self._caught_up, again=True)
        except OSError as error:
            self._health.tell("journal", "%s cannot be read: %s", segment.path, error.strerror)
            return False
        return True

    def _write_some(self, some: Sequence[Entry], written: _Written, *, again: bool) -> None:
        write_each(self._database, some, again=again, written=written, refused=self._refused)

    def _committed(self, done: Sequence[Entry], _: Sequence[Entry]) -> None:
        """The next of the load's entries are in the database, whoever saw their commit."""
        with self._lock:
            self._written += len(done)
            del self._load.entries[: len(done)]
        _tell(self._on_written, done)

    def _caught_up(self, _: Sequence[Entry], new: Sequence[Entry]) -> None:
        """These came in from the journal; of a gateway that died nobody waits to hear."""
        with self._lock:
            self._written += len(new)
        if not self._load.leftover:
            _tell(self._on_written, new)

    def _refused(self, entry: Entry, error: Exception) -> None:
        with self._lock:
            del self._load.entries[:1]
            self._drop(entry)
        self._health.tell("row", "the row of %s cannot be stored: %s", entry.row.request_id, error)

    def _settle(self) -> None:
        """Write what is owed for rows that were dropped."""
        with self._lock:
            owed, self._owed = self._owed, batch.Owed()
        if not owed:
            return
        try:
            with self._database.writing() as connection:
                batch.settle(connection, owed)
        except Exception as error:
            if is_ours(error):
                self._health.tell("owed", "charges of dropped rows cannot be stored: %s", error)
                return
            with self._lock:
                owed.add(self._owed)
                self._owed = owed
            raise
        charges = [Charge(*key, micros) for key, micros in owed.charges.items()]
        _tell(self._on_charged, charges)

    def _do_jobs(self) -> None:
        """Do the jobs that wait now; those that come meanwhile are for the next round."""
        with self._lock:
            waiting = list(self._jobs)
        for job in waiting:
            job.attempts += 1
            try:
                with self._database.writing() as connection:
                    job.write(connection)
            except Exception as error:
                locked = isinstance(error, DatabaseError) and error.fault is Fault.LOCKED
                if not is_ours(error) and not (locked and job.attempts >= _JOB_ATTEMPTS):
                    raise
                self._health.tell("job", "something could not be stored and is dropped: %s", error)
            with self._lock:
                self._jobs.popleft()
                self._jobs_bytes -= job.size
                self._jobs_settled += 1
                self._done.notify_all()

    def _tell_dropped(self) -> None:
        failure = self._health.failure
        why = failure.message if failure else "The database is too slow for them."
        self._health.tell("dropped", "%d usage rows were dropped so far. %s", self._dropped, why)


def _tell(listener: Callable[[Sequence[_Told]], None], news: Sequence[_Told]) -> None:
    try:
        if news:
            listener(news)
    except Exception:
        log.exception("a listener to the ledger failed")


def _chunks(found: Iterator[Entry]) -> Iterator[list[Entry]]:
    while some := list(islice(found, _TOGETHER)):
        yield some
