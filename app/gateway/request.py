"""A client's request, read no further than its lane needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.core.conversation import Conversation
from app.dialects.base import ClientCall, Dialect
from app.gateway.inline_media import inline_media
from app.gateway.splice import Peeked
from app.gateway.transcript import NOTHING, Transcript

# Gateways count themselves here, so that two that point at each other stop.
HOP_HEADER = "x-dragoman-hop"
HOPS_LIMIT = 2
LOOP_STATUS = 508  # RFC 5842, section 7.2


Framing = Literal["sse", "array"]


@dataclass(frozen=True, slots=True)
class Held:
    """A request as it came, for the provider that holds the past that it points at."""

    provider: str
    peeked: Peeked


class Request:
    """The body, what routes it, and the conversation, which is decoded once and when asked for.

    `framing` is how the client wants a stream of its dialect.
    """

    __slots__ = (
        "_conversation",
        "_held",
        "_media",
        "call",
        "dialect",
        "framing",
        "peeked",
        "transcript",
    )

    def __init__(
        self,
        dialect: Dialect,
        peeked: Peeked,
        call: ClientCall,
        transcript: Transcript = NOTHING,
        held: Held | None = None,
        framing: Framing = "sse",
    ) -> None:
        self.dialect = dialect
        self.framing: Framing = framing
        self.peeked = peeked
        self.call = call
        self.transcript = transcript
        self._held = held
        self._conversation: Conversation | None = None
        self._media: tuple[int, int] | None = None

    @property
    def hops(self) -> int:
        """How many gateways have passed the request on already."""
        return hops_in(self.call.headers)

    def untouched(self, provider: str) -> Peeked:
        """What a provider of the client's dialect is sent: the past only where it lacks that."""
        held = self._held
        return held.peeked if held is not None and held.provider == provider else self.peeked

    def tell_all(self, provider: str) -> bool:
        """Tell `provider`, too, the past from now on; False where it is told that already."""
        if self._held is None or self._held.provider != provider:
            return False
        self._held = None
        return True

    def conversation(self) -> Conversation:
        """What the client asks for.

        Raises `Refused` where the body cannot be read.
        """
        if self._conversation is None:
            self._conversation = self.dialect.decode_request(self.call)
        return self._conversation

    def media(self) -> tuple[int, int]:
        """How many pictures and documents it holds, and their size in base64 bytes."""
        if self._media is None:
            self._media = inline_media(self.conversation())
        return self._media


def hops_in(headers: Mapping[str, str]) -> int:
    """How many gateways have passed a request with these headers on already."""
    text = headers.get(HOP_HEADER, "")
    return int(text[:4]) if text.isascii() and text.isdigit() else 0


_CREDENTIALS = frozenset(
    ["authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "sec-websocket-protocol"]
)
_QUERY_CREDENTIALS = frozenset(["key", "access_token", "oauth_token"])


def call_of(
    body: bytes, headers: Mapping[str, str], query: Mapping[str, str], path: str, seal: bytes
) -> ClientCall:
    """What a dialect may see of a request: everything but its credentials."""
    shown = {name: value for name, value in headers.items() if name not in _CREDENTIALS}
    asked = {name: value for name, value in query.items() if name not in _QUERY_CREDENTIALS}
    return ClientCall(body, shown, asked, path, seal)
