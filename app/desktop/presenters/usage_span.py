"""Spans of days as a person means them: in the user's zone, through summer and winter time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

Span = Literal["today", "7", "30", "90", "custom"]
Bucket = Literal["hour", "day"]

_HOUR_MS = 3_600_000
_LONGEST_BY_HOUR = 2
_LONGEST = 366 * 5


@dataclass(frozen=True, slots=True)
class Days:
    """From the beginning of `first` to the end of `last`."""

    first: date
    last: date

    @property
    def bucket(self) -> Bucket:
        """How fine its bars are."""
        return "hour" if (self.last - self.first).days < _LONGEST_BY_HOUR else "day"

    def begin_ms(self, zone: tzinfo) -> int:
        """When it begins, since 1970."""
        return midnight_ms(self.first, zone)

    def end_ms(self, zone: tzinfo) -> int:
        """When it is over."""
        return midnight_ms(self.last + timedelta(days=1), zone)

    def starts(self, zone: tzinfo) -> list[int]:
        """When each of its hours or days begins; a day has 23 or 25 hours twice a year."""
        if self.bucket == "day":
            count = (self.last - self.first).days + 1
            return [midnight_ms(self.first + timedelta(days=at), zone) for at in range(count)]
        begin, end = self.begin_ms(zone), self.end_ms(zone)
        # Hours are UTC's; in a zone that is half an hour off, the first begins before midnight.
        return list(range(begin - begin % _HOUR_MS, end, _HOUR_MS))


def days_of(span: Span, today: date, chosen: Days) -> Days:
    """The days that `span` means on the day `today`; `chosen` are those of "custom"."""
    if span == "custom":
        return chosen
    count = 1 if span == "today" else int(span)
    return Days(today - timedelta(days=count - 1), today)


def in_order(first: date, last: date, today: date) -> Days:
    """What a person chose, turned round where it is the wrong way, and not beyond today."""
    first, last = min(first, last), min(max(first, last), today)
    first = min(first, last)
    return Days(max(first, last - timedelta(days=_LONGEST)), last)


def midnight_ms(day: date, zone: tzinfo) -> int:
    """When a day begins, in milliseconds since 1970."""
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def local(moment_ms: int, zone: tzinfo) -> datetime:
    """A moment on the user's clock."""
    return datetime.fromtimestamp(moment_ms / 1000, zone)
