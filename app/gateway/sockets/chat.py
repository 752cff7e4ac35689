"""GET /ws/chat: Chat Completions over a WebSocket, several requests at once."""

import logging
from dataclasses import replace

from aiohttp import web

from app.core.failure import Refused
from app.gateway.authentication import Authentication
from app.gateway.call import Call
from app.gateway.destination import Whole
from app.gateway.endpoints.generation import ask
from app.gateway.paths import Route
from app.gateway.recorded import recorded
from app.gateway.sockets.chat_frames import Cancel, ChatFrames, Complaint, Start, complaint
from app.gateway.sockets.connection import Connection
from app.gateway.sockets.in_flight import MOST, InFlight
from app.gateway.sockets.one_call import answered, next_call, refused_while_draining
from app.gateway.sockets.serving import one_of_its_key, refuse_while_draining, serve
from app.gateway.sockets.stream import SocketDestination
from app.secrets.client_keys import ClientKey

log = logging.getLogger(__name__)

# Browsers can send a key only as a subprotocol, and want one agreed on that is not the key.
PROTOCOL = "dragoman.chat"
_LOG_NAME = "WS /ws/chat"


async def chat_socket(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """Requests and their answers, until the socket is closed."""
    refuse_while_draining(call.services)
    server = call.snapshot.settings.server
    with one_of_its_key(call, key):
        connection = await Connection.open(
            call.http, limit=server.body_limit, ping=server.keepalive, protocols=(PROTOCOL,)
        )
        socket = _ChatSocket(call, replace(route, endpoint="chat_completions"), key, connection)
        await serve(call, connection, socket.in_flight, socket.take)
    return connection.response


class _ChatSocket:
    """One connection; its requests run side by side."""

    def __init__(self, call: Call, route: Route, key: ClientKey, connection: Connection) -> None:
        self.in_flight = InFlight()
        self._call = call
        self._route = route
        self._key = key
        self._authentication = Authentication(call.services.client_keys, call.services.accounts)
        self._connection = connection
        self._frames = ChatFrames(MOST)

    async def take(self, message: bytes | None) -> None:
        """Begin to answer a message, end a request, or say what is wrong."""
        match self._frames.take(message):
            case Start() as start:
                self.in_flight.start(start.id, self._turn(start))
            case Cancel(id=name):
                self.in_flight.cancel(name)
                for message_ in self._frames.cancelled(name):
                    await self._connection.send(message_)
            case Complaint(failure=failure, id=name):
                told = next_call(self._call, self._key, _LOG_NAME).told(failure)
                await self._connection.send(complaint(name, told))

    async def _turn(self, start: Start) -> None:
        call = next_call(self._call, self._key, _LOG_NAME)
        call.outcome.request_bytes = len(start.body)
        try:
            with recorded(call):
                await self._answer(call, start)
        except Refused:
            pass  # the client has stopped reading
        except Exception:
            log.exception("an answer over a socket failed by a fault of Dragoman")

    async def _answer(self, call: Call, start: Start) -> None:
        async def send(data: bytes) -> None:
            message = self._frames.event(start, data)
            if message is not None:
                await self._connection.send(message)

        told = refused_while_draining(call)
        if told is None:
            told = await answered(call, self._asked(call, start, SocketDestination(send)))
        frames = self._frames
        for message in frames.done(start) if told is None else frames.response(start, told):
            await self._connection.send(message)

    async def _asked(
        self, call: Call, start: Start, destination: SocketDestination
    ) -> Whole | None:
        # A key may be switched off, or given another profile, while its socket is open.
        key = await self._authentication.client(call.http)
        call.identify(key)
        return await ask(call, self._route, key, start.body, destination)
