"""A gateway while it answers on its sockets."""

import socket
from collections.abc import Sequence

from aiohttp import web

from app.gateway.guard import Guard
from app.gateway.listener import Listener, listen
from app.gateway.server import Gateway
from app.gateway.services import Services
from app.settings.schema import ServerSettings


class Running:
    """One time that the gateway is on; the same services may be on again later."""

    def __init__(self, services: Services, runner: web.ServerRunner) -> None:
        self._services = services
        self._runner = runner

    @classmethod
    async def start(
        cls, services: Services, sockets: list[socket.socket], server: ServerSettings
    ) -> "Running":
        """Answer on `sockets`, which are bound already and belong to it from now on."""
        services.guard = Guard(addresses(sockets))
        services.draining.clear()
        services.stopping.clear()
        listener = Listener(Gateway(services).handle, server.connections)
        return cls(services, await listen(listener, sockets, server.drain))

    async def stop(self) -> None:
        """Take nothing new, give what runs the time that the settings say, and end the rest."""
        self._services.draining.set()
        self._services.stopping.set()
        await self._runner.cleanup()


def addresses(sockets: Sequence[socket.socket]) -> list[tuple[str, int]]:
    """Where `sockets` listen, as (host, port)."""
    return [listening.getsockname()[:2] for listening in sockets]
