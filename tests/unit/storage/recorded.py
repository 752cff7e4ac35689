"""Usage rows for tests: drawn, recorded as the ledger does, and added up by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from app.storage.batch import write
from app.storage.database import Database
from app.storage.records import Entry, UsageRow
from app.storage.selection import Selection
from app.storage.sources import Grouping
from app.storage.totals import Totals

HOUR = 3_600_000
DAY = 24 * HOUR
# A Sunday on which Berlin's clocks go from 3 back to 2 o'clock; the days around it too.
AROUND = 1_792_886_400_000  # 2026-10-25 00:00 UTC

FIELDS: dict[Grouping, str] = {
    "user": "user_id",
    "key": "key_id",
    "profile": "profile",
    "provider": "provider",
    "model": "model",
    "client": "client_program",
    "endpoint": "endpoint",
    "conversation": "conversation",
}

_counts = st.integers(0, 10_000)


@st.composite
def _row(draw: st.DrawFn) -> UsageRow:
    currency = draw(st.sampled_from(["USD", "CNY", ""]))
    return UsageRow(
        request_id="",
        started_ms=AROUND + draw(st.integers(-2 * DAY, 2 * DAY)),
        user_id=draw(st.sampled_from(["", "ann", "bob"])),
        key_id=draw(st.sampled_from(["", "k1", "k2"])),
        profile=draw(st.sampled_from(["default", "work"])),
        client_program=draw(st.sampled_from(["", "codex"])),
        conversation=draw(st.sampled_from(["", "c1", "c2"])),
        endpoint=draw(st.sampled_from(["messages", "responses"])),
        provider=draw(st.sampled_from(["", "hf", "zai"])),
        model=draw(st.sampled_from(["glm-5", "zai-org/glm-5"])),
        failure=draw(st.sampled_from([None, None, "provider"])),
        partial=draw(st.booleans()),
        accuracy=draw(st.sampled_from(["exact", "estimated", "none"])),
        fresh=draw(_counts),
        cache_read=draw(_counts),
        cache_write=draw(_counts),
        output=draw(_counts),
        reasoning=draw(st.none() | _counts),
        currency=currency,
        cost_micros=draw(_counts) if currency else None,
        saved_micros=draw(st.integers(-1000, 1000)) if currency else None,
        first_delta_ms=draw(st.none() | st.integers(0, 100_000)),
        duration_ms=draw(_counts),
        request_bytes=draw(_counts),
        response_bytes=draw(_counts),
        loss_count=draw(st.integers(0, 3)),
    )


def rows(most: int = 25) -> st.SearchStrategy[list[UsageRow]]:
    """Up to `most` rows of a few days, of few people, models and conversations."""
    return st.lists(_row(), max_size=most).map(numbered)


def numbered(found: Iterable[UsageRow]) -> list[UsageRow]:
    """The rows with an id each."""
    return [replace(row, request_id=f"r{number}") for number, row in enumerate(found)]


def selections(some: Sequence[Grouping] = tuple(FIELDS)) -> st.SearchStrategy[Selection]:
    """Any selection from such rows, mostly a wide one."""
    times = st.none() | st.integers(-3, 3).map(lambda day: AROUND + day * DAY)
    times |= st.integers(AROUND - 3 * DAY, AROUND + 3 * DAY)
    values = {
        "user_id": st.sampled_from(["", "ann", "bob"]),
        "key_id": st.sampled_from(["", "k1"]),
        "profile": st.just("work"),
        "provider": st.sampled_from(["", "hf"]),
        "model": st.just("glm-5"),
        "client": st.just("codex"),
        "endpoint": st.just("messages"),
        "conversation": st.sampled_from(["", "c1"]),
    }
    return st.builds(
        Selection,
        start_ms=times,
        end_ms=times,
        **{name: st.none() | st.none() | each for name, each in values.items()},
    )


def record(database: Database, found: Sequence[UsageRow]) -> None:
    """Write rows and their sums."""
    with database.writing() as connection:
        write(connection, [Entry(row) for row in found], again=False)


def chosen(found: Iterable[UsageRow], selection: Selection) -> list[UsageRow]:
    """The rows that a selection selects."""
    asked = {
        "user_id": selection.user_id,
        "key_id": selection.key_id,
        "profile": selection.profile,
        "provider": selection.provider,
        "model": selection.model,
        "client_program": selection.client,
        "endpoint": selection.endpoint,
        "conversation": selection.conversation,
    }
    return [
        row
        for row in found
        if (selection.start_ms is None or row.started_ms >= selection.start_ms)
        and (selection.end_ms is None or row.started_ms < selection.end_ms)
        and all(value is None or getattr(row, name) == value for name, value in asked.items())
    ]


def added_up(found: Iterable[UsageRow]) -> Totals:
    """The sums of some rows, one by one."""
    found = list(found)
    cost: dict[str, int] = {}
    saved: dict[str, int] = {}
    for row in found:
        if row.currency:
            cost[row.currency] = cost.get(row.currency, 0) + (row.cost_micros or 0)
            saved[row.currency] = saved.get(row.currency, 0) + (row.saved_micros or 0)
    return Totals(
        requests=len(found),
        failures=sum(row.failure is not None for row in found),
        partials=sum(row.partial for row in found),
        estimated=sum(row.accuracy == "estimated" for row in found),
        unpriced=sum(
            row.cost_micros is None
            and row.fresh + row.cache_read + row.cache_write + row.output > 0
            for row in found
        ),
        fresh=sum(row.fresh for row in found),
        cache_read=sum(row.cache_read for row in found),
        cache_write=sum(row.cache_write for row in found),
        output=sum(row.output for row in found),
        reasoning=sum(row.reasoning or 0 for row in found),
        duration_ms=sum(row.duration_ms for row in found),
        request_bytes=sum(row.request_bytes for row in found),
        response_bytes=sum(row.response_bytes for row in found),
        losses=sum(row.loss_count for row in found),
        cost={currency: micros for currency, micros in cost.items() if micros},
        saved={currency: micros for currency, micros in saved.items() if micros},
    )


def key_of(row: UsageRow, by: Grouping) -> str:
    """The key of the group that a row belongs to."""
    value: str = getattr(row, FIELDS[by])
    return f"{row.provider}/{value}" if by == "model" else value
