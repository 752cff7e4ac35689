"""A provider tried step by step, each with its reason in words."""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.core.conversation import Conversation, Options, Text, Tool, ToolCall, ToolChoice, Turn
from app.core.events import Event, Failed, Finished
from app.core.failure import Failure, FailureKind, Refused
from app.core.fold import Answer, fold
from app.dialects.base import Dialect, WireRequest
from app.dialects.embeddings.forms import FORMS
from app.dialects.embeddings.vectors import length
from app.dialects.embeddings.wire import EmbeddingRequest
from app.gateway.answers import spoken_by
from app.gateway.credentials import Credentials
from app.gateway.model_list import fetch_models
from app.gateway.proxies import DIRECT, way_to
from app.gateway.upstream import UpstreamFailed, UpstreamPool, tls_reason
from app.providers.provider import Provider
from app.routing.embedding import makes_vectors

_UNLISTED = (FailureKind.NOT_FOUND, FailureKind.METHOD_NOT_ALLOWED, FailureKind.MODEL_NOT_FOUND)
_ANSWER_TOKENS = 512  # thinking models spend some hundred before their first word
# Where a list names no model to begin with, these in it are none to talk to.
_NO_CHAT = re.compile(
    r"embed|rerank|whisper|tts|dall-e|image|moderation|transcri|audio|speech|video|ocr|bge-",
    re.IGNORECASE,
)
_HINT = " Check it with: dragoman provider test"  # what everyone else is told of a rejected key

