"""From a query's parameters to the requests that it means."""

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from app.gateway.accounts.terms import zone
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.problem import invalid
from app.gateway.admin.shapes.usage import DateQuery, UsageQuery
from app.secrets.client_keys import ClientKey
from app.storage.selection import Selection


def zone_of(parts: ConsoleParts, query: DateQuery) -> tzinfo:
    """Whose days a query means."""
    if query.timezone is not None:
        return ZoneInfo(query.timezone)
    return zone(parts.settings().accounting)


def named(parts: ConsoleParts, zone: tzinfo) -> str:
    """A zone's name, or how far it is from UTC now where the system names none."""
    if isinstance(zone, ZoneInfo) and zone.key is not None:
        return zone.key
    return datetime.fromtimestamp(parts.now_ms() / 1000, zone).tzname() or "UTC"


def bounds(parts: ConsoleParts, query: DateQuery) -> tuple[int | None, int | None]:
    """Where a query's days begin and end (exclusive), in ms since 1970. Raises `Problem`."""
    start, end = query.start_date, query.end_date
    if start is not None and end is not None and end < start:
        raise invalid("end_date", "It is before start_date.")
    where = zone_of(parts, query)
    return (
        None if start is None else _midnight(start, where),
        None if end is None else _midnight(end + timedelta(days=1), where),
    )


def selected(parts: ConsoleParts, query: UsageQuery) -> Selection:
    """The requests that a query means. Raises `Problem`."""
    start_ms, end_ms = bounds(parts, query)
    return Selection(
        start_ms,
        end_ms,
        query.user_id,
        query.key_id,
        query.profile,
        query.provider,
        query.model,
        query.client,
        query.endpoint,
        query.conversation,
    )


def owned(key: ClientKey, start_ms: int | None = None, end_ms: int | None = None) -> Selection:
    """The requests that a client key may see: its user's, or its own where it is nobody's."""
    if key.user_id:
        return Selection(start_ms, end_ms, user_id=key.user_id)
    return Selection(start_ms, end_ms, key_id=key.id)


def _midnight(day: date, where: tzinfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=where).timestamp()) * 1000
