"""The way from a command to the assembled program; imported late, for it is all of it."""

import logging
import socket
import sys
from collections.abc import Callable, Iterator

from app.cli.session import Session
from app.platform.paths import ProfilePaths
from app.secrets import redact
from app.secrets.admin_key import AdminAccess
from app.secrets.secret import Secret


def run(
    session: Session,
    listening: socket.socket,
    token: Secret | None,
    ready: Callable[[], None],
    *,
    demo: bool = False,
    log_level: str = "info",
    database: str = "",
    admin: AdminAccess | None = None,
) -> None:
    """Serve until a signal ends it; requests in progress are finished first.

    `database` is its URL; `admin` knows the admin key, None where the administration is off.
    """
    from app.bootstrap import serving

    logging.basicConfig(
        stream=sys.stderr,
        level=log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    # Nobody reads these from our lines, and each line would ask the system for them.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    redact.install()
    serving.serve(
        serving.ServeOptions(
            paths=session.paths,
            sockets=[listening],
            local_token=token,
            ready=ready,
            demo=demo,
            database=database,
            admin=admin,
        )
    )


def test_provider(paths: ProfilePaths, name: str) -> Iterator[tuple[str, bool, str]]:
    """Try a provider; each step as it ends: (step, whether it went well, a sentence)."""
    from app.bootstrap import workshop

    yield from workshop.test_provider(paths, name)


def fetch_models(paths: ProfilePaths, name: str) -> list[str]:
    """The models that a provider says it has."""
    from app.bootstrap import workshop

    return list(workshop.fetch_models(paths, name))


def url(listening: socket.socket) -> str:
    """Where clients find the server."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
