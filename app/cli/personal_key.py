"""`dragoman provider personal-key`: users' own keys of providers."""

import asyncio
from pathlib import Path
from typing import Any

import click

from app.cli.exits import FAILED, REFUSED, Exit
from app.cli.key_source import KeySource
from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session


@click.group("personal-key")
def personal_key() -> None:
    """Users' own keys of a provider.

    What such a user asks goes out with that key, and with no other. Users can also set it
    themselves: POST /provider-keys/PROVIDER with their client key.
    """


@personal_key.command("set")
@click.argument("provider")
@click.argument("user")
@click.option(
    "--key-stdin",
    is_flag=True,
    help="Read the key from standard input; keep it in the system's keyring.",
)
@click.option("--key-env", metavar="VAR", help="Read the key from this variable, at each start.")
@click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Read the key from this file, when it is used.",
)
@click.option("--app-id", metavar="ID", help="The user's own app id, where a token is exchanged.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def set_key(
    session: Session,
    provider: str,
    user: str,
    key_stdin: bool,
    key_env: str | None,
    key_file: Path | None,
    app_id: str | None,
    json_wanted: bool,
) -> None:
    """Give USER a key of their own for PROVIDER, in place of any before."""
    from app.providers.provider import build
    from app.settings import change
    from app.settings.provider_settings import PersonalKey
    from app.settings.schema import Settings

    source = KeySource(key_stdin, key_env, key_file)
    if source.given > 1:
        raise click.UsageError("Give one of --key-stdin, --key-env and --key-file.")
    store = session.store()
    entry = _entry(store.current, provider)
    user_id, name = user_of(session, user)
    if store.read_only is not None:
        raise Exit(REFUSED, store.read_only)  # before a key is put into the keyring
    stand_in = PersonalKey(key="keyring:provider/x", app_id=app_id)
    planned = build(provider, change.with_personal_key(entry, user_id, stand_in))
    place = f"provider/{provider}/{user_id}"
    reference = source.reference(session, provider, place, planned.auth)
    mine = PersonalKey(key=reference, origin=planned.origin, app_id=app_id)

    def changed(old: Settings) -> Settings:
        now = change.with_personal_key(_entry(old, provider), user_id, mine)
        return change.replace_provider(old, provider, now)

    store.update(changed)
    before = entry.personal_keys.get(user_id)
    if before is not None and before.key != reference:
        _delete(session, before.key)
    if json_wanted:
        as_json(_row(provider, user_id, name, mine))
    else:
        say(f"What {name} asks of {provider} goes out with their own key now.")


@personal_key.command("list")
@click.argument("provider", required=False)
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def list_keys(session: Session, provider: str | None, json_wanted: bool) -> None:
    """List who has a key of their own, and where it is kept; never the key itself."""
    settings = session.store().current
    if provider is not None:
        _entry(settings, provider)
    names = _names(session)
    rows = [
        _row(name, user_id, names.get(user_id), key)
        for name, entry in settings.providers.items()
        if provider in (None, name)
        for user_id, key in entry.personal_keys.items()
    ]
    if json_wanted:
        as_json(rows)
    else:
        table(
            ("provider", "user", "key", "app id"),
            [(r["provider"], r["user"] or r["user_id"], r["key"], r["app_id"] or "") for r in rows],
        )


@personal_key.command("remove")
@click.argument("provider")
@click.argument("user")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def remove_key(session: Session, provider: str, user: str, json_wanted: bool) -> None:
    """Let USER use the shared key of PROVIDER again."""
    from app.settings import change
    from app.settings.schema import Settings

    store = session.store()
    user_id, name = user_of(session, user)
    gone = _entry(store.current, provider).personal_keys.get(user_id)
    if gone is None:
        raise Exit(REFUSED, f"{name} has no key of their own for {provider}.")

    def changed(old: Settings) -> Settings:
        now = change.with_personal_key(_entry(old, provider), user_id, None)
        return change.replace_provider(old, provider, now)

    store.update(changed)
    _delete(session, gone.key)
    if json_wanted:
        as_json({"deleted": 1})
    else:
        say(f"What {name} asks of {provider} goes out with the shared key again.")


def _row(provider: str, user_id: str, user: str | None, key: Any) -> dict[str, Any]:
    """What a script is told of a key; never the key itself."""
    told = {"provider": provider, "user_id": user_id, "user": user}
    return {**told, "key": key.key, "app_id": key.app_id}


def _entry(settings: Any, provider: str) -> Any:
    if provider not in settings.providers:
        known = ", ".join(settings.providers) or "none"
        raise Exit(REFUSED, f"There is no provider {provider!r}. Known are {known}.")
    return settings.providers[provider]


def user_of(session: Session, who: str) -> tuple[str, str]:
    """The id and the name of a user. Raises `UnknownError`."""
    from app.storage import people

    with session.database() as database, database.reading() as connection:
        found = people.user(connection, who)
    return found.id, found.name


def _names(session: Session) -> dict[str, str]:
    from app.storage import people

    with session.database() as database, database.reading() as connection:
        return {each.id: each.name for each in people.users(connection)}


def _delete(session: Session, reference: str) -> None:
    from app.secrets.failure import VaultError

    if not reference.startswith("keyring:provider/"):
        return
    try:
        asyncio.run(session.vault().delete(reference))
    except VaultError as error:
        message = f"The key {reference} is still in the keyring: {error.message}"
        raise Exit(FAILED, message) from None
