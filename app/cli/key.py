"""`dragoman key`: the keys that clients show to Dragoman."""

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from app.cli.exits import FAILED, Exit
from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.storage.records import StoredKey

_LIMIT = click.IntRange(0, 1_000_000_000)
_SHOWN_BEGINNING = 8


@click.group()
def key() -> None:
    """The keys that clients show to Dragoman.

    One of them, named local, is made at the first start and kept in the system's keyring for the
    programs on this machine. Further ones are shown once and kept as digests.
    """


@key.command()
@click.argument("who", metavar="[NAME|ID]", required=False)
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def show(session: Session, who: str | None, json_wanted: bool) -> None:
    """Print the key of this machine's own clients, and nothing else.

    With a NAME: what is known of that key. Its value is not kept.
    """
    if who is not None and who != "local":
        with session.database() as database, database.reading() as connection:
            _print([_described(connection, one_key(connection, who))], json_wanted)
        return
    from app.secrets import local_key
    from app.secrets.failure import VaultError

    try:
        token = local_key.from_environment(session.environ)
        if token is None:
            session.paths.create()
            token = asyncio.run(local_key.ensure(session.vault(), session.paths.first_start_lock))
    except VaultError as error:
        raise Exit(
            FAILED,
            f"The client key cannot be shown. {error.cause} Without a keyring, set "
            f"{local_key.VARIABLE} for the server, or make a key with 'dragoman key new'.",
        ) from None
    if json_wanted:
        as_json({"name": "local", "key": token.reveal()})
    else:
        click.echo(token.reveal())


@key.command()
@click.argument("name", required=False)
@click.option("--user", metavar="NAME|ID", help="Whose it is.")
@click.option("--profile-name", default="default", metavar="P", help="Whose model rules it uses.")
@click.option("--expires", metavar="DAYS|DATE", help="When it stops to work.")
@click.option("--rpm", type=_LIMIT, metavar="N", help="Requests a minute; 0 is no limit.")
@click.option("--tpm", type=_LIMIT, metavar="N", help="Tokens a minute; 0 is no limit.")
@click.option("--concurrency", type=_LIMIT, metavar="N", help="Requests at once; 0 is no limit.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def new(
    session: Session,
    name: str | None,
    user: str | None,
    profile_name: str,
    expires: str | None,
    rpm: int | None,
    tpm: int | None,
    concurrency: int | None,
    json_wanted: bool,
) -> None:
    """Make a further client key and print it, once.

    Only its digest is kept. A running server takes it within seconds.
    """
    from app.secrets import client_keys
    from app.storage import keys, people

    _check_profile(session, profile_name)
    now_ms = int(time.time() * 1000)
    token = client_keys.mint()
    with session.database() as database, database.writing() as connection:
        owner = people.user(connection, user).id if user is not None else ""
        made = keys.create_key(
            connection,
            name or _free_name(connection, owner),
            digest=client_keys.digest(token),
            prefix=token.reveal()[:_SHOWN_BEGINNING],
            user_id=owner,
            profile=profile_name,
            expires_ms=_expiry(expires, now_ms) if expires is not None else None,
            requests_per_minute=rpm or None,
            tokens_per_minute=tpm or None,
            concurrency=concurrency or None,
            now_ms=now_ms,
        )
        described = _described(connection, made)
    if json_wanted:
        as_json({**described, "key": token.reveal()})
        return
    click.echo(token.reveal())
    say(f"This is the client key {made.name!r}. Keep it now: it is not shown again.")


