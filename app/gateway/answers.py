"""A provider's answer as batches of bytes and of what they mean, wherever it comes from."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from app.core.events import Event, Failed, Finished, PartDelta
from app.core.failure import Failure, FailureKind, Refused
from app.dialects.base import StreamDecoder, WireResponse
from app.gateway.attempt import Attempt
from app.gateway.filtered import FilteredAnswer, is_filtered
from app.gateway.request import LOOP_STATUS, Request
from app.gateway.response_headers import passed_response_headers, retry_after
from app.gateway.services import Services
from app.gateway.upstream import UpstreamAnswer, UpstreamFailed
from app.providers import demo
from app.routing.retry import Phase
from app.secrets.redact import redact

Batch = tuple[bytes, list[Event]]

ERROR_BODY_LIMIT = 256 * 1024
# Usage comes in a frame of its own after the finish reason, from most providers at once, from some
# never (new-api #5345: the stream then stayed open).
USAGE_WAIT_SECONDS = 2.0
# The demo provider types at a pace at which one sees that it streams.
_DEMO_PACE_SECONDS = 0.004


class AttemptFailed(Exception):  # noqa: N818 - it says what happened to the attempt
    """An attempt failed, as far as `phase`; the client has seen nothing of it.

    `headers` are those of the provider's error answer that the client may see, and `raw` is that
    answer itself where the client may get it as it is. `body` is what the provider said.
    """

    def __init__(
        self,
        failure: Failure,
        phase: Phase,
        headers: Mapping[str, str] = MappingProxyType({}),
        raw: WireResponse | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.phase = phase
        self.headers = headers
        self.raw = raw
        self.body = body


class Answer(Protocol):
    """An answer that has begun."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Those of the provider's headers that the client may see."""
        ...

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """What the provider was told in confidence: no client hears it, even if it is echoed."""
        ...

    def batches(self) -> AsyncGenerator[Batch, None]:
        """The answer's bytes and events, ending with a batch whose last event is terminal.

        The built-in provider has events only; a cut connection has a last batch without bytes.
        """
        ...


@asynccontextmanager
async def open_answer(
    services: Services, attempt: Attempt, request: Request
) -> AsyncIterator[Answer]:
    """Ask the provider; close the connection when the block is left, whatever the reason.

    Raises `AttemptFailed` where it cannot be reached or answers with an error.
    """
    if attempt.provider.is_demo:
        yield _DemoAnswer(request)
        return
    refused: AttemptFailed | None = None
    try:
        answer, secrets = await ask(services, attempt, request.hops)
    except AttemptFailed as failed:
        if attempt.lane == "verbatim" or not is_filtered(failed.failure):
            raise
        refused = failed
    if refused is not None:
        yield FilteredAnswer(refused.failure.message, refused.body, refused.headers)
        return
    given = _ProviderAnswer(answer, attempt, secrets)
    try:
        yield given
    finally:
        if given.ended:
            answer.end()
        else:
            answer.close()


async def ask(
    services: Services, attempt: Attempt, hops: int
) -> tuple[UpstreamAnswer, tuple[bytes, ...]]:
    """The provider's answer, to be closed, and what it was told that nobody else may hear.

    `hops` is how many gateways the request has passed. Raises `AttemptFailed` where the provider
    cannot be reached or answers with an error.
    """
    try:
        answer, secrets = await _asked(services, attempt, hops)
    except UpstreamFailed as failed:
        raise AttemptFailed(failed.failure, failed.phase) from None
    except Refused as refused:  # its key cannot be had; another provider's may
        raise AttemptFailed(refused.failure, Phase.CONNECT) from None
    if answer.status < 300:
        return answer, secrets
    try:
        raise await _refusal(attempt, answer)
    finally:
        answer.close()


async def _asked(
    services: Services, attempt: Attempt, hops: int
) -> tuple[UpstreamAnswer, tuple[bytes, ...]]:
    """As `ask`, whatever the status. A token that is accepted no more is exchanged anew once."""
    provider = attempt.provider
    for renewed in (False, True):
        headers = await services.credentials.headers(provider)
        answer = await services.upstream.open(provider, attempt.wire, headers, hops + 1)
        if answer.status != 401 or renewed or not services.credentials.renew(provider, headers):
            break
        answer.close()
    # What stands in the settings as it is sent is no secret: those are references there.
    own = (value for name, value in headers.items() if provider.headers.get(name) != value)
    return answer, tuple(value.removeprefix("Bearer ").encode() for value in own)


