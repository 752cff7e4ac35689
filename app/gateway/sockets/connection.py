"""One WebSocket: opened, read frame by frame, written with backpressure, kept alive, closed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence

from aiohttp import WSCloseCode, WSMessageTypeError, WSMsgType, web
from aiohttp.log import ws_logger

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.relay import SERVER, STALL_SECONDS

# A peer that sends nothing for so long, not even the answer to a ping, is gone.
QUIET_SECONDS = 600.0

# It warns of a handshake whose subprotocols are all unknown, and quotes them: one may be a key.
ws_logger.disabled = True

_GONE = Failure(FailureKind.CANCELLED, "The client stopped reading.")


def is_upgrade(http: web.BaseRequest) -> bool:
    """Whether the client wants a WebSocket in the place of an answer."""
    asked = http.headers.get("Upgrade", "").strip().lower()
    return http.method == "GET" and asked == "websocket"


class Connection:
    """A WebSocket that is open. Any task may send; one reads."""

    def __init__(self, socket: web.WebSocketResponse, http: web.BaseRequest, ping: float) -> None:
        self._socket = socket
        self._http = http
        self._loop = asyncio.get_running_loop()
        self._heard = self._loop.time()
        self._beat = self._loop.create_task(self._keep_alive(ping))

    @classmethod
    async def open(
        cls, http: web.BaseRequest, *, limit: int, ping: float, protocols: Sequence[str] = ()
    ) -> "Connection":
        """Answer the client's handshake.

        A message of more than `limit` bytes closes the socket with 1009. A ping is sent every
        `ping` seconds. `protocols` are the subprotocols that may be agreed on. Raises `Refused`
        (BAD_REQUEST) where the handshake is none.
        """
        socket = web.WebSocketResponse(
            autoping=False,
            # Deflate would have one small frame unpacked to the whole limit.
            compress=False,
            max_msg_size=limit,
            protocols=tuple(protocols),
            decode_text=False,
        )
        socket.headers["Server"] = SERVER
        try:
            await socket.prepare(http)
        except web.HTTPException:
            message = "This is no WebSocket handshake of version 13 (RFC 6455)."
            raise Refused(Failure(FailureKind.BAD_REQUEST, message, retryable=False)) from None
        return cls(socket, http, ping)

    @property
    def response(self) -> web.StreamResponse:
        """What aiohttp is given when the socket is done."""
        return self._socket

    async def messages(self) -> AsyncIterator[bytes | None]:
        """Each text message as it comes, None for a binary one; ends where the socket is closed."""
        while True:
            try:
                message = await self._socket.receive()
            except (WSMessageTypeError, RuntimeError):
                return
            self._heard = self._loop.time()
            match message.type:
                case WSMsgType.TEXT:
                    yield message.data
                case WSMsgType.BINARY:
                    yield None
                case WSMsgType.PING:
                    if not await self._signed(self._socket.pong(message.data)):
                        return
                case WSMsgType.PONG:
                    pass
                case _:
                    return

    async def send(self, data: bytes) -> None:
        """Send a text message, waiting while the client does not read.

        Raises `Refused` (CANCELLED) where it takes nothing for `STALL_SECONDS`, and
        `ConnectionError` where it is gone.
        """
        transport = self._http.transport
        if self._socket.closed or transport is None:
            raise ConnectionResetError("the socket is closed")
        if transport.get_write_buffer_size() == 0:
            await self._socket.send_frame(data, WSMsgType.TEXT)
            return
        try:
            async with asyncio.timeout(STALL_SECONDS):
                await self._socket.send_frame(data, WSMsgType.TEXT)
        except TimeoutError:
            self.abort()
            raise Refused(_GONE) from None

    async def close(self, code: int = WSCloseCode.OK, reason: str = "") -> None:
        """Close the socket, politely where the client is still there."""
        self._beat.cancel()
        await self._signed(self._socket.close(code=code, message=reason.encode()))

    def abort(self) -> None:
        """Close the connection without a word: its client reads none."""
        self._beat.cancel()
        if self._http.transport is not None:
            self._http.transport.abort()

    async def _keep_alive(self, ping: float) -> None:
        while True:
            await asyncio.sleep(ping)
            if self._loop.time() - self._heard > QUIET_SECONDS:
                self.abort()
                return
            if not await self._signed(self._socket.ping()):
                return

    async def _signed(self, sign: Awaitable[object]) -> bool:
        """Whether the peer took a control frame; one that does not read is not waited for."""
        try:
            async with asyncio.timeout(STALL_SECONDS):
                await sign
        except TimeoutError:
            self.abort()
            return False
        except (ConnectionError, RuntimeError):
            return False
        return True
