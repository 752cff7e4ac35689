"""When the periods of a budget begin and end."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.routing.budget import period_bounds
from app.storage.records import Period

HOUR = 3_600_000


def ms(*parts: int, zone: str = "UTC") -> int:
    year, month, day, hour = parts
    return int(datetime(year, month, day, hour, tzinfo=ZoneInfo(zone)).timestamp()) * 1000


@pytest.mark.parametrize(
    ("day", "hours"), [((2026, 3, 29, 12), 23), ((2026, 10, 25, 12), 25), ((2026, 6, 1, 12), 24)]
)
def test_a_day_is_as_long_as_its_clock_says(day: tuple[int, ...], hours: int) -> None:
    start, end = period_bounds("day", ms(*day, zone="Europe/Berlin"), ZoneInfo("Europe/Berlin"))
    assert end - start == hours * HOUR


def test_a_week_begins_on_monday_and_a_month_on_its_first() -> None:
    at = ms(2026, 11, 21, 8)
    assert period_bounds("week", at, UTC) == (ms(2026, 11, 16, 0), ms(2026, 11, 23, 0))
    assert period_bounds("month", at, UTC) == (ms(2026, 11, 1, 0), ms(2026, 12, 1, 0))


@settings(max_examples=60)
@given(
    st.sampled_from(["day", "week", "month"]),
    st.integers(0, 4_000_000_000),
    st.sampled_from(["America/Havana", "America/St_Johns", "Pacific/Apia", "Africa/Cairo"]),
)
def test_every_moment_lies_in_its_period_and_periods_meet(
    period: Period, second: int, name: str
) -> None:
    zone = ZoneInfo(name)
    start, end = period_bounds(period, second * 1000, zone)
    assert start <= second * 1000 < end
    assert period_bounds(period, end, zone)[0] == end