async def _refusal(attempt: Attempt, answer: UpstreamAnswer) -> AttemptFailed:
    try:
        body = await answer.body(ERROR_BODY_LIMIT)
    except UpstreamFailed:
        body = b""  # the status alone tells enough
    failure = attempt.dialect.decode_error(answer.status, answer.headers, body)
    if failure.retry_after is None:
        failure = replace(failure, retry_after=retry_after(answer.headers))
    if answer.status == LOOP_STATUS:
        failure = replace(failure, retryable=False)
    spoken = spoken_by(attempt.provider.name, failure, own=bool(attempt.provider.owner))
    raw = None
    text = body.decode("utf-8", "replace")
    native = attempt.lane == "verbatim" and text.startswith("{")
    if native and spoken.kind is not FailureKind.PROVIDER_KEY and redact(text) == text:
        raw = WireResponse(answer.status, body)
    passed = passed_response_headers(answer.headers)
    return AttemptFailed(spoken, Phase.ANSWERED, passed, raw, body)


def spoken_by(provider: str, failure: Failure, *, own: bool = False) -> Failure:
    """The failure as the client is told it: by whom, without secrets, and with what to do.

    `own`: it was asked with the user's own key.

    A rejected key is the provider's, never the client's: told as 401, a client would drop its own.
    """
    message = redact(failure.message)
    kind = failure.kind
    if kind is FailureKind.AUTHENTICATION or kind is FailureKind.PROVIDER_KEY:
        kind = FailureKind.PROVIDER_KEY
        message = (
            f"{provider} rejected your own key ({message}). Enter it again: "
            f"POST /provider-keys/{provider}"
            if own
            else f"{provider} rejected the key that Dragoman holds for it ({message}). "
            f"Check it with: dragoman provider test {provider}"
        )
    elif kind is not FailureKind.CONTEXT_OVERFLOW and not message.startswith(provider):
        # Claude Code reads an overflow's own words, which must stay at the front.
        message = f"{provider}: {message}"
    return replace(failure, kind=kind, message=message, provider=provider)


@dataclass(slots=True)
class _ProviderAnswer:
    _answer: UpstreamAnswer
    _attempt: Attempt
    secrets: tuple[bytes, ...]
    ended: bool = False

    @property
    def headers(self) -> Mapping[str, str]:
        """What of the provider's headers the client may see."""
        return passed_response_headers(self._answer.headers)

    async def batches(self) -> AsyncGenerator[Batch, None]:
        """See `Answer`."""
        attempt = self._attempt
        try:
            if not attempt.wire.stream:
                body = await self._answer.body()
                yield body, self._named(attempt.dialect.decode_response(body, attempt.wire))
                return
            decoder = attempt.dialect.stream_decoder(attempt.wire)
            chunks = self._answer.chunks()
            while chunk := await _next_chunk(chunks, decoder):
                events = decoder.feed(chunk)
                if events and isinstance(events[-1], Finished | Failed):
                    self.ended = isinstance(events[-1], Finished)
                    yield chunk, self._named(events)
                    return
                yield chunk, events
            yield b"", self._named(decoder.eof())
        except UpstreamFailed as failed:
            yield b"", [Failed(failed.failure)]

    def _named(self, events: list[Event]) -> list[Event]:
        last = events[-1] if events else None
        if isinstance(last, Failed):
            events[-1] = Failed(spoken_by(self._attempt.provider.name, last.failure))
        return events


async def _next_chunk(chunks: AsyncIterator[bytes], decoder: StreamDecoder) -> bytes:
    """The next bytes, b"" at the end, or when only the usage is missing and does not come."""
    if not decoder.finishing:
        return await anext(chunks, b"")
    try:
        async with asyncio.timeout(USAGE_WAIT_SECONDS):
            return await anext(chunks, b"")
    except TimeoutError:
        return b""


@dataclass(slots=True)
class _DemoAnswer:
    _request: Request

    @property
    def headers(self) -> Mapping[str, str]:
        """There is no provider whose headers could be passed on."""
        return {}

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """The built-in provider has no key."""
        return ()

    async def batches(self) -> AsyncGenerator[Batch, None]:
        """The built-in provider's events, at a pace that shows the streaming."""
        conversation = self._request.conversation()
        batch: list[Event] = []
        for event in demo.answer(conversation):
            batch.append(event)
            if isinstance(event, PartDelta) and conversation.options.stream:
                yield b"", batch
                batch = []
                await asyncio.sleep(_DEMO_PACE_SECONDS)
        yield b"", batch
