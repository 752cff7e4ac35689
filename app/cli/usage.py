"""`dragoman usage`."""

import csv
import sys
import time
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click

from app.cli import money
from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session
from app.cli.usage_range import PERIODS, bounds

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.storage.selection import Selection
    from app.storage.totals import Totals

_GROUPINGS = (
    *("day", "model", "provider", "client", "conversation", "user", "key", "profile"),
    "endpoint",
)
_DAY = click.DateTime(["%Y-%m-%d"])
_TITLES = ("requests", "failed", "fresh in", "cache read", "cache write", "out", "cached", "cost")
_COLUMNS = (
    *("requests", "failures", "partials", "estimated", "unpriced"),
    *("fresh", "cache_read", "cache_write", "output", "reasoning"),
)
_MOST_GROUPS = 1000
# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.command()
@click.argument("period", type=click.Choice(PERIODS), required=False)
@click.option("--by", type=click.Choice(_GROUPINGS), help="A line for each.")
@click.option("--since", type=_DAY, metavar="DATE", help="The first day, in place of a period.")
@click.option("--until", type=_DAY, metavar="DATE", help="The last day, included.")
@click.option("--user", metavar="NAME|ID", help="Only this user's.")
@click.option("--key", metavar="NAME|ID", help="Only this client key's.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@click.option("--csv", "csv_wanted", is_flag=True, help="For spreadsheets.")
@pass_session
def usage(
    session: Session,
    period: str | None,
    by: str | None,
    since: datetime | None,
    until: datetime | None,
    user: str | None,
    key: str | None,
    json_wanted: bool,
    csv_wanted: bool,
) -> None:
    """Show requests, tokens and money; of today where no period is given.

    Costs are what the prices in the settings or in the catalogue come to: ~ marks those that rest
    on tokens that we counted ourselves, and requests without a price are told apart.
    """
    if json_wanted and csv_wanted:
        raise click.UsageError("Choose --json or --csv.")
    from app.gateway.accounts.terms import zone as zone_of
    from app.storage import keys, people, statistics
    from app.storage.selection import Selection

    zone = zone_of(session.store().current.accounting)
    start, end = bounds(period, since, until, int(time.time() * 1000), zone)
    with session.database() as database, database.reading() as connection:
        chosen = Selection(
            start_ms=start,
            end_ms=end,
            user_id=people.user(connection, user).id if user is not None else None,
            key_id=_one_key(keys.keys_named(connection, key), key) if key is not None else None,
        )
        total = statistics.total(connection, chosen)
        groups = _groups(connection, chosen, by, zone) if by is not None else []
    if json_wanted:
        _as_json(total, groups, by)
    elif csv_wanted:
        _as_csv(total, groups, by)
    elif not total.requests:
        say("Nothing was recorded in this time.")
    else:
        rows = [(label or key or "-", *_cells(totals)) for key, label, totals in groups]
        table((by or "", *_TITLES), [*rows, ("all", *_cells(total))])


def _one_key(found: Sequence[object], wanted: str) -> str:
    from app.storage.records import StoredKey

    ids = [key.id for key in found if isinstance(key, StoredKey)]
    if len(ids) == 1:
        return ids[0]
    if wanted == "local":
        return wanted
    many = f"Several keys are named {wanted!r}: give the id." if ids else "There is no such key."
    raise click.BadParameter(many, param_hint="--key")


def _groups(
    connection: "Connection", chosen: "Selection", by: str, zone: tzinfo
) -> list[tuple[str, str, "Totals"]]:
    """Key, label and sums of each group."""
    from typing import get_args

    from app.storage import statistics

    if by == "day":
        points = statistics.series(connection, chosen, "day", zone, None)
        return [
            (day, day, point.totals)
            for point in points
            for day in [datetime.fromtimestamp(point.start_ms / 1000, zone).date().isoformat()]
        ]
    grouping = next(each for each in get_args(statistics.Grouping) if each == by)
    found = statistics.grouped(connection, chosen, grouping, _MOST_GROUPS)
    return [(group.key, group.label, group.totals) for group in found]


def _cells(totals: "Totals") -> tuple[str, ...]:
    share = totals.cache_share
    return (
        f"{totals.requests:,}",
        f"{totals.failures:,}",
        f"{totals.fresh:,}",
        f"{totals.cache_read:,}",
        f"{totals.cache_write:,}",
        f"{totals.output:,}",
        "-" if share is None else f"{share:.0%}",
        money.shown(totals.cost, totals.unpriced, estimated=totals.estimated > 0),
    )


def _as_json(total: "Totals", groups: list[tuple[str, str, "Totals"]], by: str | None) -> None:
    from app.gateway.admin.shapes.usage import Group, Totals, totals_of

    said: dict[str, Any] = {"total": Totals(**totals_of(total)).model_dump(mode="json")}
    if by is not None:
        said["by"] = by
        said["items"] = [
            Group(key=key, label=label, **totals_of(totals)).model_dump(mode="json")
            for key, label, totals in groups
        ]
    as_json(said)


def _as_csv(total: "Totals", groups: list[tuple[str, str, "Totals"]], by: str | None) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([by or "all", "label", *_COLUMNS, "cost_usd", "cost_cny"])
    for key, label, totals in groups or [("all", "all", total)]:
        counts = [str(getattr(totals, column)) for column in _COLUMNS]
        costs = [f"{totals.cost.get(currency, 0) / 1e6:.6f}" for currency in ("USD", "CNY")]
        writer.writerow([_harmless(key), _harmless(label), *counts, *costs])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
