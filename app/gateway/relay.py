"""The client's side of a streamed answer: opened late, kept alive, written with backpressure."""

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused
from app.gateway.destination import Headers, Whole

# A reader that takes nothing for this long is gone (security: a stalled client holds a provider).
STALL_SECONDS = 60.0

# In the place of aiohttp's own, which tells its version and Python's to whoever asks.
SERVER = "gateway"

STREAM_HEADERS = {
    "Server": SERVER,
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache",
    "X-Accel-Buffering": "no",
}


class HttpDestination:
    """The answer to one HTTP request; `cors_headers` stand on it, streamed or whole.

    `content_type` is that of a stream, where it is none of events.
    """

    def __init__(
        self,
        request: web.BaseRequest,
        cors_headers: Mapping[str, str],
        content_type: str | None = None,
    ) -> None:
        self._request = request
        self._cors_headers = cors_headers
        self._kind = {"Content-Type": content_type} if content_type is not None else {}
        self._stream: ClientStream | None = None

    def stream(
        self,
        headers: Headers,
        keepalive: Callable[[], bytes],
        keepalive_seconds: float,
        tap: Callable[[bytes], None],
    ) -> "ClientStream":
        """See `Destination`."""
        self._stream = ClientStream(
            self._request,
            lambda: {**self._cors_headers, **headers(), **self._kind},
            keepalive,
            keepalive_seconds,
            tap,
        )
        return self._stream

    def response(self, whole: Whole | None) -> web.StreamResponse:
        """What aiohttp is given: the whole answer, or the stream that has been sent."""
        if whole is None:
            sent = self._stream.response if self._stream is not None else None
            return sent if sent is not None else web.StreamResponse()
        headers = {**self._cors_headers, **whole.headers}
        return web.Response(status=whole.status, body=whole.body, headers=headers)


class ClientStream:
    """One streamed response.

    The status line leaves with the first bytes, or after `keepalive_seconds` of silence, when
    `keepalive` is asked for a sign of life; until then the request may still get a plain error.
    `tap` is told of whatever was sent.
    """

    def __init__(
        self,
        request: web.BaseRequest,
        headers: Callable[[], Mapping[str, str]],
        keepalive: Callable[[], bytes],
        keepalive_seconds: float,
        tap: Callable[[bytes], None] | None = None,
    ) -> None:
        self._request = request
        self._headers = headers
        self._keepalive = keepalive
        self._every = keepalive_seconds
        self._tap = tap
        self._loop = asyncio.get_running_loop()
        self._last_write = self._loop.time()
        self._response: web.StreamResponse | None = None
        self._turn = asyncio.Lock()
        self._beat: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = self._loop.call_later(self._every, self._tick)
        self.sent_bytes = 0

    @property
    def opened(self) -> bool:
        """Whether the status line has been sent."""
        return self._response is not None

    async def write(self, data: bytes) -> None:
        """Send `data`, waiting while the client's window is full.

        Raises `Refused` (CANCELLED) where the client takes nothing for `STALL_SECONDS`, and
        `ConnectionResetError` where it is gone.
        """
        if not data:
            return
        async with self._turn:
            await self._send(data)

    @property
    def response(self) -> web.StreamResponse | None:
        """The response that was sent, None before it is opened."""
        return self._response

    async def end(self) -> None:
        """Close the answer; clients wait for the end of the body, not for the last event."""
        self.stop()
        async with self._turn:
            response = self._response or await self._open()
            await response.write_eof()

    def stop(self) -> None:
        """No more signs of life."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._beat is not None:
            self._beat.cancel()
            self._beat = None

    async def _open(self) -> web.StreamResponse:
        response = web.StreamResponse(headers={**STREAM_HEADERS, **self._headers()})
        await response.prepare(self._request)
        self._response = response
        return response

    async def _send(self, data: bytes) -> None:
        response = self._response or await self._open()
        transport = self._request.transport
        if transport is not None and transport.get_write_buffer_size() > 0:
            try:
                async with asyncio.timeout(STALL_SECONDS):
                    await response.write(data)
            except TimeoutError:
                raise Refused(
                    Failure(FailureKind.CANCELLED, "The client stopped reading.")
                ) from None
        else:
            await response.write(data)
        self.sent_bytes += len(data)
        if self._tap is not None:
            self._tap(data)
        self._last_write = self._loop.time()

    def _tick(self) -> None:
        """Look once per period whether the stream was silent, instead of re-arming per write."""
        silent = self._loop.time() - self._last_write
        if silent >= self._every * 0.999:
            # While a client takes nothing, one sign of life waits, and not one for each period.
            if self._beat is None or self._beat.done():
                self._beat = self._loop.create_task(self._give_sign())
            silent = 0.0
        self._timer = self._loop.call_later(self._every - silent, self._tick)

    async def _give_sign(self) -> None:
        async with self._turn:
            data = self._keepalive()
            if data:
                try:
                    await self._send(data)
                except (ConnectionError, Refused):
                    # The client is gone; the handler's own cancellation ends the exchange.
                    self.stop()