_WEATHER = Tool(
    "get_weather",
    "Tell the weather of a city.",
    {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step's result; `sentence` says what was seen, or what is wrong and what to do."""

    name: str
    ok: bool
    sentence: str


@dataclass(slots=True)
class ConnectionTest:
    """Tries `provider`; `model` None takes one that it lists."""

    provider: Provider
    dialect: Dialect
    upstream: UpstreamPool
    credentials: Credentials
    model: str | None = None
    _listed: list[str] = field(default_factory=list)
    _streamed: bool = False

    async def run(self) -> AsyncGenerator[Step, None]:
        """The steps as they end: network, TLS, auth, model, stream, tool call.

        The first that fails is the last, for those behind it would fail for the same reason.
        """
        if self.provider.is_demo:
            yield Step("network", True, "The built-in provider needs no network.")
            return
        for step in (self._network, self._tls, self._auth):
            result = await step()
            if result is not None:
                yield result
                if not result.ok:
                    return
        model = self._chosen()
        if model is None:
            yield Step(
                "model",
                False,
                f"{self.provider.name} lists no models. Name one: dragoman model map '*' "
                f"{self.provider.name}/MODEL",
            )
            return
        if makes_vectors(model):
            yield await self._embedding(model)
            return
        answer = await self._asked(model)
        if isinstance(answer, Failure):
            yield self._failed("model", answer)
            return
        yield Step("model", True, f"{model} answers.")
        yield self._stream(answer)
        yield await self._tool_call(model)

    def _chosen(self) -> str | None:
        """The model to try: the one asked for, the user's first, or the first one that chats."""
        listed = self.provider.models or self._listed
        chats = (name for name in listed if not _NO_CHAT.search(name))
        return self.model or next(chats, None) or next(iter(listed), None)

    def _failed(self, step: str, failure: Failure) -> Step:
        """The step that `failure` is about, which only showed itself in `step`."""
        if failure.kind is FailureKind.NETWORK:
            return Step("network", False, failure.message)
        if failure.kind is FailureKind.PROVIDER_KEY:
            said = failure.message.partition(_HINT)[0]
            again = f"Enter it again: dragoman provider add {self.provider.name} --key-stdin"
            return Step("auth", False, f"{said} {again}")
        return Step(step, False, failure.message)

    async def _network(self) -> Step:
        parts = urlsplit(self.provider.base_url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if way_to(self.provider.base_url, self.provider.proxy) != DIRECT:
            return Step("network", True, f"{host} is asked through a proxy.")
        try:
            async with asyncio.timeout(self.provider.timeouts.connect):
                _, writer = await asyncio.open_connection(host, port)
        except TimeoutError:
            return Step("network", False, f"{host}:{port} does not answer. Is its address right?")
        except socket.gaierror:
            sentence = f"There is no host {host}, or no name server answers. Is its address right?"
            return Step("network", False, sentence)
        except ConnectionRefusedError:
            sentence = (
                f"Nothing listens at {host}:{port}. Is the server running, and the port right?"
            )
            return Step("network", False, sentence)
        except OSError as error:
            reason = error.strerror or str(error)
            return Step("network", False, f"{host}:{port} cannot be reached: {reason}.")
        writer.close()
        return Step("network", True, f"{host}:{port} can be reached.")

    async def _tls(self) -> Step | None:
        """None for plain http, and through a proxy, where the next step shows it."""
        parts = urlsplit(self.provider.base_url)
        direct = way_to(self.provider.base_url, self.provider.proxy) == DIRECT
        if parts.scheme != "https" or not direct:
            return None
        try:
            async with asyncio.timeout(self.provider.timeouts.connect):
                _, writer = await asyncio.open_connection(
                    parts.hostname, parts.port or 443, ssl=ssl.create_default_context()
                )
        except (OSError, TimeoutError) as error:
            sentence = f"No secure connection to {parts.hostname}: {tls_reason(error)}"
            return Step("TLS", False, sentence)
        writer.close()
        return Step("TLS", True, "The certificate is good.")

    async def _auth(self) -> Step | None:
        """None where the provider lists no models: the answer of a model shows the key then."""
        try:
            self._listed = await fetch_models(
                self.provider, self.dialect, self.upstream, self.credentials
            )
        except Refused as refused:
            failure = refused.failure
            if failure.kind in _UNLISTED or failure.kind is FailureKind.PROTOCOL:
                return None
            return self._failed("auth", failure)
        # Some list them to anyone: whether the key is good shows when a model answers.
        key = "No key is sent" if self.provider.auth == "none" else "The key was not rejected"
        return Step("auth", True, f"{key}; {len(self._listed)} models are listed.")

    def _stream(self, answer: Answer) -> Step:
        if not self._streamed:
            sentence = "It sends its answers whole: clients see nothing until they are complete."
            return Step("stream", False, sentence)
        if answer.usage is None:
            return Step("stream", True, "It streams, but reports no tokens: they are estimated.")
        return Step("stream", True, f"It streams, and reports its tokens ({answer.usage.output}).")

    async def _tool_call(self, model: str) -> Step:
        if not self.provider.target(model).traits.tools:
            return Step("tool call", False, f"{model} is known to take no tools.")
        answer = await self._asked(model, _WEATHER)
        if isinstance(answer, Failure):
            return self._failed("tool call", answer)
        if any(isinstance(part, ToolCall) for part in answer.parts):
            return Step("tool call", True, f"{model} calls a tool when it is asked to.")
        return Step(
            "tool call",
            False,
            f"{model} answered in words where it should have called a tool. Claude Code and other "
            "agents need a model that calls tools.",
        )

    async def _embedding(self, model: str) -> Step:
        """The last step of a provider that is asked for embeddings only."""
        traits = self.provider.embedding(model)
        if traits.api == "none":
            return Step("model", False, f"{self.provider.name} makes no embeddings in its format.")
        form = FORMS[traits.api]
        part = form.encode(EmbeddingRequest(model, ("Hello.",)), ("Hello.",), model, traits)
        wire = WireRequest(part.path, part.body, self.provider.target(model), stream=False)
        try:
            headers = await self.credentials.headers(self.provider)
            answer = await self.upstream.open(self.provider, wire, headers)
            try:
                body = await answer.body()
            finally:
                answer.close()
            if answer.status >= 300:
                raise Refused(self.dialect.decode_error(answer.status, answer.headers, body))
            numbers = length(form.decode(body, 1).values[0])
        except UpstreamFailed as failed:
            return self._failed("model", failed.failure)
        except Refused as refused:
            return self._failed("model", spoken_by(self.provider.name, refused.failure))
        return Step("model", True, f"{model} makes vectors of {numbers} numbers.")

    async def _asked(self, model: str, tool: Tool | None = None) -> Answer | Failure:
        words = "What is the weather in Paris? Call the tool." if tool else "Say hello."
        conversation = Conversation(
            client="dragoman",
            model=model,
            turns=(Turn("user", (Text(words),)),),
            tools=(tool,) if tool else (),
            options=Options(
                max_tokens=_ANSWER_TOKENS,
                stream=True,
                stream_usage=True,
                tool_choice=ToolChoice("auto") if tool else None,
            ),
        )
        try:
            wire = self.dialect.encode_request(conversation, self.provider.target(model))
            headers = await self.credentials.headers(self.provider)
            answer = await self.upstream.open(self.provider, wire, headers)
        except Refused as refused:
            return refused.failure
        except UpstreamFailed as failed:
            return failed.failure
        try:
            if answer.status >= 300:
                body = await answer.body()
                failure = self.dialect.decode_error(answer.status, answer.headers, body)
                return spoken_by(self.provider.name, failure)
            kind = answer.headers.get("content-type", "")
            self._streamed = not kind.startswith("application/json")
            decoder = self.dialect.stream_decoder(wire)
            events: list[Event] = []
            async with aclosing(answer.chunks()) as chunks:
                async for chunk in chunks:
                    events += decoder.feed(chunk)
                    if events and isinstance(events[-1], Finished | Failed):
                        break
                else:
                    events += decoder.eof()
        except UpstreamFailed as failed:
            return failed.failure
        finally:
            answer.close()
        try:
            return fold(events)
        except Refused as refused:
            return spoken_by(self.provider.name, refused.failure)
