"""When the periods of a budget begin and end, on the calendar of one time zone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

from app.storage.records import Period


def period_bounds(period: Period, at_ms: int, zone: tzinfo) -> tuple[int, int]:
    """The period that `at_ms` lies in: its begin and its end (exclusive), ms since 1970, UTC.

    A day lasts from one midnight in `zone` to the next, 23 to 25 hours where clocks change; a week
    begins on Monday, a month on its first. Where midnight comes twice the first one counts, where
    clocks jump over it the jump does.
    """
    first = _FIRST[period](datetime.fromtimestamp(at_ms // 1000, zone).date())
    start, end = _midnight(first, zone), _midnight(_following(period, first), zone)
    while end <= at_ms:  # clocks were set back over a midnight that is past
        first = _following(period, first)
        start, end = end, _midnight(_following(period, first), zone)
    return start, end


_FIRST: dict[Period, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
}


def _following(period: Period, first: date) -> date:
    match period:
        case "day":
            return first + timedelta(days=1)
        case "week":
            return first + timedelta(days=7)
        case "month":
            return (first + timedelta(days=31)).replace(day=1)


def _midnight(day: date, zone: tzinfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * 1000
