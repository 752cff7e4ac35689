from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from app.desktop.models.requests_table import (
    COST,
    MODEL,
    REQUEST_ID,
    STATE,
    TOKENS,
    RequestsTable,
)
from app.desktop.presenters.requests import RequestsPresenter
from app.storage.records import UsageRow
from tests.fakes.program import FakeHistory

ROW = UsageRow(
    "req_1",
    1_795_262_400_000,
    client_program="claude-code",
    client_model="claude-opus-4-8",
    provider="deepseek",
    model="deepseek-v4-pro",
    status=200,
    accuracy="exact",
    fresh=1000,
    cache_read=9000,
    output=1500,
    cost_micros=1_840_000,
    currency="USD",
)


async def table_of(*rows: UsageRow) -> RequestsTable:
    presenter = RequestsPresenter(FakeHistory(rows))
    table = RequestsTable(presenter)
    presenter.load()
    await presenter.settled()
    return table


def words(table: RequestsTable, column: int, row: int = 0) -> str:
    return str(table.index(row, column).data())


async def test_a_row_says_what_was_asked_and_who_served_it() -> None:
    table = await table_of(ROW)
    assert words(table, MODEL) == "claude-opus-4-8 → deepseek/deepseek-v4-pro"
    assert words(table, STATE) == "OK"
    assert words(table, TOKENS) == "10 k → 1.5 k"
    assert words(table, COST) == "$1.84"
    assert table.index(0, 0).data(REQUEST_ID) == "req_1"


async def test_what_is_not_exact_or_not_priced_says_so() -> None:
    table = await table_of(replace(ROW, accuracy="estimated", cost_micros=None))
    assert words(table, TOKENS).startswith("~")
    assert words(table, COST) == "unpriced"


async def test_how_a_request_ended_is_told_in_words() -> None:
    table = await table_of(
        replace(ROW, request_id="a", failovers=1),
        replace(ROW, request_id="b", failure="rate_limited", status=429),
        replace(ROW, request_id="c", provider="", status=400, failure="bad_request"),
    )
    assert [words(table, STATE, row) for row in range(3)] == [
        "400 bad request",
        "429 rate limited",
        "OK, by failover",
    ]
    assert words(table, MODEL, 0) == "claude-opus-4-8"


async def test_it_keeps_qts_rules_while_requests_come_in(qtmodeltester: ModelTester) -> None:
    history = FakeHistory(replace(ROW, request_id=f"req_{n}") for n in range(450))
    presenter = RequestsPresenter(history)
    table = RequestsTable(presenter)
    presenter.load()
    await presenter.settled()
    qtmodeltester.check(table, force_py=True)  # it fetches more, as a view does
    await presenter.settled()
    assert table.rowCount() == 400
    history.begin(replace(ROW, request_id="running"))
    assert words(table, STATE) == "running"
    history.end(replace(ROW, request_id="running"))
    assert words(table, STATE) == "OK"
    assert table.rowCount() == 401


async def test_older_pages_are_fetched_when_a_view_asks() -> None:
    history = FakeHistory(replace(ROW, request_id=f"req_{n}") for n in range(250))
    presenter = RequestsPresenter(history)
    table = RequestsTable(presenter)
    presenter.load()
    await presenter.settled()
    assert (table.rowCount(), table.canFetchMore(QModelIndex())) == (200, True)
    table.fetchMore(QModelIndex())
    assert not table.canFetchMore(QModelIndex())
    await presenter.settled()
    assert (table.rowCount(), table.canFetchMore(QModelIndex())) == (250, False)


async def test_columns_have_names_and_numbers_stand_at_the_right() -> None:
    table = await table_of(ROW)
    names = [
        table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())
    ]
    assert len(set(names)) == 7
    assert all(names)
    alignment = table.index(0, COST).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight


async def test_a_closed_table_follows_nothing() -> None:
    history = FakeHistory([ROW])
    presenter = RequestsPresenter(history)
    table = RequestsTable(presenter)
    presenter.load()
    await presenter.settled()
    table.close()
    history.begin(replace(ROW, request_id="running"))
    assert table.rowCount() == 1
