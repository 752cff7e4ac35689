"""`dragoman budget`."""

import time
from typing import TYPE_CHECKING, Any, get_args

import click

from app.cli import money
from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session
from app.storage.records import Budget, BudgetScope, Period

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PERIOD = click.Choice(get_args(Period))


@click.group()
def budget() -> None:
    """Limit what a user, a key, a profile or a provider may spend.

    A budget warns as it is used up. A hard one refuses requests once it is spent, with the time at
    which it starts again.
    """


@budget.command("set")
@click.argument("amount", metavar="AMOUNT")
@click.option("--user", metavar="NAME|ID")
@click.option("--key", metavar="NAME|ID")
@click.option("--profile-name", metavar="NAME")
@click.option("--provider", metavar="NAME")
@click.option("--period", type=_PERIOD, default="month", show_default=True)
@click.option("--hard/--soft", default=None, help="Refuse what is above it, or only warn.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def set_budget(
    session: Session,
    amount: str,
    user: str | None,
    key: str | None,
    profile_name: str | None,
    provider: str | None,
    period: Period,
    hard: bool | None,
    json_wanted: bool,
) -> None:
    """Set a budget, such as: dragoman budget set 50USD --user ann --period month --hard."""
    from app.gateway.accounts.terms import terms
    from app.routing.budget import period_bounds
    from app.storage import budgets

    settings = session.store().current
    micros, currency = money.parse(amount, settings.accounting.currency)
    now_ms = int(time.time() * 1000)
    with session.database() as database, database.writing() as connection:
        scope, subject = _subject(connection, user, key, profile_name, provider)
        known = budgets.listed_budgets(connection, scope=scope, subject=subject)
        old = next((each for each in known if each.period == period), None)
        if old is not None:
            changes = budgets.BudgetChanges(limit_micros=micros, currency=currency, active=True)
            if hard is not None:
                changes["hard"] = hard
            kept = budgets.update_budget(connection, old.id, **changes)
        else:
            kept = budgets.create_budget(
                connection,
                scope=scope,
                subject=subject,
                period=period,
                limit_micros=micros,
                currency=currency,
                hard=bool(hard),
                now_ms=now_ms,
            )
        if old is None or old.currency != currency:
            now = terms(settings.accounting)
            bounds = period_bounds(period, now_ms, now.zone)
            budgets.begin_with_rows(connection, kept, *bounds, now.rate)
        described = _described(connection, session, [kept])
    _print(described, json_wanted)


@budget.command("list")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def list_budgets(session: Session, json_wanted: bool) -> None:
    """List the budgets with what is spent of them."""
    from app.storage import budgets

    with session.database() as database, database.reading() as connection:
        described = _described(connection, session, budgets.all_budgets(connection))
    _print(described, json_wanted)


@budget.command()
@click.argument("budget_id", metavar="ID")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def remove(session: Session, budget_id: str, json_wanted: bool) -> None:
    """Remove a budget; 'dragoman budget list' shows the ids."""
    from app.storage import budgets

    with session.database() as database, database.writing() as connection:
        budgets.delete_budget(connection, budget_id)
    if json_wanted:
        as_json({"deleted": 1})
    else:
        say("The budget is removed; usage stays.")


def _subject(
    connection: "Connection",
    user: str | None,
    key: str | None,
    profile: str | None,
    provider: str | None,
) -> tuple[BudgetScope, str]:
    from app.cli.key import one_key
    from app.storage import people

    if sum(each is not None for each in (user, key, profile, provider)) != 1:
        raise click.UsageError("Name one: --user, --key, --profile-name or --provider.")
    if user is not None:
        return "user", people.user(connection, user).id
    if key is not None:
        return "key", one_key(connection, key).id
    if profile is not None:
        return "profile", profile
    return "provider", provider or ""


def _described(
    connection: "Connection", session: Session, found: list[Budget]
) -> list[dict[str, Any]]:
    from app.gateway.accounts.terms import zone
    from app.gateway.admin.budget_view import told

    settings = session.store().current
    now_ms = int(time.time() * 1000)
    shown = told(connection, found, settings, now_ms, zone(settings.accounting))
    return [each.model_dump(mode="json") for each in shown]


def _print(described: list[dict[str, Any]], json_wanted: bool) -> None:
    if json_wanted:
        as_json(described)
        return
    rows = [
        (
            f"{each['scope']} {each['subject_name'] or each['subject']}",
            each["period"],
            money.amount(each["limit"]["micros"], each["limit"]["currency"]),
            money.amount(each["spent"]["micros"], each["spent"]["currency"]),
            f"{each['percent']} %",
            "hard" if each["hard"] else "warns",
            each["resets_at"][:16].replace("T", " "),
            each["id"],
        )
        for each in described
    ]
    table(("of", "each", "limit", "spent", "used", "then", "starts again (UTC)", "id"), rows)
