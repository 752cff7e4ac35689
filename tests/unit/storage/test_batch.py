from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table, delete, insert, select

from app.storage import batch
from app.storage.database import Database
from app.storage.records import Charge, Entry, UsageRow
from app.storage.schema import (
    budget_holds,
    budget_spend,
    client_keys,
    metadata,
    usage,
    usage_conversations,
    usage_hours,
    usage_latency,
    usage_slices,
)
from tests.fakes.usage_rows import NOON_MS, ROW, entry, rows

SUMMED = (usage_hours, usage_conversations, usage_slices, usage_latency, budget_spend)


def content(database: Database, table: Table) -> list[tuple[Any, ...]]:
    with database.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def write(database: Database, entries: Sequence[Entry], *, again: bool = False) -> Sequence[Entry]:
    with database.writing() as connection:
        return batch.write(connection, entries, again=again)


def emptied(database: Database) -> None:
    with database.writing() as connection:
        for table in metadata.tables.values():
            connection.execute(delete(table))


def test_a_row_is_stored_as_it_is(database: Database) -> None:
    bare = Entry(UsageRow("req_bare", NOON_MS))
    assert list(write(database, [Entry(ROW), bare])) == [Entry(ROW), bare]
    with database.reading() as connection:
        found = connection.execute(select(usage).order_by(usage.c.id)).mappings().all()
    assert [{k: v for k, v in row.items() if k != "id"} for row in found] == [
        asdict(ROW),
        asdict(bare.row),
    ]


def test_strange_but_lawful_text_is_stored_as_it_is(database: Database) -> None:
    odd = "tab\t newline\n backslash\\N 世界 🦉 'quotes\""
    write(database, [Entry(UsageRow("req", 1, model=odd, raw_usage=odd))])
    with database.reading() as connection:
        assert connection.execute(select(usage.c.model, usage.c.raw_usage)).one() == (odd, odd)


@given(found=rows(), cuts=st.lists(st.integers(0, 8), max_size=3), data=st.data())
def check_sums(database: Database, found: list[UsageRow], cuts: list[int], data: Any) -> None:
    """Any split into batches, and any replay of what is there, leaves the same sums."""
    entries = [Entry(row, (Charge("b", 0, 7), Charge("b", 1, 1))) for row in found]
    emptied(database)
    write(database, entries)
    whole = [content(database, table) for table in SUMMED]
    emptied(database)
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), None], strict=True):
        write(database, entries[start:end])
    assert [content(database, table) for table in SUMMED] == whole
    subset = data.draw(st.lists(st.sampled_from(entries))) if entries else []
    assert list(write(database, subset, again=True)) == []
    assert [content(database, table) for table in SUMMED] == whole


def test_sums_are_the_same_on_any_split_and_after_any_replay(database: Database) -> None:
    check_sums(database)


def test_a_replay_adds_only_what_is_new(database: Database) -> None:
    first, second = entry(1, (Charge("b", 5, 10),)), entry(2, (Charge("b", 5, 4),))
    write(database, [first])
    assert list(write(database, [first, second, second], again=True)) == [second]
    assert content(database, budget_spend) == [("b", 5, 14)]
    assert len(content(database, usage)) == 2


def test_holds_are_given_back_and_a_keys_last_use_only_moves_forwards(database: Database) -> None:
    with database.writing() as connection:
        for name in ("mine", "other"):
            connection.execute(insert(budget_holds).values(id=name))
        connection.execute(insert(client_keys).values(id="key_a", name="a", digest="d"))
    late = Entry(ROW, holds=("mine", "gone"))
    early = Entry(UsageRow("req_early", ROW.started_ms - 5, key_id="key_a"))
    write(database, [late])
    write(database, [early])
    assert [row[0] for row in content(database, budget_holds)] == ["other"]
    with database.reading() as connection:
        assert connection.scalar(select(client_keys.c.last_used_ms)) == ROW.started_ms


def test_what_is_owed_is_added_up_and_settled(database: Database) -> None:
    owed, other = batch.Owed(), batch.Owed()
    assert not owed
    owed.take(entry(1, (Charge("b", 5, 10),)))
    other.take(entry(2, (Charge("b", 5, 1), Charge("c", 5, 2))))
    owed.add(other)
    with database.writing() as connection:
        batch.settle(connection, owed)
    assert content(database, budget_spend) == [("b", 5, 11), ("c", 5, 2)]


def test_every_column_of_a_row_is_a_column_of_the_table(tmp_path: Path) -> None:
    assert set(UsageRow.__slots__) == {column.name for column in usage.columns} - {"id"}
