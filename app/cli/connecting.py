"""What the commands about client programs work on, around one session."""

import asyncio
import http.client
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from app.bootstrap.client_state import facts_of
from app.bootstrap.client_tokens import ClientTokens
from app.bootstrap.connecting import JOURNAL, Connecting, Surroundings
from app.bootstrap.offered_models import offered_models
from app.cli.session import Session
from app.connect.clients.client import Finding, Machine
from app.connect.clients.table import CLIENTS
from app.connect.doctor import stale
from app.connect.journal import Journal
from app.connect.seen import look_at, record_ids
from app.gateway.snapshot import Snapshot
from app.secrets.secret import Secret
from app.settings import environment
from app.settings.schema import Settings

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
    place = _host_and_port(session, settings)
    url, on = _url(*place), serving(session, settings)

    async def admitted(token: Secret) -> None:
        await asyncio.to_thread(_wait_until_admitted, place, token)

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


def clients_seen(session: Session, settings: Settings) -> Iterator[tuple[str, list[Finding]]]:
    """Each connected client, and why its settings no longer work; no database is opened.

    Raises `SettingsError` where the environment says nothing that can be used.
    """
    journal = Journal(session.paths.data / JOURNAL)
    known = set(journal.clients())
    if not known:
        return
    here, url = Machine.of(session.environ), _url(*_host_and_port(session, settings))
    for client in CLIENTS:
        if not known & set(record_ids(client)):
            continue
        seen = look_at(client, here, journal)
        if seen.problem:
            yield client.id, [Finding("journal", "error", seen.problem)]
        elif seen.connected:
            facts = facts_of(seen, url, None, serving=True)
            errors = [each for each in seen.conflicts if each.severity == "error"]
            yield client.id, [*stale(client, facts), *errors]


def address(session: Session, settings: Settings) -> str:
    """Where clients find the server: as the environment and the settings say."""
    return _url(*_host_and_port(session, settings))


def serving(session: Session, settings: Settings) -> bool:
    """Whether a Dragoman answers there."""
    place = _host_and_port(session, settings)
    connection = http.client.HTTPConnection(*place, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/ready")
        return b'"draining"' in connection.getresponse().read(4096)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _wait_until_admitted(place: tuple[str, int], token: Secret) -> None:
    """A server looks for new keys every second or two: a client is not to be faster."""
    for _ in range(_ADMISSION_TRIES):
        connection = http.client.HTTPConnection(*place, timeout=_ANSWER_SECONDS)
        try:
            connection.request("GET", "/usage/me", headers={"x-api-key": token.reveal()})
            if connection.getresponse().status != http.HTTPStatus.UNAUTHORIZED:
                return
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()
        time.sleep(_ADMISSION_SECONDS)


def _host_and_port(session: Session, settings: Settings) -> tuple[str, int]:
    variables = environment.read(session.environ)
    host, port = environment.address(settings.server, variables, None, None)
    return _EVERYWHERE.get(host, host), port


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
