"""Every number is the sum of the rows, whatever table it is read from."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from app.storage import schema
from app.storage.database import Database
from app.storage.records import UsageRow
from app.storage.retention import forget_usage
from app.storage.selection import Selection
from app.storage.statistics import OTHERS, Grouping, grouped, series, total
from app.storage.totals import Totals
from tests.unit.storage.recorded import (
    AROUND,
    DAY,
    HOUR,
    added_up,
    chosen,
    key_of,
    numbered,
    record,
    rows,
    selections,
)

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
SUMMED = (
    schema.usage,
    schema.usage_hours,
    schema.usage_slices,
    schema.usage_conversations,
    schema.usage_latency,
)
# One database serves all the examples of a test.
drawn = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def keep(database: Database, found: list[UsageRow]) -> None:
    with database.writing() as connection:
        for table in SUMMED:
            connection.execute(delete(table))
    record(database, found)


@drawn
@given(found=rows(), selection=selections(), by=st.sampled_from(GROUPINGS))
def test_every_grouping_of_every_selection_is_the_sum_of_its_rows(
    database: Database, found: list[UsageRow], selection: Selection, by: Grouping
) -> None:
    keep(database, found)
    expected: dict[str, list[UsageRow]] = defaultdict(list)
    for row in chosen(found, selection):
        expected[key_of(row, by)].append(row)
    with database.reading() as connection:
        groups = grouped(connection, selection, by)
        assert total(connection, selection) == added_up(chosen(found, selection))
    assert {group.key: group.totals for group in groups} == {
        key: added_up(each) for key, each in expected.items()
    }


@drawn
@given(
    found=rows(),
    selection=selections(),
    by=st.none() | st.sampled_from(GROUPINGS),
    zone=st.sampled_from(["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York"]),
    top=st.integers(1, 3),
)
def test_every_point_is_the_sum_of_a_local_day(
    database: Database,
    found: list[UsageRow],
    selection: Selection,
    by: Grouping | None,
    zone: str,
    top: int,
) -> None:
    keep(database, found)
    selected = chosen(found, selection)
    with database.reading() as connection:
        points = series(connection, selection, "day", ZoneInfo(zone), by, top)
        shown = [each.key for each in grouped(connection, selection, by, top)] if by else [""]
    expected: dict[tuple[int, str], list[UsageRow]] = defaultdict(list)
    for row in selected:
        key = key_of(row, by) if by else ""
        place = midnight(row.started_ms, ZoneInfo(zone)), key if key in shown else OTHERS
        expected[place].append(row)
    assert {(point.start_ms, point.key): point.totals for point in points} == {
        place: added_up(each) for place, each in expected.items()
    }
    assert [point.start_ms for point in points] == sorted(point.start_ms for point in points)


def midnight(at_ms: int, zone: tzinfo) -> int:
    local = datetime.fromtimestamp(at_ms / 1000, zone)
    begin = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return int(begin.timestamp()) * 1000


def row(at_ms: int, **values: object) -> UsageRow:
    return replace(UsageRow(request_id="", started_ms=at_ms), **values)  # type: ignore[arg-type]


def test_nothing_recorded_is_nothing_used(database: Database) -> None:
    with database.reading() as connection:
        assert total(connection, Selection()) == Totals()
        assert grouped(connection, Selection(), "user") == []
        assert series(connection, Selection(), "day", UTC, "model") == []


def test_a_selection_is_exact_within_an_hour(database: Database) -> None:
    record(database, numbered(row(AROUND + minute * 60_000) for minute in range(180)))
    with database.reading() as connection:
        for start, end in [(0, 180), (7, 8), (7, 59), (7, 60), (59, 61), (60, 121), (61, 179)]:
            selection = Selection(AROUND + start * 60_000, AROUND + end * 60_000)
            assert total(connection, selection).requests == end - start
        assert total(connection, Selection(AROUND + HOUR, AROUND + HOUR)).requests == 0
        assert total(connection, Selection(AROUND + 2 * HOUR, AROUND + HOUR)).requests == 0
        assert total(connection, Selection(start_ms=AROUND + 90 * 60_000)).requests == 90


def test_the_most_costly_group_comes_first_then_that_with_the_most_tokens(
    database: Database,
) -> None:
    found = [
        row(AROUND, provider="a", cost_micros=10, currency="USD"),
        row(AROUND, provider="b", cost_micros=60, currency="CNY"),
        row(AROUND, provider="c", fresh=7),
        row(AROUND, provider="d", fresh=9),
        row(AROUND, provider="e", cost_micros=80, currency="CNY"),
    ]
    record(database, numbered(found))
    with database.reading() as connection:
        groups = grouped(connection, Selection(), "provider")
        assert [group.key for group in groups] == ["e", "a", "b", "d", "c"]
        cheap = grouped(connection, Selection(), "provider", cny_per_usd=5)
        assert [group.key for group in cheap] == ["e", "b", "a", "d", "c"]
        paged = grouped(connection, Selection(), "provider", limit=2, offset=1)
        assert [group.key for group in paged] == ["a", "b"]


def test_a_group_has_the_name_of_its_user_or_key(database: Database) -> None:
    record(
        database,
        numbered(
            row(AROUND, user_id=user, key_id=key, fresh=fresh)
            for user, key, fresh in [("u1", "k1", 3), ("gone", "k2", 2), ("", "", 1)]
        ),
    )
    with database.writing() as connection:
        connection.execute(insert(schema.users).values(id="u1", name="Ann"))
        connection.execute(
            insert(schema.client_keys).values(id="k2", name="laptop", digest="d", user_id="gone")
        )
    with database.reading() as connection:
        users = grouped(connection, Selection(), "user")
        keys = grouped(connection, Selection(), "key")
        models = grouped(connection, Selection(), "model")
        points = series(connection, Selection(), "hour", UTC, "user", top=1)
    assert [(each.key, each.label) for each in users] == [("u1", "Ann"), ("gone", ""), ("", "")]
    assert [(each.key, each.label) for each in keys] == [("k1", ""), ("k2", "laptop"), ("", "")]
    assert [(each.key, each.label) for each in models] == [("/", "/")]
    assert [(each.key, each.label) for each in points] == [("u1", "Ann"), (OTHERS, "")]


def test_an_hour_of_a_series_begins_where_it_does(database: Database) -> None:
    record(database, numbered([row(AROUND + 5), row(AROUND + HOUR - 1), row(AROUND + HOUR)]))
    with database.reading() as connection:
        points = series(connection, Selection(), "hour", UTC, None)
    assert [(point.start_ms, point.totals.requests) for point in points] == [
        (AROUND, 2),
        (AROUND + HOUR, 1),
    ]


def test_a_day_on_which_clocks_change_has_its_25_hours(database: Database) -> None:
    record(database, numbered(row(AROUND - DAY + hour * HOUR) for hour in range(72)))
    with database.reading() as connection:
        points = series(connection, Selection(), "day", ZoneInfo("Europe/Berlin"), None)
    assert [point.totals.requests for point in points] == [22, 25, 24, 1]
    assert points[1].start_ms == AROUND - 2 * HOUR
    assert points[2].start_ms == AROUND + 23 * HOUR


def test_a_day_of_which_only_the_sums_are_left_begins_where_it_did(database: Database) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=berlin)  # in winter's time it is the same day
    early = datetime(2026, 7, 2, 0, 30, tzinfo=berlin)  # in winter's time it is the day before
    winter = datetime(2026, 12, 1, 12, tzinfo=berlin)
    ages = [int(at.timestamp() * 1000) for at in (summer, early, winter)]
    keep(database, [row(at_ms, request_id=f"req_{at_ms}") for at_ms in ages])
    with database.writing() as connection:
        forget_usage(connection, ages[-1])
    with database.reading() as connection:
        points = series(connection, Selection(), "day", berlin, None)
    days = [datetime.fromtimestamp(each.start_ms / 1000, berlin).date() for each in points]
    assert days == [summer.date(), early.date(), winter.date()]


def test_in_a_zone_that_is_half_an_hour_off_no_request_is_lost(database: Database) -> None:
    zone = timezone(timedelta(hours=5, minutes=30))
    begin = AROUND - 5 * HOUR - HOUR // 2  # a local midnight
    found = numbered(row(begin + quarter * HOUR // 4) for quarter in range(-8, 200))
    record(database, found)
    selection = Selection(begin, begin + DAY)
    with database.reading() as connection:
        assert total(connection, selection).requests == 96
        (point,) = series(connection, selection, "day", zone, None)
        points = series(connection, Selection(), "day", zone, None)
    assert (point.start_ms, point.totals.requests) == (begin, 96)
    assert sum(each.totals.requests for each in points) == len(found)


@pytest.mark.parametrize("by", GROUPINGS)
def test_a_request_of_nobody_is_a_group_of_its_own(database: Database, by: Grouping) -> None:
    record(database, numbered([row(AROUND)]))
    with database.reading() as connection:
        (group,) = grouped(connection, Selection(), by)
    assert group.key == ("/" if by == "model" else "")
    assert group.totals.requests == 1
