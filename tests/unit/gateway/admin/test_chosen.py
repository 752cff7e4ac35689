"""Dates as moments, in zones whose days are not all 24 hours long."""

from datetime import date, timedelta, timezone
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.gateway.admin.chosen import bounds, named, owned
from app.gateway.admin.problem import Problem
from app.gateway.admin.shapes.usage import DateQuery
from app.secrets.client_keys import ClientKey
from app.settings.schema import Settings
from app.storage.selection import Selection

HOUR_MS = 3_600_000
PARTS: Any = SimpleNamespace(
    settings=lambda: Settings.model_validate({"accounting": {"timezone": "Asia/Shanghai"}})
)


def between(first: date, last: date, zone: str | None = None) -> tuple[int | None, int | None]:
    return bounds(PARTS, DateQuery(start_date=first, end_date=last, timezone=zone))


def test_the_last_day_is_included_in_the_servers_own_zone() -> None:
    start, end = between(date(2026, 11, 20), date(2026, 11, 21))
    assert start == 1_795_104_000_000  # 2026-11-19, 16:00 UTC
    assert end == start + 48 * HOUR_MS


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)]
)
def test_a_day_is_as_long_as_its_clocks_say(day: date, hours: int) -> None:
    start, end = between(day, day, "Europe/Berlin")
    assert start is not None
    assert end == start + hours * HOUR_MS


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(Problem):
        between(date(2026, 11, 21), date(2026, 11, 20))


def test_the_ends_of_time_are_no_trouble() -> None:
    for day in (date(1970, 1, 1), date(9000, 12, 31)):
        for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
            start, end = between(day, day, zone)
            assert start is not None
            assert end == start + 24 * HOUR_MS


def test_a_key_owns_its_users_requests_or_its_own() -> None:
    assert owned(ClientKey("k", "0" * 64, id="key_1", user_id="usr_1")) == Selection(
        user_id="usr_1"
    )
    assert owned(ClientKey("k", "0" * 64, id="key_1")) == Selection(key_id="key_1")


def test_a_zone_is_told_by_its_name_or_its_distance() -> None:
    parts: Any = SimpleNamespace(now_ms=lambda: 1_795_176_000_000)
    assert named(parts, ZoneInfo("Asia/Shanghai")) == "Asia/Shanghai"
    assert named(parts, timezone(timedelta(hours=8))) == "UTC+08:00"
