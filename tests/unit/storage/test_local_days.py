from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.storage.local_days import Offset, begin_ms, offsets

JANUARY = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
YEAR = 365 * 86_400
ZONES = ["Europe/Berlin", "America/Santiago", "Africa/Casablanca", "Asia/Beirut", "Asia/Shanghai"]


def test_a_zone_without_summer_time_has_one_offset() -> None:
    assert offsets(ZoneInfo("Asia/Shanghai"), JANUARY, JANUARY + YEAR) == [Offset(JANUARY, 28_800)]
    assert offsets(UTC, JANUARY, JANUARY) == [Offset(JANUARY, 0)]


def test_summer_time_begins_and_ends_to_the_second() -> None:
    found = offsets(ZoneInfo("Europe/Berlin"), JANUARY, JANUARY + YEAR)
    assert [(datetime.fromtimestamp(each.since, UTC), each.seconds) for each in found[1:]] == [
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 7200),
        (datetime(2026, 10, 25, 1, tzinfo=UTC), 3600),
    ]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 20 * YEAR), st.integers(0, YEAR))
def test_the_offset_in_force_is_the_zone_s_own(name: str, start: int, length: int) -> None:
    zone = ZoneInfo(name)
    found = offsets(zone, JANUARY + start, JANUARY + start + length)
    for at in range(JANUARY + start, JANUARY + start + length, 17 * 3600):
        (*_, current) = (each for each in found if each.since <= at)
        offset = datetime.fromtimestamp(at, zone).utcoffset()
        assert offset is not None
        assert current.seconds == offset.total_seconds()


def test_a_day_begins_at_local_midnight() -> None:
    day = (date(2026, 10, 26) - date(1970, 1, 1)).days
    assert begin_ms(day, UTC) == int(datetime(2026, 10, 26, tzinfo=UTC).timestamp()) * 1000
    berlin = begin_ms(day, ZoneInfo("Europe/Berlin"))
    assert datetime.fromtimestamp(berlin / 1000, UTC) == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert begin_ms(0, UTC) == 0


def test_a_day_whose_midnight_does_not_exist_begins_when_clocks_are_put_forward() -> None:
    day = (date(2026, 9, 6) - date(1970, 1, 1)).days  # Santiago, from 24:00 to 1:00
    begin = begin_ms(day, ZoneInfo("America/Santiago"))
    assert datetime.fromtimestamp(begin / 1000, UTC) == datetime(2026, 9, 6, 4, tzinfo=UTC)
