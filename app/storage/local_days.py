"""Where days begin in a time zone, for a query that adds up by day.

SQLite knows no time zones, so a query is told from which second on which offset holds.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

DAY_S = 86_400
_EPOCH = date(1970, 1, 1)
_LOOK_EVERY_S = 7 * DAY_S  # no zone has changed its offset and back within a week


@dataclass(frozen=True, slots=True)
class Offset:
    """From the second `since` of 1970 (UTC) on, local clocks are `seconds` ahead of UTC."""

    since: int
    seconds: int


def offsets(zone: tzinfo, start: int, end: int) -> list[Offset]:
    """The offsets of `zone` from the second `start` to before `end`, the earliest first."""
    found = [Offset(start, _offset(zone, start))]
    looks = [*range(start, end, _LOOK_EVERY_S), end]
    for before, after in pairwise(looks):
        if _offset(zone, after) == found[-1].seconds:
            continue
        low, high = before, after
        while high - low > 1:
            middle = (low + high) // 2
            if _offset(zone, middle) == found[-1].seconds:
                low = middle
            else:
                high = middle
        found.append(Offset(high, _offset(zone, high)))
    return found


def begin_ms(day: int, zone: tzinfo) -> int:
    """When the local day begins that is `day` days after 1 January 1970, in ms since 1970, UTC."""
    midnight = datetime.combine(_EPOCH + timedelta(days=day), datetime.min.time(), zone)
    return int(midnight.timestamp()) * 1000


def _offset(zone: tzinfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
