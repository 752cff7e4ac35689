"""A provider's Messages stream into events."""

from typing import Any

from app.core.events import Event, Pulse
from app.core.failure import Failure, FailureKind
from app.core.page import Page
from app.core.sse import Frame, FrameTooLarge, SseReader
from app.dialects import wire_json
from app.dialects.anthropic_messages.answer_reader import AnswerReader
from app.dialects.anthropic_messages.whole_response import decode_message
from app.dialects.base import WireRequest
from app.dialects.provider_errors import failure_in

_BOM = b"\xef\xbb\xbf"


class MessagesStreamDecoder:
    """One streamed answer; also a JSON body or a page that came in a stream's place."""

    def __init__(self, sent: WireRequest) -> None:
        self._sent = sent
        self._reader = AnswerReader(sent)
        self._frames = SseReader()
        self._head: bytes | None = b""  # until the first byte that is not blank
        self._page: Page | None = None  # where the answer is no stream

    @property
    def finishing(self) -> bool:
        """Whether the provider said why it stopped; only `message_stop` is to come."""
        return self._reader.complete and not self._reader.over

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes; nothing after a terminal event."""
        if self._reader.over:
            return []
        if self._head is not None:
            chunk = self._head + chunk
            start = chunk.removeprefix(_BOM).lstrip()
            if not start:
                self._head = chunk[:1024]
                return []
            self._head = None
            if start[:1] in b"{<[":
                self._page = Page()
        try:
            if self._page is not None:
                self._page.feed(chunk)
                return []
            frames = self._frames.feed(chunk)
        except FrameTooLarge as error:
            return self._fail(FailureKind.PROTOCOL, f"sent a stream that cannot be read: {error}.")
        return self._events(frames)

    def eof(self) -> list[Event]:
        """The events at the end of the bytes; a `Failed` where there was no terminal event yet."""
        if self._reader.over:
            return []
        if self._page is not None:
            return decode_message(self._page.body(), self._sent)
        try:
            events = self._events(self._frames.eof())
        except FrameTooLarge as error:
            return self._fail(FailureKind.PROTOCOL, f"sent a stream that cannot be read: {error}.")
        if self._reader.over:
            return events
        if self._reader.complete:
            # Clients of record take a message_delta with a stop reason as the end.
            return events + self._reader.end()
        if not self._reader.begun:
            return events + self._fail(FailureKind.CUT, "sent an empty answer.")
        return events + self._fail(
            FailureKind.CUT, "ended the stream before the answer was complete."
        )

    def _fail(self, kind: FailureKind, what: str) -> list[Event]:
        provider = self._sent.target.provider
        return self._reader.fail(Failure(kind, f"{provider} {what}", provider=provider))

    def _events(self, frames: list[Frame]) -> list[Event]:
        events: list[Event] = []
        for frame in frames:
            if frame.data is None:
                events.append(Pulse())
            elif frame.data != b"[DONE]":
                events += self._event(frame.event, frame.data)
            if self._reader.over:
                break
        return events

    def _event(self, name: str | None, data: bytes) -> list[Event]:
        reader = self._reader
        try:
            value: Any = wire_json.load(data)
        except ValueError as error:
            if name == "error":
                return reader.fail(failure_in({"error": data.decode("utf-8", "replace")}))
            return self._fail(FailureKind.PROTOCOL, f"sent broken JSON in its stream: {error}.")
        if not isinstance(value, dict):
            return []
        # Some endpoints leave the event line out; the data names its type as well.
        match value.get("type", name):
            case "content_block_delta":
                return reader.delta(value.get("index"), value.get("delta"))
            case "content_block_start":
                return reader.block(value.get("index"), value.get("content_block"))
            case "content_block_stop":
                return reader.block_end(value.get("index"))
            case "message_start":
                return reader.message(value.get("message"))
            case "message_delta":
                return reader.delta_of_message(value)
            case "message_stop":
                return reader.end()
            case "error":
                return reader.fail(failure_in(value))
            case _ if value.get("error") or name == "error":
                return reader.fail(failure_in(value))
            case _:
                return [Pulse()]


def decode_response(body: bytes, sent: WireRequest) -> list[Event]:
    """A whole answer as events; some endpoints stream although they were not asked to."""
    start = body.removeprefix(_BOM).lstrip()[:8]
    if not start.startswith((b"event:", b"data:", b":")):
        return decode_message(body, sent)
    decoder = MessagesStreamDecoder(sent)
    return [*decoder.feed(body), *decoder.eof()]
