"""A provider's Chat Completions stream into events, whatever its server does otherwise.

The answer's end is held back after the finish reason, because usage comes in a frame of its own
(OpenAI), in the finish frame (DeepSeek, Hugging Face) or never.
"""

from typing import Any

from app.core.events import Event, Failed, Finished, Pulse, Started
from app.core.failure import Failure, FailureKind
from app.core.page import Page
from app.core.sidecar import Origin, Sidecar
from app.core.sse import Frame, FrameTooLarge, SseReader
from app.core.usage import Usage
from app.dialects import wire_json
from app.dialects.base import WireRequest
from app.dialects.openai_chat import error_reading, finish_reasons, usage
from app.dialects.openai_chat.assembly import Assembly
from app.dialects.openai_chat.call_sequence import BrokenCall
from app.dialects.openai_chat.wire import NAME

_BLANK = b" \t\r\n\xef\xbb\xbf"
# Fields of a chunk that a Chat client may want, and nobody else has a place for.
_FOUND = ("citations", "search_results", "web_search")  # Perplexity and xAI; Perplexity; Zhipu
_KEPT = ("system_fingerprint", "service_tier", *_FOUND)


class ChatStreamDecoder:
    """One stream. Nothing follows its terminal event."""

    def __init__(self, sent: WireRequest) -> None:
        self._traits = sent.target.traits
        self._origin = Origin(NAME, sent.target.provider, sent.target.model)
        self._sse = SseReader()
        self._assembly = Assembly(self._origin, sent.tool_names)
        self._page: Page | None = None  # a whole answer in the stream's place
        self._sniffed = False
        self._started = False
        self._over = False
        self._reason: str | None = None
        self._stop_sequence: str | None = None
        self._usage: Usage | None = None
        self._kept: dict[str, Any] = {}

    @property
    def finishing(self) -> bool:
        """Whether the finish reason has come and only usage is awaited."""
        return self._reason is not None and not self._over

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that `chunk` completes."""
        if self._over:
            return []
        if not self._sniffed:
            begun = chunk.lstrip(_BLANK)
            if not begun:
                return []
            self._sniffed = True
            if begun[:1] in (b"{", b"[", b"<"):
                self._page = Page()
        try:
            if self._page is not None:
                self._page.feed(chunk)
                return []
            return self._frames(self._sse.feed(chunk))
        except FrameTooLarge:
            return self._fail(_protocol("The provider sent an event that is too long to be read."))

    def eof(self) -> list[Event]:
        """The end of the bytes: what was held back, or a failure where the answer had no end."""
        if self._over:
            return []
        if self._page is not None:
            return self.whole(self._page.body())
        try:
            events = self._frames(self._sse.eof())
        except FrameTooLarge:
            return self._fail(_protocol("The provider sent an event that is too long to be read."))
        if self._over:
            return events
        if self._reason is not None:
            return events + self._finish()
        if not self._started:
            message = "The provider's stream was empty."
            return events + self._fail(Failure(FailureKind.PROTOCOL, message, retryable=True))
        return events + self._fail(
            Failure(FailureKind.CUT, "The provider's stream ended before the answer was complete.")
        )

    def whole(self, body: bytes) -> list[Event]:
        """A whole answer, also where a stream was asked for; ends in one terminal event."""
        try:
            value = wire_json.load(body)
        except ValueError:
            return self._fail(error_reading.unreadable(body))
        if isinstance(value, list) and value:
            value = value[0]
        if not isinstance(value, dict):
            return self._fail(_protocol("The provider's answer is not a JSON object."))
        self._object(value, whole=True)
        if self._over:
            return self._taken()
        if not self._started:
            return self._fail(_protocol("The provider's answer holds no choice."))
        if self._reason is None:
            self._reason = "stop"
        return self._finish()

    def _frames(self, frames: list[Frame]) -> list[Event]:
        for event, data in frames:
            if data is None:
                self._assembly.out.append(Pulse())
            elif event == "error":  # Groq
                self._fail_now(error_reading.of_event(data))
            elif data == b"[DONE]" or data.strip() == b"[DONE]":
                self._done()
            elif data.strip():
                self._data(data)
            if self._over:
                break
        return self._taken()

    def _data(self, data: bytes) -> None:
        try:
            value = wire_json.load(data)
        except ValueError:
            self._glued(data)
            return
        if isinstance(value, dict):
            self._object(value)
        else:
            self._fail_now(_protocol("The provider sent an event that is not a JSON object."))

    def _glued(self, data: bytes) -> None:
        """Several JSON values in one event: a server that forgets the blank line between two."""
        lines = [line for line in data.split(b"\n") if line.strip()]
        if len(lines) < 2:
            self._fail_now(_protocol("The provider sent an event that is not valid JSON."))
            return
        for line in lines:
            if self._over:
                return
            if line.strip() == b"[DONE]":
                self._done()
            else:
                self._data(line)

    def _object(self, value: dict[str, Any], *, whole: bool = False) -> None:
        # OpenRouter tells an error beside choices, after a finish reason.
        if failure := error_reading.of_object(value):
            self._fail_now(failure)
            return
        counted = usage.decode(
            usage.of_chunk(value),
            excludes_reasoning=self._traits.output_excludes_reasoning,
        )
        if counted is not None:
            self._usage = counted
        for name in _KEPT:
            if value.get(name) is not None:
                self._kept[name] = value[name]
                if name in _FOUND:
                    self._assembly.searched(value[name])
        choices = value.get("choices")
        # Azure's filter results, usage and moderation frames have no choice.
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, dict):
            return
        self._begin(value)
        delta = choice.get("message" if whole else "delta")
        if not isinstance(delta, dict):
            delta = choice.get("delta" if whole else "message")
        try:
            if isinstance(delta, dict):
                self._assembly.delta(delta)
            elif isinstance(choice.get("text"), str):
                self._assembly.delta({"content": choice["text"]})
        except BrokenCall as broken:
            self._fail_now(_protocol(str(broken)))
            return
        self._end_of(choice)

    def _begin(self, value: dict[str, Any]) -> None:
        if self._started:
            return
        self._started = True
        answer_id, model = value.get("id"), value.get("model")
        answer_id = answer_id if isinstance(answer_id, str) else None
        self._assembly.seed = answer_id or ""
        self._assembly.out.append(Started(answer_id, model if isinstance(model, str) else None))

    def _end_of(self, choice: dict[str, Any]) -> None:
        if isinstance(choice.get("logprobs"), dict):
            self._keep_logprobs(choice["logprobs"])
        word = choice.get("finish_reason")
        if not word or not isinstance(word, str):
            return
        if failure := finish_reasons.failure(word):
            self._fail_now(failure)
            return
        if self._reason is None:
            self._reason = word
            matched = choice.get("stop_reason")
            self._stop_sequence = matched if isinstance(matched, str) else None
        native = choice.get("native_finish_reason")
        if native is not None:
            self._kept["native_finish_reason"] = native

    def _keep_logprobs(self, logprobs: dict[str, Any]) -> None:
        kept = self._kept.setdefault("logprobs", {})
        for name, entries in logprobs.items():
            if isinstance(entries, list):
                kept[name] = [*kept.get(name, ()), *entries]

    def _done(self) -> None:
        """`[DONE]`: the end, also where no finish reason came but the parts are whole."""
        if not self._started:
            message = "The provider's stream was empty."
            self._fail_now(Failure(FailureKind.PROTOCOL, message, retryable=True))
        elif self._reason is None and self._assembly.unfinished_call:
            message = "The provider's stream ended in the middle of a tool call."
            self._fail_now(Failure(FailureKind.CUT, message))
        else:
            self._reason = self._reason or "stop"
            self._finish_now()

    def _finish_now(self) -> None:
        assembly = self._assembly
        reason = self._reason or "stop"
        try:
            assembly.finish(cut_short=reason in finish_reasons.LIMITS)
        except BrokenCall as broken:
            self._fail_now(_protocol(str(broken)))
            return
        ended = finish_reasons.decode(reason, called=assembly.called, refused=assembly.refused)
        if ended == "stop" and self._stop_sequence is not None:
            ended = "stop_sequence"
        matched = self._stop_sequence if ended == "stop_sequence" else None
        sidecar = Sidecar(self._origin, self._kept) if self._kept else None
        self._over = True
        assembly.out.append(Finished(ended, self._usage, matched, sidecar))

    def _finish(self) -> list[Event]:
        self._finish_now()
        return self._taken()

    def _fail_now(self, failure: Failure) -> None:
        if not self._over:
            self._over = True
            self._assembly.out.append(Failed(failure))

    def _fail(self, failure: Failure) -> list[Event]:
        self._fail_now(failure)
        return self._taken()

    def _taken(self) -> list[Event]:
        taken, self._assembly.out = self._assembly.out, []
        return taken


def _protocol(message: str) -> Failure:
    return Failure(FailureKind.PROTOCOL, message)
