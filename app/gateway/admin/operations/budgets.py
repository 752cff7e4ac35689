"""Budgets: limits on money."""

from collections.abc import Callable

from sqlalchemy import Connection

from app.core.money import Rate
from app.gateway.accounts.terms import zone
from app.gateway.admin import cursors
from app.gateway.admin.budget_view import told
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.problem import invalid
from app.gateway.admin.shapes.budgets import Budget, BudgetChange, BudgetQuery, NewBudget
from app.gateway.admin.shapes.common import MoneyGiven, Page
from app.gateway.admin.storage_calls import read, write_people
from app.routing.budget import period_bounds
from app.settings.schema import Settings
from app.storage import budgets, records
from app.storage.budgets import BudgetChanges

_MICROS = 1_000_000


async def list_budgets(call: Call[BudgetQuery, None]) -> Page[Budget]:
    """Budgets, the oldest first."""
    query = call.query
    after = cursors.place_of(query.cursor)
    tell = _teller(call.parts)

    def find(connection: Connection) -> tuple[list[records.Budget], list[Budget]]:
        found = budgets.listed_budgets(
            connection,
            scope=query.scope,
            subject=query.subject,
            limit=query.limit + 1,
            after=after,
        )
        return found, tell(connection, found[: query.limit])

    found, items = await read(call.parts, find)
    last = found[query.limit - 1] if len(found) > query.limit else None
    following = None if last is None else cursors.encode(last.created_ms, last.id)
    return Page[Budget](items=items, next_cursor=following)


async def create_budget(call: Call[None, NewBudget]) -> Budget:
    """A new budget. It begins with what its period's requests have cost already."""
    body, parts = call.body, call.parts
    settings, now_ms = parts.settings(), parts.now_ms()
    micros = _micros(body.limit)
    _check_subject(body, settings)
    start_ms, end_ms = period_bounds(body.period, now_ms, zone(settings.accounting))
    rate = Rate(settings.accounting.cny_per_usd)
    tell = _teller(parts)

    def create(connection: Connection) -> Budget:
        made = budgets.create_budget(
            connection,
            scope=body.scope,
            subject=body.subject,
            period=body.period,
            limit_micros=micros,
            currency=body.limit.currency,
            hard=body.hard,
            now_ms=now_ms,
        )
        budgets.begin_with_rows(connection, made, start_ms, end_ms, rate)
        return tell(connection, [made])[0]

    return await write_people(parts, create)


async def get_budget(call: Call[None, None]) -> Budget:
    """One budget."""
    tell = _teller(call.parts)

    def find(connection: Connection) -> Budget:
        return tell(connection, [budgets.budget(connection, call.path["budget_id"])])[0]

    return await read(call.parts, find)


async def update_budget(call: Call[None, BudgetChange]) -> Budget:
    """A budget, changed. In another currency it counts anew what its period has cost."""
    given = call.body.given()
    limit: MoneyGiven | None = given.pop("limit", None)
    changes: BudgetChanges = {}
    if "hard" in given:
        changes["hard"] = given["hard"]
    if "active" in given:
        changes["active"] = given["active"]
    if limit is not None:
        changes["limit_micros"] = _micros(limit)
        changes["currency"] = limit.currency
    parts = call.parts
    settings, now_ms = parts.settings(), parts.now_ms()
    tell = _teller(parts)

    def change(connection: Connection) -> Budget:
        before = budgets.budget(connection, call.path["budget_id"])
        after = budgets.update_budget(connection, before.id, **changes)
        if after.currency != before.currency:
            start_ms, end_ms = period_bounds(after.period, now_ms, zone(settings.accounting))
            rate = Rate(settings.accounting.cny_per_usd)
            budgets.begin_with_rows(connection, after, start_ms, end_ms, rate)
        return tell(connection, [after])[0]

    return await write_people(parts, change)


async def delete_budget(call: Call[None, None]) -> None:
    """The budget is gone, with what was counted under it."""
    await write_people(
        call.parts,
        lambda connection: budgets.delete_budget(connection, call.path["budget_id"]),
    )


def _teller(
    parts: ConsoleParts,
) -> Callable[[Connection, list[records.Budget]], list[Budget]]:
    """What tells budgets, by the settings and the time of now."""
    settings, now_ms = parts.settings(), parts.now_ms()
    where = zone(settings.accounting)
    return lambda connection, found: told(connection, found, settings, now_ms, where)


def _micros(limit: MoneyGiven) -> int:
    if (limit.amount is None) == (limit.micros is None):
        raise invalid("limit", "Give either amount or micros.")
    if limit.micros is not None:
        return limit.micros
    return int((limit.amount or 0) * _MICROS)


def _check_subject(body: NewBudget, settings: Settings) -> None:
    match body.scope:
        case "profile":
            known = body.subject in settings.profiles
        case "provider":
            known = body.subject in settings.providers
        case _:
            return  # the database knows users and keys
    if not known:
        raise invalid("subject", f"There is no such {body.scope}.")


_ALL = "/admin/budgets"
_ONE = "/admin/budgets/{budget_id}"
_TAG = "budgets"

OPERATIONS = (
    Operation(
        "GET",
        _ALL,
        "List budgets",
        _TAG,
        list_budgets,
        query=BudgetQuery,
        response=Page[Budget],
    ),
    Operation(
        "POST",
        _ALL,
        "Create a budget",
        _TAG,
        create_budget,
        body=NewBudget,
        response=Budget,
        status=201,
        refusals=(409,),
    ),
    Operation("GET", _ONE, "Get a budget", _TAG, get_budget, response=Budget),
    Operation(
        "PATCH",
        _ONE,
        "Update a budget",
        _TAG,
        update_budget,
        body=BudgetChange,
        response=Budget,
        refusals=(409,),
    ),
    Operation("DELETE", _ONE, "Delete a budget", _TAG, delete_budget, status=204),
)
