"""The life of a socket: messages are taken until either side closes it, or the server stops."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager

from aiohttp import WSCloseCode

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.call import Call
from app.gateway.services import Services
from app.gateway.sockets.connection import Connection
from app.gateway.sockets.in_flight import InFlight
from app.secrets.client_keys import ClientKey

Take = Callable[[bytes | None], Awaitable[None]]


def refuse_while_draining(services: Services) -> None:
    """Raise `Refused` (UNAVAILABLE) where the server takes nothing new."""
    if services.draining.is_set():
        raise Refused(stopping())


def stopping() -> Failure:
    """What is told while the server stops."""
    return Failure(FailureKind.UNAVAILABLE, "Dragoman is stopping. Connect again in a moment.")


def one_of_its_key(call: Call, key: ClientKey) -> AbstractContextManager[None]:
    """The time in which a socket of `key` is open.

    Raises `Refused` (RATE_LIMITED) where it has as many as it may have requests in progress.
    """
    limit = call.snapshot.settings.server.requests_per_key
    return call.services.sockets.one_more(key, limit, sockets=True)


async def serve(call: Call, connection: Connection, in_flight: InFlight, take: Take) -> None:
    """Give each message to `take`. When the socket is closed, what is in flight is cancelled.

    A server that stops lets it end first, and closes the socket then.
    """
    draining = asyncio.get_running_loop().create_task(
        _drain(call.services.draining, connection, in_flight)
    )
    call.outcome.status = 101
    try:
        with contextlib.suppress(ConnectionError, Refused):  # it reads nothing any more
            async for message in connection.messages():
                await take(message)
    finally:
        draining.cancel()
        await in_flight.cancel_all()
        await connection.close()


async def _drain(draining: asyncio.Event, connection: Connection, in_flight: InFlight) -> None:
    await draining.wait()
    await in_flight.ended()
    await connection.close(WSCloseCode.GOING_AWAY, "Dragoman is stopping.")
