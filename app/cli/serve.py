"""`dragoman serve`."""

from typing import TYPE_CHECKING

import click

from app.cli.output import say
from app.cli.session import Session, pass_session

if TYPE_CHECKING:
    from app.cli.admin_access import AdminKey


@click.command()
@click.option("--host", metavar="H", help="Address to listen on.  [env: DRAGOMAN_HOST]")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    metavar="N",
    help="Port to listen on; 0 takes any free one.  [env: DRAGOMAN_PORT; default: 8777]",
)
@click.option(
    "--database",
    metavar="URL",
    help="Where usage is kept; for a team postgresql+psycopg://USER@HOST/NAME, without a password."
    "  [env: DRAGOMAN_DATABASE; default: a SQLite file]",
)
@click.option("--no-admin", is_flag=True, help="Do not answer under /admin.")
@pass_session
def serve(
    session: Session, host: str | None, port: int | None, database: str | None, no_admin: bool
) -> None:
    """Run the gateway until it is told to stop.

    When the port answers, one line on standard output says where. Clients need the key that
    'dragoman key show' prints; DRAGOMAN_CLIENT_KEY sets another. The page at /admin needs the key
    that 'dragoman admin key' prints.
    """
    from app.bootstrap.storage import database_url
    from app.cli import admin_access, client_access, engine
    from app.platform import sockets, terminal
    from app.settings import environment

    session.paths.create()
    settings = session.store().current
    url = database_url(session.paths, settings.storage, database, session.environ)
    where = environment.address(settings.server, environment.read(session.environ), host, port)
    with sockets.bind(*where) as listening:
        access = client_access.for_serve(session, can_show=terminal.can_ask())
        address = engine.url(listening)
        if access.kept == "file" and access.token is not None:
            say(
                "There is no keyring here, so this client key is shown once and kept as a digest "
                f"only. Copy it now:\n\n    {access.token.reveal()}\n"
            )
        admin = admin_access.AdminKey(None)
        if settings.server.admin is not False and not no_admin:
            admin = admin_access.for_serve(session, can_show=terminal.can_ask())
            _tell_admin(admin, address)
        if not settings.providers:
            say("No provider is set up yet: 'dragoman provider add --help' says how.")
        engine.run(
            session,
            listening,
            access.token,
            lambda: click.echo(f"dragoman: ready on {address}"),
            log_level=settings.log_level,
            logs=settings.logs,
            database=url,
            admin=admin.access,
        )


def _tell_admin(admin: "AdminKey", address: str) -> None:
    if admin.shown_once is not None:
        say(
            "There is no keyring here, so this admin key is shown once and kept as a digest only. "
            f"Copy it now:\n\n    {admin.shown_once.reveal()}\n"
        )
    if admin.access is None:
        say("The administration is off: set DRAGOMAN_ADMIN_KEY, or make a key: dragoman admin key")
    else:
        say(f"The administration is at {address}/admin")
