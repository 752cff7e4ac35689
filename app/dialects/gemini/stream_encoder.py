"""Events into the stream that Google's SDKs and Gemini CLI read.

Observed with google-genai 3.4.0 and Gemini CLI 0.61.0: both take a comment for data and fail, so
that a sign of life is empty lines; the JavaScript SDK ends a line at U+2028 and U+2029; Gemini CLI
asks again where no chunk has a finish reason.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from app.core.events import (
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)
from app.core.loss import Loss
from app.core.usage import Usage
from app.dialects.base import Reply
from app.dialects.gemini import chunks, errors
from app.dialects.gemini.written_parts import Json, WrittenParts

_encode = msgspec.json.Encoder().encode


class GeminiStreamEncoder:
    """One streamed answer; nothing follows its finish reason or its error.

    As events, or (`Reply.framing` "array") as one JSON array that is valid however it ends.
    """

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._parts = WrittenParts(reply)
        self.losses: list[Loss] = self._parts.losses
        self._array = reply.framing == "array"
        self._before, self._after = (b"[", b"") if self._array else (b"data: ", b"\n\n")
        self._out: list[bytes] = []
        self._over = False
        self._said = False
        self._head, self._tail = b"", b""
        self._counted(None)

    def encode(self, events: Iterable[Event]) -> bytes:
        """The bytes for `events`, b"" where they say nothing to the client yet."""
        for event in events:
            if self._over:
                break
            match event:
                case PartDelta(text=text):
                    if text:
                        self._delta(text)
                case PartStarted(part=part):
                    self._write(self._parts.open(part))
                case PartEnded(sidecar=sidecar):
                    self._write(self._parts.close(sidecar))
                case Started(usage=counted):
                    self._counted(counted)
                case Finished():
                    self._finish(event)
                case Failed(failure=failure):
                    self._over = True
                    if self._array:
                        self._frame(_encode(errors.envelope(failure)))
                        self._out.append(b"]")
                    else:
                        self._out.append(errors.encode_stream_error(failure))
                case Pulse():
                    pass
        taken = b"".join(self._out)
        self._out.clear()
        return taken

    def keepalive(self) -> bytes:
        """Empty lines: nothing between events, blanks between elements."""
        return b"" if self._over else b"\n\n"

    def _counted(self, counted: Usage | None) -> None:
        """The frame around parts, with what is known of the input."""
        usage = chunks.opening_usage(self._reply, counted)
        self._head, self._tail = chunks.around_part(self._reply, usage)

    def _delta(self, text: str) -> None:
        if not self._parts.flows:
            self._write(self._parts.add(text))
            return
        self._said = True
        self._frame(b"".join((self._head, b'{"text":', _encode(text), b"}", self._tail)))

    def _write(self, parts: list[Json]) -> None:
        for part in parts:
            self._said = True
            self._frame(b"".join((self._head, _encode(part), self._tail)))

    def _frame(self, value: bytes) -> None:
        if b"\xe2\x80" in value:
            value = value.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
        self._out += (self._before, value, self._after)
        if self._array:
            self._before = b",\n"

    def _finish(self, finished: Finished) -> None:
        self._write(self._parts.finish(finished.reason))
        self._over = True
        last: dict[str, Any] = chunks.closing(
            self._reply, finished, self._parts.searches, said=self._said
        )
        self._frame(_encode(last))
        if self._array:
            self._out.append(b"]")
