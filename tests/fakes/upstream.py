"""The fake upstream: a server on raw sockets that records what it gets and plays scripts.

    async with FakeUpstream(script) as upstream:        # in a test's own event loop
    with running(script) as upstream:                   # in a thread, for synchronous tests

A script is `async def script(exchange: Exchange) -> None`. Which one plays is decided by: the queue
(`upstream.queue`, one request each), then the request's model name (`upstream.by_model`), then the
default. A path that the faked provider does not have is a 404, whatever the scripts say.
"""

import asyncio
import contextlib
import itertools
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from types import TracebackType
from typing import Literal, Self

from tests.fakes import answers
from tests.fakes.connection import Connection, HungUpError
from tests.fakes.embeddings import PATHS as EMBEDDINGS
from tests.fakes.exchange import Exchange, Recorded

Script = Callable[[Exchange], Awaitable[None]]
Face = Literal["chat", "messages", "responses", "gemini"]

_FACES: dict[Face, tuple[str, ...]] = {
    "chat": ("/chat/completions",),
    "messages": ("/messages",),
    "responses": ("/responses",),
    "gemini": (":generateContent", ":streamGenerateContent"),
}


class FakeUpstream:
    """One provider. `face` says which wire format it speaks; it answers no other path."""

    def __init__(
        self,
        default: Script | None = None,
        *,
        face: Face = "chat",
        by_model: Mapping[str, Script] | None = None,
        models: tuple[str, ...] = ("fake-model",),
    ) -> None:
        self.default = default or answers.hello
        self.by_model = dict(by_model or {})
        self.deletes: Script = answers.not_found
        self.embeds: Script = answers.not_found  # whatever the face
        self.queue: deque[Script] = deque()
        self.requests: list[Recorded] = []
        self.failures: list[BaseException] = []  # bugs of scripts, never of clients
        self.port = 0
        self.face: Face = face
        self._models = models
        self._order = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.asked_once = asyncio.Event()  # set by the first request
        self._arrived = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections: set[Connection] = set()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The base URL that a provider of this face is added with."""
        return f"{self.origin}/{'v1beta' if self.face == 'gemini' else 'v1'}"

    @property
    def asked(self) -> list[Recorded]:
        """The requests for an answer, without those for the models list."""
        return [request for request in self.requests if request.method == "POST"]

    def forget(self) -> None:
        """As if nothing had been asked yet, but the numbers of requests go on."""
        self.requests.clear()
        self.queue.clear()

    async def request(self, number: int) -> Recorded:
        """The request number `number` (from 0), as soon as it has come."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: len(self.requests) > number)
        return self.requests[number]

    def wait(self, event: asyncio.Event, seconds: float = 10.0) -> None:
        """Wait for an event of a request, from another thread; TimeoutError when it never comes."""
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(event.wait(), self._loop).result(seconds)

    def set(self, event: asyncio.Event) -> None:
        """Set an event that a script waits for, from another thread."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(event.set)

    async def __aenter__(self) -> Self:
        self._loop = loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for connection in list(self._connections):
            await connection.close()
        if error is None and self.failures:
            raise self.failures[0]

    def _connected(self) -> Connection:
        connection = Connection()
        self._connections.add(connection)
        task = asyncio.get_running_loop().create_task(self._converse(connection))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return connection

    async def _converse(self, connection: Connection) -> None:
        try:
            while await self._one(connection):
                pass
        except HungUpError:
            pass
        except Exception as error:
            self.failures.append(error)
        finally:
            await connection.close()
            self._connections.discard(connection)

    async def _one(self, connection: Connection) -> bool:
        """Answer one request; whether the connection can carry another."""
        request = await _read(connection, next(self._order))
        self.requests.append(request)
        self.asked_once.set()
        async with self._arrived:
            self._arrived.notify_all()
        exchange = Exchange(connection, request)
        watcher = asyncio.ensure_future(_watch(connection, request))
        try:
            await self._script(request)(exchange)
        finally:
            watcher.cancel()
            if connection.gone.is_set():
                request.gone.set()
            request.finished.set()
        return exchange.keep_alive

    def _script(self, request: Recorded) -> Script:
        if request.method == "GET" and request.path.endswith("/models"):
            return answers.models(self._models, self.face)
        if request.method == "DELETE":
            return self.deletes
        if request.method == "POST" and request.path.endswith(EMBEDDINGS):
            return self.embeds
        if request.method != "POST" or not request.path.endswith(_FACES[self.face]):
            return answers.not_found
        if self.queue:
            return self.queue.popleft()
        try:
            return self.by_model.get(answers.model_of(request), self.default)
        except (ValueError, AttributeError):
            return self.default


async def _watch(connection: Connection, request: Recorded) -> None:
    await connection.gone.wait()
    request.gone.set()


async def _read(connection: Connection, order: int) -> Recorded:
    line = await connection.read_line()
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: list[tuple[str, str]] = []
    while line := await connection.read_line():
        name, _, value = line.decode("latin-1").partition(":")
        headers.append((name, value.strip()))
    known = {name.lower(): value for name, value in headers}
    if known.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        while size := int((await connection.read_line()).partition(b";")[0], 16):
            body += await connection.read(size)
            await connection.read_line()
        await connection.read_line()
    else:
        body = await connection.read(int(known.get("content-length", "0")))
    return Recorded(order, method, target, headers, body)


@contextlib.contextmanager
def running(upstream: FakeUpstream) -> Iterator[FakeUpstream]:
    """Run `upstream` on a loop in a thread of its own, until the block ends."""
    started = threading.Event()
    stop: list[Callable[[], object]] = []
    failures: list[BaseException] = []

    async def serve() -> None:
        async with upstream:
            stopped = asyncio.Event()
            loop = asyncio.get_running_loop()
            stop.append(lambda: loop.call_soon_threadsafe(stopped.set))
            started.set()
            await stopped.wait()

    def body() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            failures.append(error)
        finally:
            started.set()

    thread = threading.Thread(target=body, name="fake upstream")
    thread.start()
    started.wait()
    try:
        yield upstream
    finally:
        if stop:
            stop[0]()
        thread.join()
    if failures:
        raise failures[0]
