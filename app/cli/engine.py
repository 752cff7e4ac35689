"""The way from a command to the assembled program; imported late, for it is all of it."""

import socket
from collections.abc import Callable, Iterator

from app.cli.session import Session
from app.logs.configure import configure
from app.platform.paths import ProfilePaths
from app.secrets.admin_key import AdminAccess
from app.secrets.secret import Secret
from app.settings import environment
from app.settings.schema import LogSettings


def run(
    session: Session,
    listening: socket.socket,
    token: Secret | None,
    ready: Callable[[], None],
    *,
    demo: bool = False,
    log_level: str = "info",
    logs: LogSettings | None = None,
    database: str = "",
    admin: AdminAccess | None = None,
) -> None:
    """Serve until a signal ends it; requests in progress are finished first.

    `logs` is None where no log file is to be kept. `database` is its URL; `admin` knows the admin
    key, None where the administration is off.
    """
    from app.bootstrap import serving

    if environment.read(session.environ).debug:
        log_level = "debug"
    folder = None if logs is None else session.paths.logs
    close_log = configure(logs or LogSettings(), log_level, folder)
    try:
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
    finally:
        close_log()


def test_provider(paths: ProfilePaths, name: str, user_id: str) -> Iterator[tuple[str, bool, str]]:
    """Try a provider; each step as it ends: (step, whether it went well, a sentence).

    It is tried with the own key of the user `user_id`, if there is one; "" for nobody.
    """
    from app.bootstrap import workshop

    yield from workshop.test_provider(paths, name, user_id)


def fetch_models(paths: ProfilePaths, name: str) -> list[str]:
    """The models that a provider says it has."""
    from app.bootstrap import workshop

    return list(workshop.fetch_models(paths, name))


def url(listening: socket.socket) -> str:
    """Where clients find the server."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
