"""What has grown old is deleted, a little at a time; the sums of usage stay for ever."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from app.storage import kept_responses, transcripts
from app.storage.schema import (
    budget_holds,
    usage,
    usage_conversations,
    usage_hours,
    usage_latency,
    usage_slices,
)

_HOUR_MS = 60 * 60 * 1000
_DAY_MS = 24 * _HOUR_MS
# No request runs so long: what is older was left behind by a gateway that died.
_HOLD_MS = _DAY_MS
_ROWS = 1000
_TRANSCRIPTS = 100
_RESPONSES = 500


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long usage rows, transcripts and answers are kept; of the last two how many bytes."""

    usage_days: int
    transcript_days: int
    transcript_bytes: int
    response_hours: int = 0
    response_bytes: int = 0


def sweep(connection: Connection, retention: Retention, now_ms: int) -> bool:
    """Delete some of what has grown old; whether there may be more.

    One call takes some milliseconds and belongs in a transaction of its own.
    """
    begin_ms = now_ms - retention.usage_days * _DAY_MS
    rows = forget_usage(connection, begin_ms)
    forget_holds(connection, now_ms - _HOLD_MS)
    requests = transcripts.enforce_retention(
        connection,
        now_ms,
        retention.transcript_days,
        retention.transcript_bytes,
        _TRANSCRIPTS,
    )
    responses = kept_responses.enforce_retention(
        connection,
        now_ms - retention.response_hours * _HOUR_MS,
        retention.response_bytes,
        _RESPONSES,
    )
    return rows == _ROWS or requests == _TRANSCRIPTS or responses == _RESPONSES


def forget_everything(connection: Connection) -> None:
    """Delete every row and sum of usage, every transcript and answer; budgets keep their count."""
    transcripts.remove(connection, transcripts.ALL)
    kept_responses.forget_everything(connection)
    for table in (usage, usage_hours, usage_slices, usage_conversations, usage_latency):
        connection.execute(delete(table))


def forget_usage(connection: Connection, before_ms: int, limit: int = _ROWS) -> int:
    """Delete the rows of at most `limit` requests that began before `before_ms`; how many."""
    old = (
        select(usage.c.id)
        .where(usage.c.started_ms < before_ms)
        .order_by(usage.c.started_ms)
        .limit(limit)
    )
    return connection.execute(delete(usage).where(usage.c.id.in_(old))).rowcount


def forget_holds(connection: Connection, before_ms: int) -> int:
    """Delete the holds that were taken before `before_ms`; how many."""
    return connection.execute(
        delete(budget_holds).where(budget_holds.c.taken_ms < before_ms)
    ).rowcount
