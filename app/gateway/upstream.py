"""The HTTP client towards providers: connections, timeouts, and every way in which they fail."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable, Mapping
from functools import partial
from urllib.parse import urlsplit

import aiohttp
from aiohttp.client_exceptions import ClientConnectorDNSError

from app.core.failure import Failure, FailureKind
from app.dialects.base import WireRequest
from app.gateway.connections import Connections, Trace
from app.gateway.proxies import DIRECT, Way, way_to
from app.gateway.request import HOP_HEADER
from app.providers.provider import Provider
from app.routing.retry import Phase

# A whole body is read into memory; a stream's frames are bounded by their reader.
BODY_LIMIT = 64 * 1024 * 1024
_ERRORS = (aiohttp.ClientError, OSError, ValueError)
_WHOLE_ANSWER_SECONDS = 600.0


# Asking the system for its proxies costs 80 us for a public host.
_WAY_SECONDS = 5.0
# How long, and how far, the end of an answer that is complete is waited for.
_READ_ON_SECONDS = 1.0
_READ_ON_BYTES = 64 * 1024
_reading_on: set[asyncio.Task[None]] = set()


class UpstreamFailed(Exception):  # noqa: N818 - it says what happened to the request
    """A provider could not be asked, or its answer broke off; `phase` is how far it came."""

    def __init__(self, failure: Failure, phase: Phase) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.phase = phase


class UpstreamAnswer:
    """An answer whose head has come. It must be closed; `closed` is called when it is."""

    def __init__(
        self, provider: Provider, response: aiohttp.ClientResponse, closed: Callable[[], None]
    ) -> None:
        self._provider = provider
        self._response = response
        self._on_close: Callable[[], None] | None = closed
        self.status = response.status
        self.headers: Mapping[str, str] = {
            name.lower(): value for name, value in response.headers.items()
        }
        connection = response.connection
        self._closed: asyncio.Future[None] | None = None
        if connection is not None and connection.protocol is not None:
            connection.protocol.read_timeout = provider.timeouts.idle
            connection.protocol.start_timeout()
            self._closed = connection.protocol.closed
            if self._closed is None:
                self._lost()
            else:
                self._closed.add_done_callback(self._lost)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The body as it arrives, each piece all that the socket had.

        Raises `UpstreamFailed` where the connection breaks, in whatever way.
        """
        try:
            async for chunk in self._response.content.iter_any():
                yield chunk
        except _ERRORS as error:
            raise _broken(self._provider, error) from None

    async def body(self, limit: int = BODY_LIMIT) -> bytes:
        """The whole body, of which `limit` bytes at most are read.

        Raises `UpstreamFailed` where the connection breaks or an answer that succeeded is longer.
        """
        collected: list[bytes] = []
        size = 0
        async for chunk in self.chunks():
            collected.append(chunk[: max(0, limit - size)])
            size += len(chunk)
            if size > limit:
                if self.status < 300:
                    name = self._provider.name
                    message = f"{name} sent an answer of more than {limit} bytes."
                    raise UpstreamFailed(
                        _failure(self._provider, FailureKind.PROTOCOL, message), Phase.ANSWERED
                    )
                break
        return b"".join(collected)

    def end(self) -> None:
        """The answer is complete, but for the end of its body, which is read behind its back.

        A provider writes the last chunk after the last event, often in a packet of its own: hanging
        up then would cost the next request a new connection, with TLS.
        """
        if self._response.content.at_eof():
            self.close()
            return
        task = asyncio.get_running_loop().create_task(self._read_on())
        _reading_on.add(task)
        task.add_done_callback(_reading_on.discard)

    async def _read_on(self) -> None:
        left = _READ_ON_BYTES
        try:
            async with asyncio.timeout(_READ_ON_SECONDS):
                while left > 0 and (chunk := await self._response.content.readany()):
                    left -= len(chunk)
        except (*_ERRORS, asyncio.CancelledError):
            pass
        finally:
            self.close()

    def close(self) -> None:
        """Done with it: the connection goes back to the pool if its answer was read to the end."""
        if self._closed is not None:
            self._closed.remove_done_callback(self._lost)
            self._closed.remove_done_callback(_seen)
            self._closed.add_done_callback(_seen)
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()
        if self._on_close is not None:
            self._on_close()
            self._on_close = None

    def _lost(self, closed: asyncio.Future[None] | None = None) -> None:
        """End a body whose connection is gone.

        aiohttp (3.14.5) closes the connection on broken framing without telling the body's reader.
        """
        if closed is not None:
            _seen(closed)
        content = self._response.content
        if not content.is_eof() and content.exception() is None:
            content.set_exception(aiohttp.ClientPayloadError("the connection was lost"))


