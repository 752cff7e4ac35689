"""`python -m tests.bench.record`: what recording a request costs, on SQLite and on PostgreSQL."""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.ledger import Ledger
from app.storage.records import Charge, Entry
from tests.bench.report import machine, markdown
from tests.fakes import postgres
from tests.fakes.usage_rows import ROW

_A_SECOND = 1_500  # requests that one gateway process carries here
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one entry: nanoseconds on the caller's thread, microseconds of CPU in the process."""

    call_ns: float
    cpu_us: float


def entries(count: int) -> list[Entry]:
    """Requests as a team makes them: a few users, models and conversations at a time."""
    return [
        Entry(
            replace(
                ROW,
                request_id=os.urandom(12).hex(),
                started_ms=ROW.started_ms + number,
                user_id=f"usr_{number % 5}",
                key_id=f"key_{number % 5}",
                model=f"model-{number % 3}",
                conversation=f"conversation-{number % 10}-{number // 3000}",
                first_delta_ms=200 + number % 1000,
            ),
            (Charge("bdg_1", 0, 300), Charge(f"bdg_{number % 5}", 0, 300)),
        )
        for number in range(count)
    ]


def measure(ledger: Ledger, found: Sequence[Entry]) -> Cost:
    """Record `found` at the rate of a busy gateway."""
    step = max(int(_A_SECOND * _PAUSE_SECONDS), 1)
    calls = 0.0
    before = _cpu()
    for start in range(0, len(found), step):
        some = found[start : start + step]
        began = time.perf_counter_ns()
        for entry in some:
            ledger.record(entry)
        calls += time.perf_counter_ns() - began
        time.sleep(_PAUSE_SECONDS)
    assert ledger.flush(30.0)
    cpu = _cpu() - before
    assert ledger.status.dropped == 0
    return Cost(calls / len(found), cpu / len(found) * 1e6)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def _ledger(url: str, folder: Path) -> Iterator[Ledger]:
    database = Database.open(url, print)
    journal = Journal(folder) if database.shared else None
    ledger = Ledger(database, journal=journal)
    ledger.start()
    try:
        yield ledger
    finally:
        ledger.close(30.0)
        database.close()


def main() -> None:
    """Measure both databases and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.record", description=__doc__)
    parser.add_argument("--rows", type=int, default=6_000)
    count = parser.parse_args().rows
    table: list[list[str]] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-bench-")))
        urls = {"SQLite": f"sqlite:///{(folder / 'usage.db').as_posix()}"}
        if postgres.programs() is not None:
            server = postgres.Postgres()
            stack.callback(server.close)
            urls["PostgreSQL, with the journal"] = server.new_url()
        for name, url in urls.items():
            with _ledger(url, folder / "data") as ledger:
                measure(ledger, entries(200))
                cost = measure(ledger, entries(count))
            table.append([name, f"{cost.call_ns:,.0f}", f"{cost.cpu_us:.1f}"])
    print(f"{machine()}; {count} rows at {_A_SECOND} a second.\n")
    print(markdown(["", "record(), ns", "CPU of the process a row, us"], table))


if __name__ == "__main__":
    main()
