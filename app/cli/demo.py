"""`dragoman demo`."""

import click

from app.cli.output import say
from app.cli.session import Session, pass_session

_EXAMPLE = """\
This is the built-in demo provider: no key of yours, no network. In another terminal, try

  curl {address}/v1/messages -H "x-api-key: {key}" \\
    -H "content-type: application/json" \\
    -d '{{"model": "claude-sonnet-4-5", "max_tokens": 256, \
"messages": [{{"role": "user", "content": "Hello"}}]}}'

or Claude Code itself

  ANTHROPIC_BASE_URL={address} ANTHROPIC_AUTH_TOKEN="{key}" claude

Ctrl+C ends it."""


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    metavar="N",
    help="Port to listen on; 0 takes any free one.  [env: DRAGOMAN_PORT; default: 8777]",
)
@pass_session
def demo(session: Session, port: int | None) -> None:
    """Run the gateway with its built-in provider, to see the whole path without a key."""
    from app.cli import client_access, engine
    from app.platform import sockets
    from app.settings import environment
    from app.settings.schema import ServerSettings

    session.paths.create()
    variables = environment.read(session.environ)
    where = environment.address(ServerSettings(), variables, "127.0.0.1", port)
    with sockets.bind(*where) as listening:
        access = client_access.for_demo(session)
        assert access.token is not None  # noqa: S101 - the demo always has one
        address = engine.url(listening)
        key = {
            "environment": "$DRAGOMAN_CLIENT_KEY",
            "keyring": f"$({_command(session)} key show)",
        }.get(access.kept, access.token.reveal())

        def ready() -> None:
            click.echo(f"dragoman: ready on {address}")
            say(_EXAMPLE.format(address=address, key=key))

        engine.run(session, listening, access.token, ready, demo=True)


def _command(session: Session) -> str:
    if session.paths.isolated is None:
        return "dragoman"
    return f"dragoman --profile '{session.paths.isolated}'"