class UpstreamPool:
    """Sends requests to providers, over connections that are kept."""

    def __init__(self) -> None:
        self._connections = Connections()
        self._ways: dict[tuple[str, str], tuple[float, Way]] = {}

    async def open(
        self, provider: Provider, wire: WireRequest, credential: Mapping[str, str], hop: int = 1
    ) -> UpstreamAnswer:
        """Send `wire` and wait for the head of the answer, whatever its status.

        Raises `UpstreamFailed`.
        """
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream" if wire.stream else "application/json",
            HOP_HEADER: str(hop),
            **wire.headers,
            **credential,
        }
        return await self._send(
            provider, "POST", provider.url(wire.path), wire.body, headers, stream=wire.stream
        )

    async def post(
        self, provider: Provider, url: str, body: bytes, headers: Mapping[str, str]
    ) -> UpstreamAnswer:
        """POST JSON to another address that belongs to the provider. Raises `UpstreamFailed`."""
        sent = {"Content-Type": "application/json", "Accept": "application/json", **headers}
        return await self._send(provider, "POST", url, body, sent, stream=False)

    async def get(
        self, provider: Provider, path: str, credential: Mapping[str, str]
    ) -> UpstreamAnswer:
        """GET a path of the provider's. Raises `UpstreamFailed`."""
        headers = {"Accept": "application/json", **credential}
        return await self._send(provider, "GET", provider.url(path), None, headers, stream=False)

    async def get_at(
        self, provider: Provider, url: str, headers: Mapping[str, str]
    ) -> UpstreamAnswer:
        """GET another address that belongs to the provider. Raises `UpstreamFailed`."""
        sent = {"Accept": "application/json", **headers}
        return await self._send(provider, "GET", url, None, sent, stream=False)

    async def delete(
        self, provider: Provider, path: str, credential: Mapping[str, str]
    ) -> UpstreamAnswer:
        """DELETE a path of the provider's. Raises `UpstreamFailed`."""
        headers = {"Accept": "application/json", **credential}
        return await self._send(provider, "DELETE", provider.url(path), None, headers, stream=False)

    def refresh(self) -> None:
        """Use no idle connection again: the machine slept, or its network changed."""
        self._connections.retire_all()

    async def close(self) -> None:
        """Close every connection."""
        await self._connections.close()

    async def _send(
        self,
        provider: Provider,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        stream: bool,
    ) -> UpstreamAnswer:
        times = provider.timeouts
        way = self._way(provider, url)
        trace = Trace()
        # The head has its own deadline, and once it is there the idle time holds.
        timeout = aiohttp.ClientTimeout(
            total=None if stream else max(_WHOLE_ANSWER_SECONDS, times.first_byte),
            sock_connect=times.connect,
            sock_read=max(times.idle, times.first_byte),
        )
        pool = self._connections.take(way, _place(url))
        try:
            async with asyncio.timeout(times.connect + times.first_byte):
                response = await pool.session.request(
                    method,
                    url,
                    data=body,
                    headers=headers,
                    proxy=way.http,
                    timeout=timeout,
                    allow_redirects=False,
                    trace_request_ctx=trace,
                )
        except _errors_of(way) as error:
            if trace.reused:
                self._connections.retire(pool)
            self._connections.give_back(pool)
            raise _not_answered(provider, url, way, error, reused=trace.reused) from None
        except BaseException:
            self._connections.give_back(pool)
            raise
        answer = UpstreamAnswer(provider, response, partial(self._connections.give_back, pool))
        if 300 <= response.status < 400:
            answer.close()
            raise UpstreamFailed(_redirected(provider, response), Phase.ANSWERED)
        return answer

    def _way(self, provider: Provider, url: str) -> Way:
        """The way to `url`; what the system says of its proxies is asked for every few seconds."""
        now = asyncio.get_running_loop().time()
        key = (provider.base_url if url.startswith(provider.base_url) else url, provider.proxy)
        asked, way = self._ways.get(key, (-_WAY_SECONDS, DIRECT))
        if now - asked >= _WAY_SECONDS:
            way = way_to(url, provider.proxy)
            self._ways[key] = now, way
        return way


