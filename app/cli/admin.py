"""`dragoman admin`: the key of the administration."""

import asyncio

import click

from app.cli.exits import FAILED, Exit
from app.cli.output import as_json, say
from app.cli.session import Session, pass_session


@click.group()
def admin() -> None:
    """The administration of a server: its page and API under /admin, which have a key of their own.

    It opens nothing else, and no client's key opens it.
    """


@admin.command()
@click.option("--new", "renewed", is_flag=True, help="Make a new one; the old one stops to work.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def key(session: Session, renewed: bool, json_wanted: bool) -> None:
    """Print the admin key, and nothing else.

    Without a keyring only its digest is kept, so that it can be shown only when it is made.
    """
    from app.cli import admin_access
    from app.secrets import admin_key
    from app.secrets.failure import VaultError, VaultErrorKind

    session.paths.create()
    try:
        token = admin_key.from_environment(session.environ)
        if token is not None and renewed:
            raise Exit(FAILED, f"{admin_key.VARIABLE} sets the admin key. Change it there.")
        if token is None:
            token = asyncio.run(
                admin_key.ensure(session.vault(), session.paths.first_start_lock, renew=renewed)
            )
    except VaultError as error:
        if error.kind is not VaultErrorKind.ABSENT:
            raise
        known = any(each.name == admin_key.NAME for each in session.key_file().load())
        if known and not renewed:
            raise Exit(
                FAILED,
                "There is no keyring here, so that only a digest of the admin key is kept. "
                "'dragoman admin key --new' makes another.",
            ) from None
        token = admin_access.renewed_in_file(session).shown_once
    if token is not None and json_wanted:
        as_json({"name": admin_key.NAME, "key": token.reveal()})
    elif token is not None:
        click.echo(token.reveal())
    if renewed:
        say("A running server takes the old key until it is restarted.")
