"""What the scripted provider answers, built once, in both wire formats.

The model's name chooses the kind: bench-whole, bench-fine, bench-tools, bench-paced,
bench-steady, which is paced and ends when the client goes.
"""

import json
from typing import Any

# Each of their deltas has this word once: gateways may join deltas that came together.
WORD = b"word"
FINE_DELTAS = 2_000
TOOL_DELTAS = 2_000
# Each has the time at which it was sent, between two of these.
STAMP = b"@"
PACED_DELTAS = 10
PACE_SECONDS = 0.02
STEADY_SECONDS = 0.01

_TEXT = "An answer of ordinary length, as a model gives one to a short question about code. " * 3
_CHAT = {"id": "chatcmpl-bench", "object": "chat.completion.chunk", "created": 1, "model": "bench"}
_CHAT_USAGE = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}
_CALL = {"id": "call_bench0001", "type": "function", "function": {"name": "Tool0", "arguments": ""}}
_MESSAGE: dict[str, Any] = {
    "id": "msg_bench",
    "type": "message",
    "role": "assistant",
    "model": "bench",
    "content": [],
    "stop_reason": None,
    "stop_sequence": None,
    "usage": {"input_tokens": 1000, "output_tokens": 1},
}


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def chunk(payload: bytes) -> bytes:
    """`payload` as one chunk of a chunked HTTP body."""
    return b"%x\r\n%s\r\n" % (len(payload), payload)


END = b"0\r\n\r\n"
STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)


def _whole(value: Any) -> bytes:
    raw = _json(value)
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
    return head % len(raw) + raw


class ChatAnswers:
    """Chat Completions."""

    whole = _whole(
        _CHAT
        | {
            "object": "chat.completion",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": _TEXT},
                    "finish_reason": "stop",
                }
            ],
            "usage": _CHAT_USAGE,
        }
    )

    @staticmethod
    def _event(delta: Any, finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return chunk(b"data: %s\n\n" % _json(_CHAT | {"choices": [choice]}))

    @classmethod
    def opening(cls, kind: str) -> bytes:
        """What comes before the first delta."""
        if kind == "tools":
            return cls._event({"role": "assistant", "tool_calls": [{"index": 0, **_CALL}]})
        return cls._event({"role": "assistant", "content": ""})

    @classmethod
    def delta(cls, kind: str, text: str) -> bytes:
        """One delta."""
        if kind == "tools":
            return cls._event({"tool_calls": [{"index": 0, "function": {"arguments": text}}]})
        return cls._event({"content": text})

    @classmethod
    def closing(cls, kind: str) -> bytes:
        """What comes after the last delta."""
        finish = cls._event({}, "tool_calls" if kind == "tools" else "stop")
        usage = chunk(b"data: %s\n\n" % _json(_CHAT | {"choices": [], "usage": _CHAT_USAGE}))
        return finish + usage + chunk(b"data: [DONE]\n\n") + END


class MessagesAnswers:
    """Anthropic Messages."""

    whole = _whole(
        _MESSAGE | {"content": [{"type": "text", "text": _TEXT}], "stop_reason": "end_turn"}
    )

    @staticmethod
    def _event(name: str, **fields: Any) -> bytes:
        return chunk(b"event: %s\ndata: %s\n\n" % (name.encode(), _json({"type": name, **fields})))

    @classmethod
    def opening(cls, kind: str) -> bytes:
        """What comes before the first delta."""
        block: dict[str, Any] = {"type": "text", "text": ""}
        if kind == "tools":
            block = {"type": "tool_use", "id": "toolu_bench01", "name": "Tool0", "input": {}}
        return cls._event("message_start", message=_MESSAGE) + cls._event(
            "content_block_start", index=0, content_block=block
        )

    @classmethod
    def delta(cls, kind: str, text: str) -> bytes:
        """One delta."""
        delta = {"type": "text_delta", "text": text}
        if kind == "tools":
            delta = {"type": "input_json_delta", "partial_json": text}
        return cls._event("content_block_delta", index=0, delta=delta)

    @classmethod
    def closing(cls, kind: str) -> bytes:
        """What comes after the last delta."""
        reason = {"stop_reason": "tool_use" if kind == "tools" else "end_turn"}
        return (
            cls._event("content_block_stop", index=0)
            + cls._event("message_delta", delta=reason, usage={"output_tokens": 50})
            + cls._event("message_stop")
            + END
        )


Answers = type[ChatAnswers] | type[MessagesAnswers]


def whole_stream(answers: Answers, kind: str) -> bytes:
    """A complete stream of the kind "whole", "fine" or "tools", head included.

    "whole" is for gateways that ask for a stream to answer a client that did not.
    """
    match kind:
        case "tools":
            pieces = ['{"a":"', *(f"word{index % 10} " for index in range(TOOL_DELTAS)), '"}']
        case "fine":
            pieces = [f"word{index % 10} " for index in range(FINE_DELTAS)]
        case _:
            pieces = [_TEXT[at : at + 12] for at in range(0, len(_TEXT), 12)]
    deltas = b"".join(answers.delta(kind, piece) for piece in pieces)
    return STREAM_HEAD + answers.opening(kind) + deltas + answers.closing(kind)