def _place(url: str) -> str:
    """Scheme, host and port, which a connection belongs to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _seen(closed: "asyncio.Future[None]") -> None:
    """Take note of why a connection closed, or asyncio would log that nobody did."""
    if not closed.cancelled():
        closed.exception()


def _errors_of(way: Way) -> tuple[type[Exception], ...]:
    """What a request may raise on its `way`."""
    if way.socks is None:
        return _ERRORS
    from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

    return (*_ERRORS, ProxyConnectionError, ProxyError, ProxyTimeoutError)


def _failure(provider: Provider, kind: FailureKind, message: str) -> Failure:
    return Failure(kind, message, provider=provider.name)


def _redirected(provider: Provider, response: aiohttp.ClientResponse) -> Failure:
    try:
        host = urlsplit(response.headers.get("Location", "")).hostname
    except ValueError:
        host = None
    message = (
        f"{provider.name} redirects to {host or 'another address'}. Nothing was sent there. If "
        "that is its address, set it as the provider's base URL."
    )
    return Failure(
        FailureKind.PROTOCOL, message, response.status, provider=provider.name, retryable=False
    )


def _not_answered(
    provider: Provider, url: str, way: Way, error: Exception, *, reused: bool
) -> UpstreamFailed:
    """Why no head of an answer came."""
    name, host = provider.name, urlsplit(url).hostname or "its host"
    network, phase = FailureKind.NETWORK, Phase.CONNECT
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        error = error.__cause__  # found behind a SOCKS proxy, where aiohttp calls it an OSError
    match error:
        case ssl.SSLError():  # aiohttp's own derive from it
            message = f"{name}: no secure connection to {host}: {tls_reason(error)}"
            failure = Failure(network, message, provider=name, retryable=False)
            return UpstreamFailed(failure, phase)
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            message = f"{name}: the proxy at {_proxy_host(way)} does not let us through to {host}."
        case ClientConnectorDNSError():
            message = f"{name}: there is no host {host}, or no name server answers."
        case aiohttp.ConnectionTimeoutError():
            message = (
                f"{name}: {host} did not accept a connection in {provider.timeouts.connect:g} s."
            )
        case aiohttp.ClientConnectorError():
            message = f"{name}: nothing answers at {host} ({_reason(error)})."
        case TimeoutError():
            message = f"{name} did not begin to answer in {provider.timeouts.first_byte:g} s."
            return UpstreamFailed(_failure(provider, FailureKind.TIMEOUT, message), Phase.SENT)
        case aiohttp.InvalidURL():
            message = f"{name}: the address of the proxy on the way to {host} cannot be used."
        case aiohttp.ClientResponseError() | ValueError():
            message = f"{name} answered with something that is not HTTP."
            return UpstreamFailed(_failure(provider, FailureKind.PROTOCOL, message), Phase.SENT)
        case _ if not isinstance(error, aiohttp.ClientError | OSError):  # aiohttp_socks's own
            message = f"{name}: the proxy at {_proxy_host(way)} does not let us through to {host}."
        case _:
            message = f"{name} closed the connection before it answered."
            phase = Phase.REUSED if reused else Phase.SENT
    return UpstreamFailed(_failure(provider, network, message), phase)


def _broken(provider: Provider, error: Exception) -> UpstreamFailed:
    """Why an answer broke off. Broken framing is the provider's fault, never a bad request."""
    name = provider.name
    if isinstance(error, TimeoutError):
        message = (
            f"{name} fell silent for {provider.timeouts.idle:g} s in the middle of its answer."
        )
        return UpstreamFailed(_failure(provider, FailureKind.TIMEOUT, message), Phase.ANSWERED)
    message = f"{name} broke the connection in the middle of its answer."
    return UpstreamFailed(_failure(provider, FailureKind.CUT, message), Phase.ANSWERED)


def tls_reason(error: Exception) -> str:
    """Why no secure connection came about, as the end of a sentence."""
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        text = (cause.verify_message or "").lower()
        if "expired" in text:
            return "its certificate has expired, or this machine's clock is wrong."
        if "not yet valid" in text:
            return "its certificate is not valid yet; is this machine's clock right?"
        if "mismatch" in text or "doesn't match" in text or "not valid for" in text:
            return "its certificate was made for another host."
        return "its certificate comes from an issuer that this machine does not know."
    return "it does not speak TLS there as it should."


def _reason(error: aiohttp.ClientConnectorError) -> str:
    if isinstance(error.os_error, ConnectionRefusedError):
        return "connection refused"
    return error.os_error.strerror or type(error.os_error).__name__


def _proxy_host(way: Way) -> str:
    parts = urlsplit(way.http or way.socks or "")
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
