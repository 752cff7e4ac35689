"""The time zone of this machine, with its summers and winters."""

import os
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LINK = Path("/etc/localtime")


def local_zone() -> tzinfo:
    """The system's zone, by its name where that can be told, else as the C library knows it."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name and _LINK.is_symlink():
        name = _LINK.resolve().as_posix().partition("/zoneinfo/")[2]
    if name:
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            pass  # a POSIX rule such as CST-8, which the C library reads
    return _SystemZone()


class _SystemZone(tzinfo):
    """What `time.localtime` says, for systems that do not name their zone (Windows)."""

    def utcoffset(self, when: datetime | None) -> timedelta:
        if when is None:
            return timedelta(seconds=time.localtime().tm_gmtoff)
        wall = (when.year, when.month, when.day, when.hour, when.minute, when.second, 0, 0, -1)
        try:
            return timedelta(seconds=time.localtime(time.mktime(wall)).tm_gmtoff)
        except (OverflowError, OSError):
            return timedelta(seconds=time.localtime().tm_gmtoff)

    def dst(self, when: datetime | None) -> timedelta:  # noqa: ARG002 - the offset says it all
        return timedelta(0)

    def tzname(self, when: datetime | None) -> str:
        seconds = int(self.utcoffset(when).total_seconds())
        sign, minutes = "-" if seconds < 0 else "+", abs(seconds) // 60
        return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"

    def fromutc(self, when: datetime) -> datetime:
        stamp = when.replace(tzinfo=UTC).timestamp()
        offset = timedelta(seconds=time.localtime(stamp).tm_gmtoff)
        return (when.replace(tzinfo=None) + offset).replace(tzinfo=self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SystemZone)

    def __hash__(self) -> int:
        return hash(_SystemZone)
