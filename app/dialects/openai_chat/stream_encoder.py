"""Events into the Chat Completions stream that every client of record reads.

The official SDKs concatenate strings, so that id, name, type and role stand in the first delta
only, and need an `index` on each call that counts the calls from 0; opencode loops for ever on a
stream without a finish reason (observed 2026-11).
"""

from collections.abc import Iterable
from dataclasses import replace
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
from app.core.loss import Loss
from app.core.search import Search
from app.core.sidecar import Sidecar
from app.core.usage import Usage
from app.dialects.base import Reply
from app.dialects.openai_chat import finish_reasons, reasoning_details, usage
from app.dialects.openai_chat.answer import annotations_of
from app.dialects.openai_chat.custom_calls import custom_call, custom_names
from app.dialects.openai_chat.errors import encode_stream_error

_encode = msgspec.json.Encoder().encode
_KEEPALIVE = b": keep-alive\n\n"
_DONE = b"data: [DONE]\n\n"


class ChatStreamEncoder:
    """One streamed answer; nothing follows its `[DONE]` or its error."""

    def __init__(self, reply: Reply) -> None:
        self.losses: list[Loss] = []
        self._reply = reply
        # OpenAI itself writes `"usage":null` on the other chunks, against its own schema.
        self._counts = reply.conversation.options.stream_usage
        opening = {
            "id": f"chatcmpl-{reply.id}",
            "object": "chat.completion.chunk",
            "created": reply.created,
            "model": reply.conversation.model,
        }
        self._opening = opening
        self._head = b"data: " + _encode(opening)[:-1] + b',"choices":[{"index":0,"delta":'
        self._tail = b',"logprobs":null,"finish_reason":null}]}\n\n'
        self._delta_head = b""
        self._delta_tail = b"}" + self._tail
        self._out: list[bytes] = []
        self._customs = custom_names(reply.conversation)
        self._begun = False
        self._over = False
        self._part: AnswerPart | None = None
        self._fragments: list[str] = []
        self._call = -1
        self._argued = False
        self._told = 0  # characters of text so far
        self._before = 0  # those before the open part

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
                case Started():
                    self._begin()
                case Finished():
                    self._finish(event)
                case Failed(failure=failure):
                    self._over = True
                    self._out.append(encode_stream_error(failure))
                case Pulse():
                    pass
        taken = b"".join(self._out)
        self._out.clear()
        return taken

    def keepalive(self) -> bytes:
        """A comment: every reader of server-sent events passes over it."""
        return b"" if self._over else _KEEPALIVE

    def _chunk(self, delta: dict[str, Any]) -> None:
        self._out += (self._head, _encode(delta), self._tail)

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._chunk({"role": "assistant", "content": "", "refusal": None})

    def _open(self, part: AnswerPart) -> None:
        self._begin()
        self._part = part
        self._fragments = []
        self._argued = False
        match part:
            case Text():
                self._before = self._told
                self._field("content")
            case Thinking():
                self._field("reasoning_content")
            case Refusal():
                self._field("refusal")
            case Opaque(search=Search()):
                return  # this wire shows the sources of the text, and no searches
            case Opaque(gist=gist):
                self._field("content")
                if gist:
                    self._delta(gist)
                self.losses.append(
                    Loss(part.kind, "choices[0].delta", "content", "written as text")
                )
                return
            case ToolCall(name=name) if name in self._customs:
                self._call += 1
                self._fragments.append(part.arguments)
                return
            case ToolCall(id=call_id, name=name):
                self._call += 1
                function = {"name": name, "arguments": ""}
                call = {
                    "index": self._call,
                    "id": call_id,
                    "type": "function",
                    "function": function,
                }
                self._chunk({"tool_calls": [call]})
                self._delta_head = (
                    self._head + b'{"tool_calls":[{"index":%d,"function":{"arguments":' % self._call
                )
                self._delta_tail = b"}}]}" + self._tail
                if part.arguments:
                    self._delta(part.arguments)
                return
        if part.text:
            self._delta(part.text)

    def _field(self, name: str) -> None:
        self._delta_head = self._head + b'{"%b":' % name.encode()
        self._delta_tail = b"}" + self._tail

    def _delta(self, text: str) -> None:
        self._argued = True
        if isinstance(self._part, ToolCall) and self._part.name in self._customs:
            self._fragments.append(text)
            return
        if isinstance(self._part, Thinking):
            self._fragments.append(text)
        elif isinstance(self._part, Text):
            self._told += len(text)
        self._out += (self._delta_head, _encode(text), self._delta_tail)

    def _close(self, ending: Sidecar | None) -> None:
        part, self._part = self._part, None
        match part:
            case ToolCall(name=name) if name in self._customs:
                # Its input is known when the arguments that hold it are.
                whole = custom_call(replace(part, arguments="".join(self._fragments)))
                self._chunk({"tool_calls": [{"index": self._call, **whole}]})
            case ToolCall() if not self._argued:
                self._out += (self._delta_head, b'"{}"', self._delta_tail)
            case Thinking():
                words, proof = "".join(self._fragments), ending or part.sidecar
                details = reasoning_details.encode(words, proof, self._reply.seal)
                if details:
                    self._chunk({"reasoning_details": details})
            case Text():
                length = self._told - self._before
                if annotations := annotations_of(ending, length, self._before):
                    self._chunk({"annotations": annotations})
            case _:
                pass

    def _finish(self, finished: Finished) -> None:
        self._begin()
        self._over = True
        choice = {
            "index": 0,
            "delta": {},
            "logprobs": None,
            "finish_reason": finish_reasons.encode(finished.reason),
        }
        self._frame({**self._opening, "choices": [choice]})
        if self._counts:
            counted = finished.usage or Usage(fresh=self._reply.input_estimate, estimated=True)
            self._frame({**self._opening, "choices": [], "usage": usage.encode(counted)})
        self._out.append(_DONE)

    def _frame(self, value: dict[str, Any]) -> None:
        self._out += (b"data: ", _encode(value), b"\n\n")
