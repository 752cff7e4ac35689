"""A provider's Gemini stream into events.

Every chunk is a whole response with the next parts; usage stands in each, and the last one counts.
A finish reason may be followed by more parts, so that the answer ends where the bytes do.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core.events import Event, Failed, Finished, FinishReason, Pulse, Started
from app.core.failure import Failure, FailureKind
from app.core.page import Page
from app.core.sidecar import Origin, Sidecar
from app.core.sse import Frame, FrameTooLarge, SseReader
from app.core.usage import Usage
from app.dialects import wire_json
from app.dialects.base import WireRequest
from app.dialects.gemini import error_reading, finish_reasons, gist, usage
from app.dialects.gemini.assembly import Assembly
from app.dialects.gemini.framing import ArrayReader
from app.dialects.gemini.wire import NAME
from app.dialects.provider_errors import plain_message

_BLANK = b" \t\r\n\xef\xbb\xbf"
_NOT_UNDERSTOOD = "The provider sent a chunk that cannot be understood."
_TOO_LONG = "The provider sent a chunk that is too long to be read."
_CUT = "The provider's stream ended before the answer was complete."
_SAID = frozenset({"content", "index", "finishReason", "tokenCount"})
_Wire = Mapping[str, Any]


class GeminiStreamDecoder:
    """One stream. Nothing follows its terminal event."""

    def __init__(self, sent: WireRequest) -> None:
        self._origin = Origin(NAME, sent.target.provider, sent.target.model)
        self._assembly = Assembly(self._origin, sent.tool_names)
        self._sse = SseReader()
        self._array: ArrayReader | None = None
        self._page: Page | None = None  # neither events nor an array
        self._sniffed = False
        self._started = False
        self._over = False
        self._usage: Usage | None = None
        self._reason: str | None = None
        self._message = ""  # what the provider says of the reason
        self._blocked: str | None = None
        self._extra: dict[str, Any] = {}  # what the candidate says of itself besides its parts
        self._recent: list[bytes] = []  # since the last complete frame, the end of it included

    @property
    def finishing(self) -> bool:
        """Whether a finish reason came; more parts are rare, usage came with it."""
        return self._reason is not None or self._blocked is not None

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes."""
        if self._over:
            return []
        if not self._sniffed:
            begun = chunk.lstrip(_BLANK)
            if not begun:
                return []
            self._sniffed = True
            chunk = begun
            if begun[:1] == b"[":
                self._array = ArrayReader()
            elif begun[:1] in (b"{", b"<"):
                self._page = Page()
        try:
            if self._page is not None:
                self._page.feed(chunk)
                return []
            if self._array is not None:
                return self._texts(self._array.feed(chunk))
            frames = self._sse.feed(chunk)
            self._recent = [chunk] if frames else [*self._recent, chunk]
            return self._frames(frames)
        except FrameTooLarge:
            return self._fail(_protocol(_TOO_LONG))
        except ValueError:
            return self._fail(_protocol(_NOT_UNDERSTOOD))

    def eof(self) -> list[Event]:
        """The events at the end of the bytes; a cut where the answer was not complete."""
        if self._over:
            return []
        if self._page is not None:
            return self.whole(self._page.body())
        events: list[Event] = []
        if self._array is not None:
            if self._array.unfinished or not self._array.closed:
                return self._fail(Failure(FailureKind.CUT, _CUT))
        else:
            events = self._tail() or self._last(self._sse.eof())
        return events if self._over else events + self._finish()

    def whole(self, body: bytes) -> list[Event]:
        """The events of a whole answer, also of a stream's chunks in one list."""
        try:
            value = wire_json.load(body.strip(_BLANK))
        except ValueError:
            message = plain_message(body, None)
            return self._fail(Failure(FailureKind.PROTOCOL, message, retryable=True))
        events: list[Event] = []
        for chunk in value if isinstance(value, list) else [value]:
            events += self._chunk(chunk)
            if self._over:
                return events
        return events + self._finish()

    def _frames(self, frames: list[Frame]) -> list[Event]:
        events: list[Event] = []
        for frame in frames:
            if self._over:
                break
            if frame.data is None:
                events.append(Pulse())
            elif frame.data.strip() not in (b"[DONE]", b""):
                events += self._texts([frame.data])
        return events

    def _tail(self) -> list[Event]:
        """The failure of an error that stands behind the events without being one.

        Google breaks a running stream off with the error's bare JSON (llmgateway issue 3616), which
        is what the SDKs look for.
        """
        behind = b"".join(self._recent).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        text = behind.rstrip().rpartition(b"\n\n")[2].strip(_BLANK)
        if text[:1] not in (b"{", b"["):
            return []
        try:
            value = wire_json.load(text)
        except ValueError:
            return []
        if isinstance(value, list) and value:
            value = value[0]
        failed = isinstance(value, Mapping) and value.get("error")
        return self._fail(error_reading.failure_in(value)) if failed else []

    def _last(self, frames: list[Frame]) -> list[Event]:
        """The frame that the end of the stream completes, unless the end cut it."""
        for frame in frames:
            if frame.data is not None and frame.data.strip() not in (b"[DONE]", b""):
                try:
                    wire_json.load(frame.data)
                except ValueError:
                    return self._fail(Failure(FailureKind.CUT, _CUT))
        return self._frames(frames)

    def _texts(self, texts: list[bytes]) -> list[Event]:
        events: list[Event] = []
        for text in texts:
            if self._over:
                break
            try:
                value = wire_json.load(text)
            except ValueError:
                return events + self._fail(_protocol("The provider sent a chunk that is not JSON."))
            events += self._chunk(value)
        return events

    def _chunk(self, value: Any) -> list[Event]:
        """The events of one chunk, whatever its fields hold."""
        if not isinstance(value, Mapping):
            return self._fail(_protocol(_NOT_UNDERSTOOD))
        inner = value.get("response")
        if isinstance(inner, Mapping) and "candidates" not in value:
            value = inner  # Code Assist wraps its answers
        if value.get("error"):
            return self._fail(error_reading.failure_in(value))
        try:
            return self._response(value)
        except (TypeError, KeyError, AttributeError, ValueError):
            return self._fail(_protocol(_NOT_UNDERSTOOD))

    def _response(self, value: _Wire) -> list[Event]:
        self._usage = usage.decode(value.get("usageMetadata")) or self._usage
        events = self._start(value)
        feedback = value.get("promptFeedback")
        if isinstance(feedback, Mapping) and (reason := _text(feedback.get("blockReason"))):
            self._blocked = reason
            self._message = _text(feedback.get("blockReasonMessage"))
            self._extra["promptFeedback"] = feedback
        candidates = value.get("candidates")
        for candidate in candidates if isinstance(candidates, list) else []:
            if isinstance(candidate, Mapping) and not candidate.get("index"):
                self._candidate(candidate)
        told = self._taken()
        return events + told if events or told else [Pulse()]

    def _start(self, value: _Wire) -> list[Event]:
        if self._started:
            return []
        self._started = True
        answer_id, model = _text(value.get("responseId")), _text(value.get("modelVersion"))
        self._assembly.seed = answer_id
        return [Started(answer_id or None, model or None, self._usage)]

    def _candidate(self, candidate: _Wire) -> None:
        content = candidate.get("content")
        parts = content.get("parts") if isinstance(content, Mapping) else None
        for part in parts if isinstance(parts, list) else []:
            if isinstance(part, Mapping):
                self._assembly.part(part)
        for name, found in candidate.items():
            if name not in _SAID and found not in (None, [], {}):
                before = self._extra.get(name)
                if isinstance(before, Mapping) and isinstance(found, Mapping):
                    found = {**before, **found}
                self._extra[name] = found
        reason = _text(candidate.get("finishReason"))
        if reason and reason != "FINISH_REASON_UNSPECIFIED":
            self._reason = reason
            self._message = _text(candidate.get("finishMessage"))

    def _finish(self) -> list[Event]:
        reason, assembly = self._reason, self._assembly
        if reason is None and self._blocked is None:
            if not self._started:
                return self._fail(Failure(FailureKind.CUT, "The provider's answer was empty."))
            return self._fail(Failure(FailureKind.CUT, _CUT))
        if reason is None:
            assembly.refusal(self._message or f"The provider blocked the prompt: {self._blocked}.")
            return self._end("refusal")
        read = finish_reasons.decode(reason, called=assembly.called)
        if read is None:
            return self._fail(finish_reasons.failure(reason, self._message))
        if read == "refusal" and not assembly.spoke:
            assembly.refusal(self._message or f"The provider withheld the answer: {reason}.")
        metadata = self._extra.get("groundingMetadata")
        search = gist.grounding(metadata) if isinstance(metadata, Mapping) else None
        if search is not None:
            assembly.grounded(search, {"groundingMetadata": metadata})
        if finish_reasons.encode(read) != reason:
            self._extra["finishReason"] = reason
        return self._end(read)

    def _end(self, reason: FinishReason) -> list[Event]:
        self._assembly.close()
        events = self._taken()
        self._over = True
        kept = Sidecar(self._origin, self._extra) if self._extra else None
        return [*events, Finished(reason, self._counted(), None, kept)]

    def _counted(self) -> Usage | None:
        """The usage with the searches that the answer tells of: Google bills each query."""
        metadata = self._extra.get("groundingMetadata")
        queries = metadata.get("webSearchQueries") if isinstance(metadata, Mapping) else None
        if self._usage is None or not isinstance(queries, list):
            return self._usage
        return replace(self._usage, searches=len(queries))

    def _taken(self) -> list[Event]:
        taken = list(self._assembly.out)
        self._assembly.out.clear()
        return taken

    def _fail(self, failure: Failure) -> list[Event]:
        self._over = True
        return [*self._taken(), Failed(failure)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _protocol(message: str) -> Failure:
    return Failure(FailureKind.PROTOCOL, message, retryable=True)
