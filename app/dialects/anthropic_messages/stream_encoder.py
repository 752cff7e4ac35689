"""Events into the Messages stream that every client of record reads.

Clients differ in what they forgive; this is the form that all of them take (observed 2026-11 with
Claude Code 2.1.329, the official SDKs, opencode, pi, qwen and the Vercel SDK): an `event:` line on
every frame, the full message in `message_start`, blocks from 0 without a gap and one at a time, at
least one delta in each, one `message_delta`, one `message_stop`, and nothing unknown.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import (
    AnswerPart,
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)
from app.core.fold import merged
from app.core.loss import Loss
from app.core.sidecar import Sidecar
from app.core.usage import Usage
from app.dialects.anthropic_messages import answer, usage
from app.dialects.anthropic_messages.errors import encode_stream_error
from app.dialects.anthropic_messages.wire import NAME
from app.dialects.base import Reply

_encode = msgspec.json.Encoder().encode

_PING = b'event: ping\ndata: {"type":"ping"}\n\n'
_STOP = b'event: message_stop\ndata: {"type":"message_stop"}\n\n'
_EMPTY_INPUT = "{}"

_TAIL = b"}}\n\n"
# The beta form requires the field; a number would be the vendor's own progress display.
_BETA_THINKING_TAIL = b',"estimated_tokens":null}}\n\n'


class MessagesStreamEncoder:
    """One streamed answer; nothing follows its `message_stop` or its error."""

    def __init__(self, reply: Reply) -> None:
        self.losses: list[Loss] = []
        self._reply = reply
        self._beta = answer.wants_beta(reply.conversation)
        self._out: list[bytes] = []
        self._begun = False
        self._usage: Usage | None = None  # what the start told, if the end tells nothing
        self._over = False
        self._pinged = False
        self._index = 0  # of the next block, or of the open one
        self._part: AnswerPart | None = None
        self._block_open = False
        self._delta_head = b""
        self._delta_tail = _TAIL
        self._fragments: list[str] = []  # of the open thinking, whose carrier is made over it
        self._characters = 0
        self._called = False
        self._refusal: str | None = None
        self._held: list[dict[str, Any]] = []  # proofs that wait for a block behind them

    def encode(self, events: Iterable[Event]) -> bytes:
        """The frames of `events`, b"" where they say nothing to the client yet."""
        for event in events:
            if self._over:
                break
            match event:
                case PartDelta(text=text):
                    if text:
                        self._delta(text)
                case PartStarted(part=part):
                    self._open(part)
                case PartEnded(sidecar=sidecar):
                    self._close(sidecar)
                case Started(usage=counted):
                    self._usage = counted
                    self._begin(event)
                case Finished():
                    self._finish(event)
                case Failed(failure=failure):
                    self._over = True
                    self._out.append(encode_stream_error(failure, self._reply.request_id))
                case Pulse():
                    pass
        return self._taken()

    def keepalive(self) -> bytes:
        """A ping, after `message_start` if that is still to come.

        Comments do not feed Claude Code's watchdog, pings do.
        """
        if self._over:
            return b""
        self._begin(Started())
        self._out.append(_PING)
        return self._taken()

    def _taken(self) -> bytes:
        taken = b"".join(self._out)
        self._out.clear()
        return taken

    def _frame(self, name: str, value: dict[str, Any]) -> None:
        self._out.append(b"event: %b\ndata: %b\n\n" % (name.encode(), _encode(value)))

    def _begin(self, started: Started) -> None:
        if self._begun:
            return
        self._begun = True
        message = answer.opening(self._reply, started.usage, started.sidecar, beta=self._beta)
        self._frame("message_start", {"type": "message_start", "message": message})

    def _open(self, part: AnswerPart) -> None:
        self._begin(Started())
        self._part = part
        self._fragments = []
        match part:
            case Text(text=text) | Refusal(text=text):
                # The block waits for its first words: an empty one is none.
                if text:
                    self._delta(text)
            case Thinking(text=text, redacted=redacted):
                if not redacted:
                    self._start({"type": "thinking", "thinking": "", "signature": ""})
                    self._head("thinking_delta", "thinking")
                if text:
                    self._delta(text)
            case ToolCall(id=call_id, name=name, arguments=written, sidecar=sidecar):
                self._called = True
                self._start(answer.tool_use(call_id, name, sidecar))
                self._head("input_json_delta", "partial_json")
                if written:
                    self._delta(written)
            case Opaque():
                pass

    def _start(self, block: dict[str, Any]) -> None:
        held, self._held = self._held, []
        for proof in held:
            self._block(proof)
        self._block_open = True
        self._frame(
            "content_block_start",
            {"type": "content_block_start", "index": self._index, "content_block": block},
        )
        if not self._pinged:
            self._pinged = True
            self._out.append(_PING)

    def _head(self, kind: str, field: str) -> None:
        self._delta_head = (
            'event: content_block_delta\ndata: {"type":"content_block_delta","index":'
            f'{self._index},"delta":{{"type":"{kind}","{field}":'
        ).encode()
        hinted = self._beta and kind == "thinking_delta"
        self._delta_tail = _BETA_THINKING_TAIL if hinted else _TAIL

    def _delta(self, text: str) -> None:
        part = self._part
        if not self._block_open:
            if not isinstance(part, Text | Refusal):
                return  # hidden thinking has no words for a client
            self._start({"type": "text", "text": "", "citations": None})
            self._head("text_delta", "text")
        self._characters += len(text)
        if isinstance(part, Thinking | ToolCall):
            self._fragments.append(text)
        elif isinstance(part, Refusal):
            self._refusal = (self._refusal or "") + text
        self._out += (self._delta_head, _encode(text), self._delta_tail)

    def _close(self, ending: Sidecar | None) -> None:
        part = self._part
        if part is None:
            return
        self._part = None
        if isinstance(part, Opaque):
            self._opaque(part if ending is None else Opaque(part.kind, part.gist, ending))
            return
        sidecar = merged(part.sidecar, ending) if ending is not None else part.sidecar
        match part:
            case Text():
                self._citations(answer.citations_of(sidecar, self._reply.seal))
            case Refusal():
                self._refusal = self._refusal or ""
            case Thinking(redacted=True):
                if sidecar is not None:
                    self._hidden(sidecar)
            case Thinking():
                words = "".join(self._fragments)
                proof = answer.signature(words, sidecar, self._reply.seal)
                self._piece({"type": "signature_delta", "signature": proof})
            case ToolCall():
                if not self._fragments:
                    self._part = part
                    self._delta(_EMPTY_INPUT)
                    self._part = None
        self._stop()

    def _hidden(self, sidecar: Sidecar) -> None:
        block = answer.redacted(sidecar, self._reply.seal)
        if self._called or self._index == 0 or answer.may_end_with(sidecar):
            self._start(block)
        else:
            self._held.append(block)

    def _citations(self, citations: list[Any]) -> None:
        if citations and not self._block_open:
            self._start({"type": "text", "text": "", "citations": None})
        for citation in citations:
            self._piece({"type": "citations_delta", "citation": citation})

    def _opaque(self, part: Opaque) -> None:
        if answer.is_foreign_search(part):
            for block in answer.searched(part, self._reply, self._index):
                self._block(block)
            return
        block = dict(part.sidecar.towards(NAME))
        if not block:
            self.losses.append(
                Loss(part.kind, f"content[{self._index}]", "content", "written as text")
            )
            if part.gist:
                self._part = Text("")
                self._delta(part.gist)
                self._part = None
                self._stop()
            return
        self._block(block)

    def _block(self, block: dict[str, Any]) -> None:
        """A whole block that is written as it is."""
        match block.get("type"):
            case "server_tool_use" | "mcp_tool_use":
                # SDKs take a call's input from its deltas alone.
                written = _encode(block.get("input") or {}).decode()
                self._start({**block, "input": {}})
                self._piece({"type": "input_json_delta", "partial_json": written})
            case "compaction":
                self._start({**block, "content": None, "encrypted_content": None})
                self._piece(
                    {
                        "type": "compaction_delta",
                        "content": block.get("content"),
                        "encrypted_content": block.get("encrypted_content"),
                    }
                )
            case _:
                self._start(block)
        self._stop()

    def _piece(self, delta: dict[str, Any]) -> None:
        self._frame(
            "content_block_delta",
            {"type": "content_block_delta", "index": self._index, "delta": delta},
        )

    def _stop(self) -> None:
        if not self._block_open:
            return
        self._block_open = False
        self._out.append(
            b'event: content_block_stop\ndata: {"type":"content_block_stop","index":%d}\n\n'
            % self._index
        )
        self._index += 1

    def _finish(self, finished: Finished) -> None:
        self._begin(Started())
        self._over = True
        counted = finished.usage or self._usage
        if counted is None:
            counted = answer.estimated(self._reply, self._characters)
        delta, context = answer.closing(
            finished, called=self._called, refused=self._refusal, beta=self._beta
        )
        written = usage.closing(counted, beta=self._beta)
        self._frame(
            "message_delta",
            {"type": "message_delta", "delta": delta, "usage": written, **context},
        )
        self._out.append(_STOP)