@key.command("list")
@click.option("--user", metavar="NAME|ID", help="Only this user's.")
@click.option("--all", "revoked_too", is_flag=True, help="Those that are revoked too.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def list_keys(session: Session, user: str | None, revoked_too: bool, json_wanted: bool) -> None:
    """List the client keys by name; their values are not kept."""
    from app.storage import keys, people

    with session.database() as database, database.reading() as connection:
        owner = people.user(connection, user).id if user is not None else None
        found = keys.keys(connection, user_id=owner, active=None if revoked_too else True)
        described = [_described(connection, each) for each in found]
    _print(described, json_wanted, local=_place_of_local(session) if user is None else None)


@key.command()
@click.argument("who", metavar="NAME|ID")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def revoke(session: Session, who: str, json_wanted: bool) -> None:
    """Make a client key worthless, on every server within seconds.

    A new one named local is made at the next start; any other can be reactivated.
    """
    from app.secrets.client_keys import LOCAL

    if who == LOCAL:
        _revoke_local(session)
        if json_wanted:
            as_json({"name": LOCAL, "active": False})
        return
    described = _set_active(session, who, active=False)
    if json_wanted:
        as_json(described)
    else:
        say(f"The client key {who!r} is revoked.")


@key.command()
@click.argument("who", metavar="NAME|ID")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def reactivate(session: Session, who: str, json_wanted: bool) -> None:
    """Let a client key work again that was revoked."""
    described = _set_active(session, who, active=True)
    if json_wanted:
        as_json(described)
    else:
        say(f"The client key {who!r} works again.")


@key.command()
@click.argument("who", metavar="NAME|ID")
@click.option("--profile-name", metavar="P", help="Whose model rules it uses.")
@click.option("--expires", metavar="DAYS|DATE|never", help="When it stops to work.")
@click.option("--rpm", type=_LIMIT, metavar="N", help="Requests a minute; 0 is no limit.")
@click.option("--tpm", type=_LIMIT, metavar="N", help="Tokens a minute; 0 is no limit.")
@click.option("--concurrency", type=_LIMIT, metavar="N", help="Requests at once; 0 is no limit.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def limit(
    session: Session,
    who: str,
    profile_name: str | None,
    expires: str | None,
    rpm: int | None,
    tpm: int | None,
    concurrency: int | None,
    json_wanted: bool,
) -> None:
    """Change what a client key may do; what is not named stays."""
    from app.storage import keys
    from app.storage.keys import KeyChanges

    changes = KeyChanges()
    if profile_name is not None:
        _check_profile(session, profile_name)
        changes["profile"] = profile_name
    if expires is not None:
        never = expires == "never"
        changes["expires_ms"] = None if never else _expiry(expires, int(time.time() * 1000))
    if rpm is not None:
        changes["requests_per_minute"] = rpm or None
    if tpm is not None:
        changes["tokens_per_minute"] = tpm or None
    if concurrency is not None:
        changes["concurrency"] = concurrency or None
    with session.database() as database, database.writing() as connection:
        changed = keys.update_key(connection, one_key(connection, who).id, **changes)
        described = _described(connection, changed)
    _print([described], json_wanted)


def _check_profile(session: Session, name: str) -> None:
    if name not in session.store().current.profiles:
        raise click.BadParameter(
            f"there is no profile {name!r}; 'dragoman model map --profile-name {name}' makes one",
            param_hint="--profile-name",
        )


def _free_name(connection: "Connection", owner: str) -> str:
    from app.storage import keys

    taken = {each.name for each in keys.keys(connection, user_id=owner)}
    return next(f"key-{n}" for n in range(1, len(taken) + 2) if f"key-{n}" not in taken)


def one_key(connection: "Connection", who: str) -> "StoredKey":
    """The key of this name or id. Raises `Exit` where there is none, or several."""
    from app.storage import keys

    found = keys.keys_named(connection, who)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Exit(FAILED, f"No client key is named {who!r}. 'dragoman key list' shows them.")
    ids = ", ".join(each.id for each in found)
    raise Exit(FAILED, f"Several client keys are named {who!r}. Give the id of one: {ids}.")


def _set_active(session: Session, who: str, *, active: bool) -> dict[str, Any]:
    from app.storage import keys

    with session.database() as database, database.writing() as connection:
        key_id = one_key(connection, who).id
        keys.set_key_active(connection, key_id, active)
        return _described(connection, one_key(connection, key_id))


def _revoke_local(session: Session) -> None:
    from app.secrets import local_key
    from app.secrets.client_keys import LOCAL
    from app.secrets.failure import VaultError

    gone = session.key_file().revoke(LOCAL)
    try:
        gone = asyncio.run(session.vault().delete(local_key.REFERENCE)) or gone
    except VaultError:
        if not gone:
            raise
    if not gone:
        raise Exit(FAILED, "There is no client key named 'local' yet.")
    say("The client key 'local' is revoked.")
    say("A running server takes it until it is restarted.")


def _expiry(text: str, now_ms: int) -> int:
    """Milliseconds of "30" (days from now) or "2027-01-31" (until the end of that day, UTC)."""
    if text.isascii() and text.isdigit() and 0 < int(text) <= 36_500:
        return now_ms + int(text) * 86_400_000
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise click.BadParameter(
            "is a number of days, or a day such as 2027-01-31", param_hint="--expires"
        ) from None
    return int(day.timestamp() * 1000) + 86_400_000


def _described(connection: "Connection", found: "StoredKey") -> dict[str, Any]:
    from app.gateway.admin.shapes.people import Key
    from app.storage import people

    owner = people.user_by_id(connection, found.user_id).name if found.user_id else None
    return Key.of(found, owner).model_dump(mode="json")


def _place_of_local(session: Session) -> str:
    from app.secrets.client_keys import LOCAL
    from app.secrets.local_key import VARIABLE

    if session.environ.get(VARIABLE) or session.environ.get(f"{VARIABLE}_FILE"):
        return VARIABLE
    in_file = any(each.name == LOCAL for each in session.key_file().load())
    return "key file" if in_file else "keyring"


def _print(described: list[dict[str, Any]], json_wanted: bool, local: str | None = None) -> None:
    if json_wanted:
        as_json(described)
        return
    rows = [("local", "", "default", "", f"in the {local}", "")] if local else []
    for each in described:
        limits = [
            f"{each[field]} {word}"
            for field, word in (
                ("requests_per_minute", "requests/min"),
                ("tokens_per_minute", "tokens/min"),
                ("concurrency", "at once"),
            )
            if each[field]
        ]
        state = "" if each["active"] else "revoked"
        until = f"until {each['expires_at'][:10]}" if each["expires_at"] else ""
        rows.append(
            (
                each["name"],
                each["user_name"] or "",
                each["profile"],
                each["prefix"],
                ", ".join(filter(None, (state, until, *limits))),
                each["id"],
            )
        )
    table(("name", "user", "profile", "begins", "limits", "id"), rows)
