import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.platform.local_zone import local_zone

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="time.tzset is POSIX's")


@pytest.fixture
def zone_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def test_a_zone_is_known_by_its_name(zone_of: pytest.MonkeyPatch) -> None:
    zone_of.setenv("TZ", "Asia/Shanghai")
    assert local_zone() == ZoneInfo("Asia/Shanghai")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(631_152_000, 2_114_380_800))
def test_a_rule_without_a_name_is_read_with_its_summers(
    zone_of: pytest.MonkeyPatch, stamp: int
) -> None:
    zone_of.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    there = datetime.fromtimestamp(stamp, UTC).astimezone(local_zone())
    assert there.timetuple()[:6] == time.localtime(stamp)[:6]
    assert there.utcoffset() in (timedelta(hours=1), timedelta(hours=2))
    assert (there.tzname() or "").startswith("UTC+0")
