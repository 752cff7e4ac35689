"""Money that running requests of several gateways hold under hard budgets, in one database."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select

from app.storage.names import new_id
from app.storage.records import Exceeded, Hold
from app.storage.schema import budget_holds, budget_spend
from app.storage.upsert import upsert

# A gateway that died gives nothing back: what it held counts no longer than any request runs.
HOLD_MS = 15 * 60 * 1000
_PERIOD = ("budget_id", "period_start_ms")


def claim(
    connection: Connection, holds: Sequence[Hold], gateway: str, now_ms: int
) -> tuple[str, ...] | Exceeded:
    """Hold this money: the ids of the holds, in the order of `holds`, or the budget that is spent.

    The rows of what is spent are locked, in one order everywhere, until the transaction ends: so no
    two gateways let a request in on the same last cent, and none waits for another in a circle. On
    SQLite a writing transaction is alone anyway.
    """
    ordered = sorted(holds, key=lambda each: (each.budget.id, each.period_start_ms))
    upsert(
        connection,
        budget_spend,
        [
            {"budget_id": each.budget.id, "period_start_ms": each.period_start_ms, "micros": 0}
            for each in ordered
        ],
        _PERIOD,
    )
    for each in ordered:
        taken = _spent(connection, each) + _held(connection, each, now_ms)
        if taken >= each.budget.limit_micros:
            return Exceeded(each.budget, taken, each.period_end_ms)
    ids = tuple(new_id("hold") for _ in holds)
    connection.execute(
        insert(budget_holds),
        [
            {
                "id": hold_id,
                "budget_id": each.budget.id,
                "period_start_ms": each.period_start_ms,
                "micros": each.micros,
                "gateway": gateway,
                "taken_ms": now_ms,
            }
            for hold_id, each in zip(ids, holds, strict=True)
        ],
    )
    return ids


def release(connection: Connection, hold_ids: Sequence[str]) -> None:
    """Give holds back; those that are gone already do not matter."""
    connection.execute(delete(budget_holds).where(budget_holds.c.id.in_(tuple(hold_ids))))


def _spent(connection: Connection, hold: Hold) -> int:
    query = select(budget_spend.c.micros).where(
        budget_spend.c.budget_id == hold.budget.id,
        budget_spend.c.period_start_ms == hold.period_start_ms,
    )
    return connection.scalar(query.with_for_update()) or 0


def _held(connection: Connection, hold: Hold, now_ms: int) -> int:
    query = select(func.coalesce(func.sum(budget_holds.c.micros), 0)).where(
        budget_holds.c.budget_id == hold.budget.id,
        budget_holds.c.period_start_ms == hold.period_start_ms,
        budget_holds.c.taken_ms > now_ms - HOLD_MS,
    )
    return int(connection.scalar(query) or 0)
