"""`dragoman key`: the keys that clients show to Dragoman."""

import asyncio

import click

from app.cli.exits import FAILED, Exit
from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session


@click.group()
def key() -> None:
    """The keys that clients show to Dragoman.

    One of them, named local, is made at the first start and kept in the system's keyring for the
    programs on this machine. Further ones are shown once and kept as digests.
    """


@key.command()
@pass_session
def show(session: Session) -> None:
    """Print the key of this machine's own clients, and nothing else."""
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
    click.echo(token.reveal())


@key.command()
@click.argument("name", required=False)
@click.option("--profile-name", default="default", metavar="P", help="Whose model rules it uses.")
@pass_session
def new(session: Session, name: str | None, profile_name: str) -> None:
    """Make a further client key and print it, once.

    Only its digest is kept. A running server takes it at once.
    """
    from app.secrets import client_keys

    if profile_name not in session.store().current.profiles:
        raise click.BadParameter(
            f"there is no profile {profile_name!r}; 'dragoman model map --profile-name "
            f"{profile_name}' makes one",
            param_hint="--profile-name",
        )
    session.paths.create()
    file = session.key_file()
    if name is None:
        taken = {known.name for known in file.load()}
        name = next(f"key-{n}" for n in range(1, len(taken) + 2) if f"key-{n}" not in taken)
    token = client_keys.mint()
    file.add(name, token, profile_name)
    click.echo(token.reveal())
    say(f"This is the client key {name!r}. Keep it now: it is not shown again.")


@key.command("list")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def list_keys(session: Session, json_wanted: bool) -> None:
    """List the client keys by name; their values are not kept."""
    from app.secrets.local_key import VARIABLE

    keys = session.key_file().load()
    if json_wanted:
        as_json([{"name": k.name, "profile": k.profile, "created": k.created} for k in keys])
        return
    rows = [(k.name, k.profile, k.created) for k in keys]
    if all(k.name != "local" for k in keys):
        place = VARIABLE if session.environ.get(VARIABLE) else "in the keyring"
        rows.insert(0, ("local", "default", place))
    table(("name", "profile", "created"), rows)


@key.command()
@click.argument("name")
@pass_session
def revoke(session: Session, name: str) -> None:
    """Make a client key worthless. A new one named local is made at the next start."""
    from app.secrets import local_key
    from app.secrets.client_keys import LOCAL
    from app.secrets.failure import VaultError

    gone = session.key_file().revoke(name)
    if name == LOCAL:
        try:
            gone = asyncio.run(session.vault().delete(local_key.REFERENCE)) or gone
        except VaultError:
            if not gone:
                raise
    if not gone:
        raise Exit(FAILED, f"No client key is named {name!r}. 'dragoman key list' shows them.")
    say(f"The client key {name!r} is revoked.")
    if name == LOCAL:
        say("A running server takes it until it is restarted.")
