from datetime import UTC, date
from zoneinfo import ZoneInfo

from app.desktop.presenters.usage_span import Days, days_of, in_order, local, midnight_ms

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 21)


def test_a_span_ends_today_and_counts_it() -> None:
    chosen = Days(TODAY, TODAY)
    assert days_of("today", TODAY, chosen) == Days(TODAY, TODAY)
    assert days_of("7", TODAY, chosen) == Days(date(2026, 11, 15), TODAY)
    assert days_of("custom", TODAY, Days(date(2026, 1, 1), TODAY)).first == date(2026, 1, 1)


def test_the_days_when_clocks_change_have_23_and_25_hours() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert len(Days(spring, spring).starts(BERLIN)) == 23
    assert len(Days(autumn, autumn).starts(BERLIN)) == 25
    assert len(Days(TODAY, TODAY).starts(BERLIN)) == 24


def test_days_begin_at_midnight_through_a_change_of_clocks() -> None:
    starts = Days(date(2026, 10, 24), date(2026, 10, 27)).starts(BERLIN)
    assert [local(start, BERLIN).hour for start in starts] == [0, 0, 0, 0]
    assert starts[0] == midnight_ms(date(2026, 10, 24), BERLIN)


def test_an_hour_of_a_half_hour_zone_begins_as_the_ledger_counts_it() -> None:
    zone = ZoneInfo("Asia/Kolkata")
    starts = Days(TODAY, TODAY).starts(zone)
    assert all(start % 3_600_000 == 0 for start in starts)
    assert starts[0] <= midnight_ms(TODAY, zone) < starts[1]


def test_a_span_is_over_when_its_last_day_is() -> None:
    days = Days(TODAY, TODAY)
    assert days.end_ms(UTC) - days.begin_ms(UTC) == 86_400_000


def test_dates_are_put_in_order_and_end_today() -> None:
    assert in_order(date(2026, 12, 1), date(2026, 11, 1), TODAY) == Days(date(2026, 11, 1), TODAY)
    assert in_order(date(2027, 1, 1), date(2027, 2, 1), TODAY) == Days(TODAY, TODAY)
    assert in_order(date(1990, 1, 1), TODAY, TODAY).first.year == 2021
