"""`dragoman user`: the people who share a server."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session

if TYPE_CHECKING:
    from sqlalchemy import Connection


@click.group()
def user() -> None:
    """The people who share this server.

    A user has keys, budgets and usage. Of a user who is deactivated no key works.
    """


@user.command()
@click.argument("name")
@click.option("--email", default="", help="An address, for you alone.")
@click.option("--note", default="", help="A note, for you alone.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def add(session: Session, name: str, email: str, note: str, json_wanted: bool) -> None:
    """Add a user, who has no key yet: 'dragoman key new --user NAME' makes one."""
    from app.gateway.admin.shapes.people import User
    from app.storage import people

    with session.database() as database, database.writing() as connection:
        made = people.create_user(
            connection, name, email=email, note=note, now_ms=int(time.time() * 1000)
        )
    if json_wanted:
        as_json(User.of(made, 0).model_dump(mode="json"))
    else:
        say(f"The user {made.name!r} is there. Make a key: dragoman key new --user {made.name!r}")


@user.command("list")
@click.option("--all", "everybody", is_flag=True, help="Those who are deactivated too.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def list_users(session: Session, everybody: bool, json_wanted: bool) -> None:
    """List the users."""
    from app.gateway.admin.shapes.people import User
    from app.storage import people

    with session.database() as database, database.reading() as connection:
        found = people.users(connection, active=None if everybody else True)
        counts = people.key_counts(connection, [each.id for each in found])
    if json_wanted:
        as_json([User.of(each, counts.get(each.id, 0)).model_dump(mode="json") for each in found])
        return
    rows = [
        (
            each.name,
            each.id,
            "yes" if each.active else "no",
            str(counts.get(each.id, 0)),
            each.email,
            datetime.fromtimestamp(each.created_ms / 1000, UTC).date().isoformat(),
        )
        for each in found
    ]
    table(("name", "id", "active", "keys", "email", "since"), rows)


@user.command()
@click.argument("who", metavar="NAME|ID")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def show(session: Session, who: str, json_wanted: bool) -> None:
    """Show a user with the keys."""
    from app.gateway.admin.shapes.people import Key, User
    from app.storage import keys, people

    with session.database() as database, database.reading() as connection:
        found = people.user(connection, who)
        theirs = keys.keys(connection, user_id=found.id)
    if json_wanted:
        said = User.of(found, len(theirs)).model_dump(mode="json")
        said["keys"] = [Key.of(each, found.name).model_dump(mode="json") for each in theirs]
        as_json(said)
        return
    state = "active" if found.active else "deactivated"
    click.echo(" ".join(filter(None, (found.name, found.id, state, found.email))))
    if found.note:
        click.echo(found.note)
    table(
        ("key", "id", "begins", "profile", "active"),
        [
            (each.name, each.id, each.prefix, each.profile, "yes" if each.active else "no")
            for each in theirs
        ],
    )


@user.command()
@click.argument("who", metavar="NAME|ID")
@click.argument("name")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def rename(session: Session, who: str, name: str, json_wanted: bool) -> None:
    """Give a user another name; keys and usage stay."""
    from app.storage import people

    with session.database() as database, database.writing() as connection:
        found = people.user(connection, who)
        renamed = people.update_user(connection, found.id, name=name)
        described = _described(connection, renamed.id)
    if json_wanted:
        as_json(described)
    else:
        say(f"{found.name!r} is {renamed.name!r} now.")


@user.command()
@click.argument("who", metavar="NAME|ID")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def deactivate(session: Session, who: str, json_wanted: bool) -> None:
    """Stop all keys of a user; every server notices within seconds."""
    _set_active(session, who, json_wanted, active=False)


@user.command()
@click.argument("who", metavar="NAME|ID")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def activate(session: Session, who: str, json_wanted: bool) -> None:
    """Let a user's keys work again."""
    _set_active(session, who, json_wanted, active=True)


def _set_active(session: Session, who: str, json_wanted: bool, *, active: bool) -> None:
    from app.storage import people

    with session.database() as database, database.writing() as connection:
        found = people.user(connection, who)
        people.set_user_active(connection, found.id, active)
        described = _described(connection, found.id)
    if json_wanted:
        as_json(described)
    else:
        say(f"The keys of {found.name!r} {'work again' if active else 'work no more'}.")


def _described(connection: "Connection", user_id: str) -> dict[str, Any]:
    from app.gateway.admin.shapes.people import User
    from app.storage import people

    found = people.user_by_id(connection, user_id)
    count = people.key_counts(connection, [user_id]).get(user_id, 0)
    return User.of(found, count).model_dump(mode="json")
