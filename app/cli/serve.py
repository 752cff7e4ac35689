"""`dragoman serve`."""

import click

from app.cli.output import say
from app.cli.session import Session, pass_session


@click.command()
@click.option("--host", metavar="H", help="Address to listen on.  [env: DRAGOMAN_HOST]")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    metavar="N",
    help="Port to listen on; 0 takes any free one.  [env: DRAGOMAN_PORT; default: 8777]",
)
@pass_session
def serve(session: Session, host: str | None, port: int | None) -> None:
    """Run the gateway until it is told to stop.

    When the port answers, one line on standard output says where. Clients need the key that
    'dragoman key show' prints; DRAGOMAN_CLIENT_KEY sets another.
    """
    from app.cli import client_access, engine
    from app.platform import sockets, terminal
    from app.settings import environment

    session.paths.create()
    settings = session.store().current
    where = environment.address(settings.server, environment.read(session.environ), host, port)
    with sockets.bind(*where) as listening:
        access = client_access.for_serve(session, can_show=terminal.can_ask())
        address = engine.url(listening)
        if access.kept == "file" and access.token is not None:
            say(
                "There is no keyring here, so this client key is shown once and kept as a digest "
                f"only. Copy it now:\n\n    {access.token.reveal()}\n"
            )
        if not settings.providers:
            say("No provider is set up yet: 'dragoman provider add --help' says how.")
        engine.run(
            session,
            listening,
            access.token,
            lambda: click.echo(f"dragoman: ready on {address}"),
            log_level=settings.log_level,
        )
