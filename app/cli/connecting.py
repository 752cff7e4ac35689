"""What the commands about client programs work on, around one session."""

import asyncio
import http.client
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.bootstrap.client_tokens import ClientTokens
from app.bootstrap.connecting import JOURNAL, Connecting, Surroundings
from app.bootstrap.offered_models import offered_models
from app.cli.session import Session
from app.connect.clients.client import Machine
from app.gateway.snapshot import Snapshot
from app.secrets.secret import Secret
from app.settings import environment

if TYPE_CHECKING:
    from sqlalchemy import Connection

_Result = TypeVar("_Result")
_ANSWER_SECONDS = 2.0
_ADMISSION_TRIES, _ADMISSION_SECONDS = 30, 0.2
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared only


class SessionAccounts:
    """The profile's database, opened for each question."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def read(self, call: "Callable[[Connection], _Result]") -> _Result:
        """What `call` finds."""
        with self._session.database() as database, database.reading() as connection:
            return call(connection)

    async def write(self, call: "Callable[[Connection], _Result]") -> _Result:
        """Do `call`; a running server takes what changed within seconds."""
        with self._session.database() as database, database.writing() as connection:
            return call(connection)


def connecting(session: Session) -> Connecting:
    """Client programs of this user, for this profile of Dragoman."""
    settings = session.store().current
    snapshot = Snapshot.of(settings)
    url, on = address(session), serving(session)

    async def admitted(token: Secret) -> None:
        await asyncio.to_thread(_wait_until_admitted, session, token)

    tokens = ClientTokens(
        session.vault(),
        SessionAccounts(session),
        lambda: round(time.time() * 1000),
        admitted if on else None,
    )
    around = Surroundings(
        address=lambda: url,
        serving=lambda: on,
        profiles=lambda: tuple(settings.profiles),
        models=lambda profile: offered_models(snapshot, profile),
    )
    return Connecting(session.paths.data / JOURNAL, Machine.of(session.environ), tokens, around)


def address(session: Session) -> str:
    """Where clients find the server: as the environment and the settings say."""
    host, port = _host_and_port(session)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serving(session: Session) -> bool:
    """Whether a Dragoman answers there."""
    connection = http.client.HTTPConnection(*_host_and_port(session), timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/ready")
        return b'"draining"' in connection.getresponse().read(4096)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _wait_until_admitted(session: Session, token: Secret) -> None:
    """A server looks for new keys every second or two: a client is not to be faster."""
    host, port = _host_and_port(session)
    for _ in range(_ADMISSION_TRIES):
        connection = http.client.HTTPConnection(host, port, timeout=_ANSWER_SECONDS)
        try:
            connection.request("GET", "/usage/me", headers={"x-api-key": token.reveal()})
            if connection.getresponse().status != http.HTTPStatus.UNAUTHORIZED:
                return
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()
        time.sleep(_ADMISSION_SECONDS)


def _host_and_port(session: Session) -> tuple[str, int]:
    variables = environment.read(session.environ)
    host, port = environment.address(session.store().current.server, variables, None, None)
    return _EVERYWHERE.get(host, host), port
