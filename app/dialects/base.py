"""The shape that every dialect has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from app.core.conversation import Conversation
from app.core.events import Event
from app.core.failure import Failure
from app.core.loss import Loss
from app.core.traits import Target


@dataclass(frozen=True, slots=True)
class ClientCall:
    """A client's HTTP request, as far as a dialect may look at it.

    Header names are lower case and credentials are taken out. `path` is the path after the base
    ("messages", "models/gemini-3-pro:generateContent"). `seal` is the key that carriers of ours are
    checked with. `previous` is the id of the answer that the client goes on from, where what was
    said before stands in the body already.
    """

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    seal: bytes = field(default=b"", repr=False)
    previous: str = ""


@dataclass(frozen=True, slots=True)
class WireRequest:
    """What goes to a provider, but for the address and the credential.

    `path` is relative to the provider's base URL ("chat/completions", "messages"). `tool_names`
    leads from each tool name that had to be rewritten back to the client's own.
    """

    path: str
    body: bytes
    target: Target
    stream: bool
    headers: Mapping[str, str] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    tool_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WireResponse:
    """A whole answer to a client."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an encoder must know to answer a client.

    `id` is the unique part of the answer's id (the dialect puts its own prefix before it),
    `created` is in Unix seconds, `input_estimate` in tokens, for the place where a wire wants a
    count before the provider has told one. The answer names `conversation.model`, the client's name
    for the model, never the provider's. `seal` is the key that carriers are made with. `framing` is
    "array" where the client wants its stream as one JSON array (Gemini without `alt=sse`).
    `previous` is the id of the answer that the client goes on from, "" for none.
    """

    conversation: Conversation
    id: str
    created: int
    input_estimate: int = 1
    request_id: str = ""
    seal: bytes = field(default=b"", repr=False)
    framing: Literal["sse", "array"] = "sse"
    previous: str = ""


class StreamDecoder(Protocol):
    """A provider's stream into events, in the grammar of `app.core.events`."""

    @property
    def finishing(self) -> bool:
        """Whether the answer is over but for its usage, which may never come."""
        ...

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes; nothing after a terminal event."""
        ...

    def eof(self) -> list[Event]:
        """The events at the end of the bytes; a `Failed` where there was no terminal event yet."""
        ...


class StreamEncoder(Protocol):
    """Events into a client's stream. Keeps the client's framing valid after every call."""

    losses: list[Loss]

    def encode(self, events: Iterable[Event]) -> bytes:
        """The bytes for `events`, b"" where they say nothing to the client yet."""
        ...

    def keepalive(self) -> bytes:
        """Bytes that tell the client that the stream lives, valid at any moment, also first."""
        ...


class Dialect(Protocol):
    """One wire format, from both sides."""

    name: str

    def decode_request(self, call: ClientCall) -> Conversation:
        """What the client asks for.

        Raises `Refused` with a sentence that names the field that is wrong.
        """
        ...

    def encode_request(self, conversation: Conversation, target: Target) -> WireRequest:
        """The request for `target`, and what it cannot carry.

        Raises `Refused` (UNSUPPORTED) where content that matters cannot be carried at all.
        """
        ...

    def stream_decoder(self, sent: WireRequest) -> StreamDecoder:
        """A decoder for the stream that answers `sent`."""
        ...

    def decode_response(self, body: bytes, sent: WireRequest) -> list[Event]:
        """A whole answer to `sent`, as the events of its stream; ends in one terminal event."""
        ...

    def stream_encoder(self, reply: Reply) -> StreamEncoder:
        """An encoder for one streamed answer."""
        ...

    def encode_response(self, events: Iterable[Event], reply: Reply) -> bytes:
        """A whole answer, folded from events that end in `Finished`.

        Raises `Refused` where they end in `Failed`.
        """
        ...

    def decode_error(self, status: int, headers: Mapping[str, str], body: bytes) -> Failure:
        """What a provider's error answer means. Header names are lower case."""
        ...

    def encode_error(self, failure: Failure, request_id: str) -> WireResponse:
        """The failure as a client of this dialect expects it, with status and headers."""
        ...

    def encode_stream_error(self, failure: Failure, request_id: str) -> bytes:
        """The failure as the last frame of a stream that had already begun."""
        ...
