"""Budgets: whose money is limited, to how much, and what is spent."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from app.core.money import CURRENCIES, Rate, convert
from app.storage.facts import bump
from app.storage.failure import ConflictError, InvalidError, UnknownError
from app.storage.names import clean_name, new_id, storable
from app.storage.paging import Place, beyond
from app.storage.records import Budget, BudgetScope, Period
from app.storage.schema import budget_holds, budget_spend, client_keys, usage_hours, users
from app.storage.schema import budgets as table
from app.storage.upsert import upsert

HIGHEST_LIMIT_MICROS = 1_000_000_000_000_000
_HOUR_MS = 3_600_000
_PERIODS = ("day", "week", "month")
_COLUMNS = {
    "user": usage_hours.c.user_id,
    "key": usage_hours.c.key_id,
    "profile": usage_hours.c.profile,
    "provider": usage_hours.c.provider,
}


class BudgetChanges(TypedDict, total=False):
    """What can be changed of a budget; what is absent stays."""

    limit_micros: int
    currency: str
    hard: bool
    active: bool


def create_budget(
    connection: Connection,
    *,
    scope: BudgetScope,
    subject: str,
    period: Period,
    limit_micros: int,
    currency: str,
    hard: bool = False,
    now_ms: int,
) -> Budget:
    """A new budget of a user or a key (by id), or of a profile or a provider (by name).

    Whether there is such a profile or provider is the caller's to know. Raises `InvalidError` (its
    fields are named as the parameters) and `ConflictError` where this subject has a budget of this
    period already.
    """
    bump(connection)
    _check_subject(connection, scope, subject)
    if period not in _PERIODS:
        raise InvalidError("period", "A period is day, week or month.")
    _check_money(limit_micros, currency)
    taken = select(table.c.id).where(
        table.c.scope == scope, table.c.subject == subject, table.c.period == period
    )
    if connection.execute(taken).first() is not None:
        raise ConflictError("period", f"There is a budget for each {period} already: change it.")
    budget = Budget(
        new_id("bud"), scope, subject, period, limit_micros, currency, now_ms, hard, active=True
    )
    connection.execute(insert(table).values(asdict(budget)))
    return budget


def all_budgets(connection: Connection) -> list[Budget]:
    """Every budget, in the order in which they were made."""
    return _found(connection, select(table).order_by(table.c.created_ms, table.c.id))


def listed_budgets(
    connection: Connection,
    *,
    scope: BudgetScope | None = None,
    subject: str | None = None,
    limit: int | None = None,
    after: Place | None = None,
) -> list[Budget]:
    """Budgets in the order in which they were made, of one scope or subject where that is given."""
    query = select(table).order_by(table.c.created_ms, table.c.id).limit(limit)
    if scope is not None:
        query = query.where(table.c.scope == scope)
    if subject is not None:
        if not storable(subject):
            return []
        query = query.where(table.c.subject == subject)
    if after is not None:
        query = query.where(beyond(table, after))
    return _found(connection, query)


def budget(connection: Connection, budget_id: str) -> Budget:
    """The budget of this id. Raises `UnknownError`."""
    if storable(budget_id):
        for found in _found(connection, select(table).where(table.c.id == budget_id)):
            return found
    raise UnknownError("There is no such budget.")


def update_budget(
    connection: Connection, budget_id: str, **changes: Unpack[BudgetChanges]
) -> Budget:
    """Change a budget; the budget as it is then. Raises `UnknownError` and `InvalidError`."""
    bump(connection)
    old = budget(connection, budget_id)
    _check_money(
        changes.get("limit_micros", old.limit_micros), changes.get("currency", old.currency)
    )
    if changes:
        values: dict[str, Any] = dict(changes)
        connection.execute(update(table).where(table.c.id == budget_id).values(values))
    return budget(connection, budget_id)


def delete_budget(connection: Connection, budget_id: str) -> Budget:
    """Delete a budget with what it has spent; the budget as it was. Raises `UnknownError`."""
    bump(connection)
    old = budget(connection, budget_id)
    for each in (budget_holds, budget_spend):
        connection.execute(delete(each).where(each.c.budget_id == budget_id))
    connection.execute(delete(table).where(table.c.id == budget_id))
    return old


def spends(connection: Connection, starts: Sequence[int]) -> dict[tuple[str, int], int]:
    """What every budget has spent in the periods that began then: micros by id and begin."""
    rows = connection.execute(
        select(budget_spend).where(budget_spend.c.period_start_ms.in_(tuple(starts)))
    )
    return {(row.budget_id, row.period_start_ms): row.micros for row in rows}


def begin_with_rows(
    connection: Connection, of: Budget, start_ms: int, end_ms: int, rate: Rate
) -> int:
    """Let a new budget begin with what its period's rows have cost already; gives the micros.

    The sums are by the hour, so that a period of a zone with odd minutes is rounded to hours.
    """
    query = (
        select(usage_hours.c.currency, func.sum(usage_hours.c.cost_micros))
        .where(
            _COLUMNS[of.scope] == of.subject,
            usage_hours.c.hour >= start_ms // _HOUR_MS,
            usage_hours.c.hour < -(-end_ms // _HOUR_MS),
            usage_hours.c.currency.in_(CURRENCIES),
        )
        .group_by(usage_hours.c.currency)
    )
    spent = sum(
        convert(int(micros), currency, of.currency, rate)
        for currency, micros in connection.execute(query)
    )
    row = {"budget_id": of.id, "period_start_ms": start_ms, "micros": spent}
    upsert(connection, budget_spend, [row], ("budget_id", "period_start_ms"), set_=("micros",))
    return spent


def _check_subject(connection: Connection, scope: str, subject: str) -> None:
    if scope not in _COLUMNS:
        raise InvalidError("scope", "A budget is of a user, a key, a profile or a provider.")
    owner = {"user": users, "key": client_keys}.get(scope)
    if owner is None:
        clean_name(subject, "subject")
        return
    known = (
        storable(subject)
        and connection.execute(select(owner.c.id).where(owner.c.id == subject)).first()
    )
    if not known:
        raise InvalidError("subject", f"There is no {scope} of this id.")


def _check_money(limit_micros: int, currency: str) -> None:
    if not 0 < limit_micros <= HIGHEST_LIMIT_MICROS:
        raise InvalidError("limit", "A budget is more than nothing, and at most a billion.")
    if currency not in CURRENCIES:
        raise InvalidError("limit", "A budget is in USD or CNY.")


def _found(connection: Connection, query: Select[Any]) -> list[Budget]:
    return [_budget(row) for row in connection.execute(query)]


def _budget(row: Row[Any]) -> Budget:
    return Budget(**row._mapping)
