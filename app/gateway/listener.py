"""The HTTP server itself: aiohttp's, with its plain-text errors and its unlimited door replaced."""

import logging
import socket
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from app.gateway.relay import SERVER

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

log = logging.getLogger(__name__)

# How long a connection may idle between two requests: longer than any client's pool (the official
# SDKs keep theirs 5 s, Node's agent follows the server).
KEEPALIVE_SECONDS = 75.0


class _Connection(RequestHandler):
    """One client connection."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it quotes the request, secrets included
    ) -> web.StreamResponse:
        """Answer what is not HTTP, quoting nothing of it: aiohttp's text echoes header values."""
        log.info("refused a malformed request: %s (%s)", status, type(exc).__name__)
        if request.writer is not None and request.writer.output_size > 0:
            raise ConnectionError("the answer had already begun")
        phrase = HTTPStatus(status).phrase
        response = web.json_response(
            {"type": "error", "error": {"type": "invalid_request_error", "message": phrase}},
            status=status,
            headers={"Server": SERVER},
        )
        response.force_close()
        return response


class Listener(web.Server):
    """Accepts connections, at most `connections_limit` at a time, and gives each request away.

    A request whose client leaves is cancelled, bodies are left compressed (the guard refuses them)
    and aiohttp's own access log, which would print query strings, is off.
    """

    def __init__(self, handler: Handler, connections_limit: int) -> None:
        super().__init__(
            handler,
            handler_cancellation=True,
            auto_decompress=False,
            access_log=None,
            keepalive_timeout=KEEPALIVE_SECONDS,
        )
        self._connections_limit = connections_limit

    def __call__(self) -> RequestHandler:
        """A handler for one new connection."""
        return _Connection(self, loop=self._loop, **self._kwargs)

    def connection_made(self, handler: Any, transport: Any) -> None:
        """Register the connection, or close it where there are too many."""
        super().connection_made(handler, transport)
        if len(self._connections) > self._connections_limit:
            log.warning("closed a connection: %d are open", self._connections_limit)
            transport.abort()


async def listen(
    listener: Listener, sockets: list[socket.socket], drain: float = 5.0
) -> web.ServerRunner:
    """Serve on sockets that are bound already.

    The runner's `cleanup` takes nothing new, gives what runs `drain` seconds, and cancels the rest.
    """
    runner = web.ServerRunner(listener, handle_signals=False, shutdown_timeout=drain)
    await runner.setup()
    for listening in sockets:
        await web.SockSite(runner, listening, backlog=512).start()
    return runner
