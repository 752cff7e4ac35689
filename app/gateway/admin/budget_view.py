"""Budgets as they are told: with what is spent in the present period."""

from collections.abc import Iterable
from datetime import tzinfo

from sqlalchemy import Connection

from app.core.money import CURRENCIES, Currency
from app.gateway.admin.shapes.budgets import Budget
from app.gateway.admin.shapes.common import Money, moment
from app.gateway.admin.shapes.usage import Allowance
from app.routing.budget import period_bounds
from app.secrets.client_keys import ClientKey
from app.settings.schema import Settings
from app.storage import budgets, keys, people, records
from app.storage.failure import UnknownError


def told(
    connection: Connection,
    found: Iterable[records.Budget],
    settings: Settings,
    now_ms: int,
    zone: tzinfo,
) -> list[Budget]:
    """Budgets in their present periods."""
    rows = []
    for budget, start_ms, end_ms, spent in _states(connection, found, now_ms, zone):
        currency = _currency(budget)
        rows.append(
            Budget(
                id=budget.id,
                scope=budget.scope,
                subject=budget.subject,
                subject_name=_name(connection, budget, settings),
                period=budget.period,
                limit=Money.of(budget.limit_micros, currency),
                spent=Money.of(spent, currency),
                percent=spent * 100 // budget.limit_micros,
                hard=budget.hard,
                active=budget.active,
                period_start=moment(start_ms),
                resets_at=moment(end_ms),
                created_at=moment(budget.created_ms),
            )
        )
    return rows


def allowances(
    connection: Connection, key: ClientKey, now_ms: int, zone: tzinfo
) -> list[Allowance]:
    """The active budgets that requests of `key` spend from, but for providers'."""
    mine: dict[str, str] = {"user": key.user_id, "key": key.id, "profile": key.profile}
    found = [
        budget
        for budget in budgets.all_budgets(connection)
        if budget.active and budget.subject and mine.get(budget.scope) == budget.subject
    ]
    rows = []
    for budget, _, end_ms, spent in _states(connection, found, now_ms, zone):
        if budget.scope == "provider":
            continue
        currency = _currency(budget)
        rows.append(
            Allowance(
                scope=budget.scope,
                period=budget.period,
                limit=Money.of(budget.limit_micros, currency),
                spent=Money.of(spent, currency),
                percent=spent * 100 // budget.limit_micros,
                hard=budget.hard,
                resets_at=moment(end_ms),
            )
        )
    return rows


def _states(
    connection: Connection, found: Iterable[records.Budget], now_ms: int, zone: tzinfo
) -> list[tuple[records.Budget, int, int, int]]:
    """Each budget with the begin and the end of its period, and what is spent in it."""
    periods = {period: period_bounds(period, now_ms, zone) for period in ("day", "week", "month")}
    spent = budgets.spends(connection, [start for start, _ in periods.values()])
    return [
        (budget, *periods[budget.period], spent.get((budget.id, periods[budget.period][0]), 0))
        for budget in found
    ]


def _currency(budget: records.Budget) -> Currency:
    return next(each for each in CURRENCIES if each == budget.currency)


def _name(connection: Connection, budget: records.Budget, settings: Settings) -> str | None:
    try:
        match budget.scope:
            case "user":
                return people.user_by_id(connection, budget.subject).name
            case "key":
                return keys.key(connection, budget.subject).name
            case "profile":
                return budget.subject if budget.subject in settings.profiles else None
            case "provider":
                return budget.subject if budget.subject in settings.providers else None
    except UnknownError:
        return None
