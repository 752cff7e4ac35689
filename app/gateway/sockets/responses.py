"""GET /v1/responses with an upgrade: Responses over a WebSocket."""

import asyncio
import logging
import time

from aiohttp import web

from app.core.events import Finished, Started
from app.core.failure import Refused
from app.core.usage import Usage
from app.dialects.base import Reply
from app.gateway.authentication import Authentication
from app.gateway.call import Call
from app.gateway.destination import Whole
from app.gateway.endpoints import models
from app.gateway.endpoints.responses import respond
from app.gateway.paths import Route
from app.gateway.recorded import recorded
from app.gateway.sockets.connection import Connection
from app.gateway.sockets.in_flight import MOST, InFlight
from app.gateway.sockets.one_call import answered, next_call, refused_while_draining
from app.gateway.sockets.responses_frames import Create, Misread, error, event, read, too_many
from app.gateway.sockets.serving import one_of_its_key, refuse_while_draining, serve
from app.gateway.sockets.stream import SocketDestination
from app.gateway.splice import peek
from app.gateway.stored_responses.closing import Closing
from app.routing.resolve import RouteRequest, resolve
from app.secrets.client_keys import ClientKey

log = logging.getLogger(__name__)

_LOG_NAME = "WS /v1/responses"


async def responses_socket(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """Requests and their answers, until the socket is closed."""
    refuse_while_draining(call.services)
    server = call.snapshot.settings.server
    with one_of_its_key(call, key):
        connection = await Connection.open(
            call.http, limit=server.body_limit, ping=server.keepalive
        )
        socket = _ResponsesSocket(call, route, key, connection)
        await serve(call, connection, socket.in_flight, socket.take)
    return connection.response


class _ResponsesSocket:
    """One connection: its requests one after the other in each lane, lanes side by side.

    What it answers it remembers, also where nothing is to be stored, until it is closed.
    """

    def __init__(self, call: Call, route: Route, key: ClientKey, connection: Connection) -> None:
        self.in_flight = InFlight()
        self._call = call
        self._route = route
        self._key = key
        self._authentication = Authentication(call.services.client_keys, call.services.accounts)
        self._connection = connection
        self._local = call.services.responses.local()
        self._last: dict[str | None, asyncio.Task[None]] = {}
        self._count = 0

    async def take(self, message: bytes | None) -> None:
        """Begin to answer a message, or say why not."""
        try:
            create = read(message)
        except Misread as misread:
            told = next_call(self._call, self._key, _LOG_NAME).told(misread.failure)
            await self._connection.send(error(told, misread.lane))
            return
        if create is None:
            return
        if self.in_flight.full:
            told = next_call(self._call, self._key, _LOG_NAME).told(too_many(MOST))
            await self._connection.send(error(told, create.lane))
            return
        self._count += 1
        before = self._last.get(create.lane)
        turn = self.in_flight.start(str(self._count), self._turn(create, before))
        self._last[create.lane] = turn
        turn.add_done_callback(lambda _: self._leave(create.lane, turn))

    def _leave(self, lane: str | None, turn: asyncio.Task[None]) -> None:
        if self._last.get(lane) is turn:
            del self._last[lane]

    async def _turn(self, create: Create, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        call = next_call(self._call, self._key, _LOG_NAME)
        call.outcome.request_bytes = len(create.body)
        try:
            with recorded(call):
                await self._answer(call, create)
        except Refused:
            pass  # the client has stopped reading
        except Exception:
            log.exception("a response over a socket failed by a fault of Dragoman")

    async def _answer(self, call: Call, create: Create) -> None:
        async def send(data: bytes) -> None:
            await self._connection.send(event(data, create.lane))

        told = refused_while_draining(call)
        if told is None:
            told = await answered(call, self._asked(call, create, SocketDestination(send)))
        if told is not None:
            await self._connection.send(error(told, create.lane))

    async def _asked(
        self, call: Call, create: Create, destination: SocketDestination
    ) -> Whole | None:
        # A key may be switched off, or given another profile, while its socket is open.
        key = await self._authentication.client(call.http)
        call.identify(key)
        if create.generate:
            return await respond(call, self._route, key, create.body, destination, self._local)
        await self._remember(call, key, create, destination)
        return None

    async def _remember(
        self, call: Call, key: ClientKey, create: Create, destination: SocketDestination
    ) -> None:
        """An empty answer, from which the connection may go on: no provider is asked."""
        store, policy = call.services.responses, call.snapshot.settings.responses
        told = await store.told(key.id, create.body, policy, self._local)
        peeked = peek(told.body)
        outcome = call.outcome
        outcome.client_model, outcome.stream, outcome.status = peeked.model, True, 200
        model = models.unprefixed(peeked.model, call.snapshot.providers)
        resolve(call.snapshot.table, RouteRequest(model, key.profile, self._route.provider))
        client_call = call.client_call(peeked.body, "responses")
        reply = Reply(
            call.dialect.decode_request(client_call),
            id=outcome.request_id.removeprefix("req_"),
            created=int(time.time()),
            request_id=outcome.request_id,
            seal=client_call.seal,
            previous=told.chain[0].id if told.chain else "",
        )
        encoder = call.dialect.stream_encoder(reply)
        closing = Closing()
        stream = destination.stream(dict, bytes, 0.0, closing)
        await stream.write(encoder.encode([Started(), Finished("stop", Usage())]))
        await stream.end()
        outcome.response_bytes = stream.sent_bytes
        empty = closing.end() or b""
        store.keep(key.id, told, empty, policy, local=self._local)
