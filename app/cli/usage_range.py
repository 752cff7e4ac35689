"""Which days `dragoman usage` is asked for."""

from datetime import datetime, timedelta, tzinfo

import click

from app.routing.budget import period_bounds
from app.storage.records import Period

PERIODS = ("today", "yesterday", "week", "month", "all")
_DAY_MS = 86_400_000
_NAMED: dict[str, Period] = {"today": "day", "week": "week", "month": "month"}


def bounds(
    period: str | None, since: datetime | None, until: datetime | None, now_ms: int, zone: tzinfo
) -> tuple[int | None, int | None]:
    """The range in milliseconds, its end excluded; None where it has no limit.

    `since` and `until` are days, both included. Raises `click.UsageError` where both ways are used.
    """
    if since is not None or until is not None:
        if period is not None:
            raise click.UsageError("Give a period, or --since and --until, not both.")
        start = _midnight(since, zone) if since is not None else None
        end = _midnight(until + timedelta(days=1), zone) if until is not None else None
        if start is not None and end is not None and end <= start:
            raise click.UsageError("--until is before --since.")
        return start, end
    match period or "today":
        case "all":
            return None, None
        case "yesterday":
            today, _ = period_bounds("day", now_ms, zone)
            return period_bounds("day", today - 1, zone)
        case named:
            return period_bounds(_NAMED[named], now_ms, zone)


def _midnight(day: datetime, zone: tzinfo) -> int:
    # Noon is in every day, whatever clocks do at its midnight.
    noon = day.replace(hour=12, tzinfo=zone)
    return period_bounds("day", int(noon.timestamp() * 1000), zone)[0]
