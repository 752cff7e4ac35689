from sqlalchemy import select

from app.storage.database import Database
from app.storage.schema import budget_spend, facts
from app.storage.upsert import upsert


def spends(database: Database) -> list[tuple[str, int, int]]:
    with database.reading() as connection:
        rows = connection.execute(select(budget_spend).order_by("budget_id"))
        return [(row.budget_id, row.period_start_ms, row.micros) for row in rows]


def test_a_row_is_inserted_once_and_then_added_to(database: Database) -> None:
    rows = [
        {"budget_id": "b", "period_start_ms": 1, "micros": 5},
        {"budget_id": "a", "period_start_ms": 1, "micros": 2},
    ]
    for _ in range(3):
        with database.writing() as connection:
            upsert(connection, budget_spend, rows, ["budget_id", "period_start_ms"], add=["micros"])
    assert spends(database) == [("a", 1, 6), ("b", 1, 15)]


def test_a_column_is_overwritten_where_it_is_said(database: Database) -> None:
    for value in ("1", "2"):
        with database.writing() as connection:
            upsert(connection, facts, [{"name": "x", "value": value}], ["name"], set_=["value"])
    with database.reading() as connection:
        assert connection.execute(select(facts)).all() == [("x", "2")]


def test_with_nothing_to_change_the_row_stays_as_it_is(database: Database) -> None:
    for value in ("1", "2"):
        with database.writing() as connection:
            upsert(connection, facts, [{"name": "x", "value": value}], ["name"])
    with database.reading() as connection:
        assert connection.execute(select(facts)).all() == [("x", "1")]


def test_no_rows_are_no_statement(database: Database) -> None:
    with database.writing() as connection:
        upsert(connection, budget_spend, [], ["budget_id", "period_start_ms"], add=["micros"])
    assert spends(database) == []
