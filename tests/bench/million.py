"""`python -m tests.bench.million`: every query of a window or a page over a million usage rows.

Prints a Markdown table: milliseconds (minimum, median and maximum of five) on SQLite, and the
indexes that SQLite's plan names. The rows are a year of `tests.bench.year`, written as the ledger
writes them. `--rows` and `--database FILE` (kept, and taken as it is where it exists) are for a
second look.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, event, insert

from app.storage import schema
from app.storage.batch import write
from app.storage.database import Database
from app.storage.latency import latency
from app.storage.records import Entry
from app.storage.requests import find, newest_id, page
from app.storage.selection import Selection
from app.storage.statistics import Grouping, grouped, series, total
from tests.bench import year
from tests.bench.report import machine

TARGET_MS = 100
MIDDLE = 400_000
_TIMES = 5
_BATCH = 1000
_ZONE = ZoneInfo("Europe/Berlin")
_END = year.FIRST_DAY + timedelta(days=365)

Query = Callable[[Connection], object]
Bucket = Literal["hour", "day"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One query's milliseconds, sorted, and the plan of its statements."""

    milliseconds: list[float]
    plan: list[str]


def last(days: int, **values: str) -> Selection:
    """A selection of the last `days` local days."""
    start = _END - timedelta(days=days, hours=1)
    return Selection(int(start.timestamp() * 1000), int(_END.timestamp() * 1000), **values)


TOTALS = {
    "a year": Selection(),
    "a year but for 20 minutes": Selection(int(year.FIRST_DAY.timestamp() * 1000) + 20 * 60_000),
    "90 days": last(90),
    "7 days": last(7),
    "a year of a user": last(365, user_id="user-3"),
    "a year of a user's model": last(365, user_id="user-3", model="model-0"),
    "a conversation": Selection(conversation="conversation-77"),
}
GROUPINGS: tuple[tuple[str, Grouping, Selection], ...] = (
    *((f"a year by {by}", by, last(365)) for by in get_args(Grouping)),
    ("a year of a user by model", "model", last(365, user_id="user-3")),
    ("a year of a provider by user", "user", last(365, provider="provider-0")),
    ("a year of a user by conversation", "conversation", last(365, user_id="user-3")),
    ("30 days of a model by conversation", "conversation", last(30, model="model-0")),
)
SERIES: tuple[tuple[str, Bucket, Grouping | None, Selection], ...] = (
    ("a year", "day", None, last(365)),
    ("a year by model", "day", "model", last(365)),
    ("a year by user", "day", "user", last(365)),
    ("a year of a user by model", "day", "model", last(365, user_id="user-3")),
    ("30 days by client", "day", "client", last(30)),
    ("7 days by model", "hour", "model", last(7)),
    ("a day", "hour", None, last(1)),
)
PAGES = {
    "all": Selection(),
    "a user": Selection(user_id="user-3"),
    "a client": Selection(client="codex"),
    "a model": Selection(provider="provider-0", model="model-0"),
    "a rare model": Selection(model="model-29"),
    "a profile within a month": last(30, profile="profile-1"),
    "a conversation": Selection(conversation="conversation-77"),
}


def queries() -> Iterator[tuple[str, Query]]:
    """Every query that the windows, the page, the command line and the API ask."""
    for name, selection in TOTALS.items():
        yield f"total, {name}", partial(total, selection=selection)
    for name, selection in TOTALS.items():
        yield f"first delta, {name}", partial(latency, selection=selection)
    for name, by, selection in GROUPINGS:
        yield f"groups, {name}", partial(grouped, selection=selection, by=by)
    for name, bucket, along, selection in SERIES:
        over = partial(series, selection=selection, bucket=bucket, zone=_ZONE, by=along)
        yield f"series by {bucket}, {name}", over
    for name, selection in PAGES.items():
        yield f"newest 50 of {name}", partial(page, selection=selection)
    yield "50 rows before one in the middle", partial(page, selection=Selection(), before_id=MIDDLE)
    yield "a request by its id", partial(find, request_id="req-77-3")
    yield "newest id", newest_id


def fill(database: Database, count: int) -> None:
    """Write `count` rows with all their sums, in the order in which they happened."""
    found = sorted(year.rows(count), key=lambda row: row.started_ms)
    for start in range(0, len(found), _BATCH):
        with database.writing() as connection:
            entries = [Entry(row) for row in found[start : start + _BATCH]]
            write(connection, entries, again=False)
    with database.writing() as connection:
        users = [{"id": f"user-{n}", "name": f"User {n}"} for n in range(year.USERS)]
        connection.execute(insert(schema.users), users)


def measure(connection: Connection, query: Query) -> Measured:
    """Ask a query five times, and SQLite how it finds the answer."""
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    query(connection)
    event.remove(connection, "before_cursor_execute", note)
    milliseconds = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        query(connection)
        milliseconds.append((time.perf_counter() - began) * 1000)
    plan: list[str] = []
    for statement, parameters in asked:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan += [row.detail for row in rows]
    return Measured(sorted(milliseconds), plan)


def indexes(plan: list[str]) -> str:
    """The tables of a plan with the index that each is read by."""
    found: dict[str, None] = {}
    for line in plan:
        match = re.search(r"(?:SEARCH|SCAN) (\w+)(?: USING .*?(INDEX (\w+)|PRIMARY KEY))?", line)
        if match is None or match[1].startswith("anon"):
            continue
        by = match[3] or ("primary key" if match[2] else "")
        by = "primary key" if by.startswith("sqlite_autoindex") else by
        found[f"{match[1]} ({by or 'all of it'})"] = None
    return ", ".join(found)


def main() -> None:
    """Fill a database, ask everything, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.million", description=__doc__)
    parser.add_argument("--rows", type=int, default=year.ROWS)
    parser.add_argument("--database", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-") as folder:
        path = arguments.database or Path(folder) / "usage.db"
        fresh = not path.exists()
        database = Database.open(f"sqlite:///{path.as_posix()}", print)
        began = time.perf_counter()
        if fresh:
            fill(database, arguments.rows)
        seconds = time.perf_counter() - began
        print(f"{machine()}; {arguments.rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB", end="")
        print(f", written in {seconds:.0f} s\n" if fresh else "\n")
        print("| Query | min ms | median | max | Read from |\n|---|---:|---:|---:|---|")
        slow = []
        with database.reading() as connection:
            for name, query in queries():
                measured = measure(connection, query)
                low, *_, high = measured.milliseconds
                median = measured.milliseconds[_TIMES // 2]
                read = indexes(measured.plan)
                print(f"| {name} | {low:.1f} | {median:.1f} | {high:.1f} | {read} |", flush=True)
                if median >= TARGET_MS:
                    slow.append(name)
        database.close()
    print(f"\nAbove {TARGET_MS} ms: {', '.join(slow) or 'none'}.")


if __name__ == "__main__":
    main()
