from datetime import datetime
from zoneinfo import ZoneInfo

import click
import pytest

from app.cli.usage_range import bounds

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Saturday, 21 November 2026, 08:00 in Shanghai.
NOW = int(datetime(2026, 11, 21, 8, tzinfo=SHANGHAI).timestamp() * 1000)


def day(number: int, month: int = 11) -> int:
    return int(datetime(2026, month, number, tzinfo=SHANGHAI).timestamp() * 1000)


def local(number: int) -> datetime:
    return datetime(2026, 11, number)  # noqa: DTZ001 - as click gives a day that was typed


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (None, (day(21), day(22))),
        ("today", (day(21), day(22))),
        ("yesterday", (day(20), day(21))),
        ("week", (day(16), day(23))),
        ("month", (day(1), day(1, 12))),
        ("all", (None, None)),
    ],
)
def test_a_period_is_the_one_of_the_users_calendar(
    period: str | None, expected: tuple[int | None, int | None]
) -> None:
    assert bounds(period, None, None, NOW, SHANGHAI) == expected


def test_days_are_both_included() -> None:
    assert bounds(None, local(3), local(5), NOW, SHANGHAI) == (day(3), day(6))
    assert bounds(None, local(3), None, NOW, SHANGHAI) == (day(3), None)
    assert bounds(None, None, local(5), NOW, SHANGHAI) == (None, day(6))


@pytest.mark.parametrize(("period", "since", "until"), [("week", 3, None), (None, 5, 3)])
def test_what_contradicts_itself_is_refused(
    period: str | None, since: int, until: int | None
) -> None:
    with pytest.raises(click.UsageError):
        bounds(period, local(since), local(until) if until else None, NOW, SHANGHAI)
