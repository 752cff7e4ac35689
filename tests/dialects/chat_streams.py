"""Streams of Chat Completions providers, written and read in a line, for tests."""

import json
from typing import Any

from app.core.events import Event, Failed
from app.core.failure import FailureKind
from app.core.fold import Answer, fold
from app.core.traits import Target
from app.dialects.base import WireRequest
from app.dialects.openai_chat import DIALECT

SENT = WireRequest("chat/completions", b"{}", Target("p", "openai_chat", "m"), stream=True)


def chunk(delta: Any = None, finish: str | None = None, **extra: Any) -> dict[str, Any]:
    choice = {"index": 0, "delta": {} if delta is None else delta, "finish_reason": finish}
    return {
        "id": "a1",
        "object": "chat.completion.chunk",
        "model": "m",
        "choices": [choice],
    } | extra


def sse(*frames: dict[str, Any] | str, done: bool = True) -> bytes:
    lines = [
        frame if isinstance(frame, str) else f"data: {json.dumps(frame, ensure_ascii=False)}\n\n"
        for frame in frames
    ]
    return ("".join(lines) + ("data: [DONE]\n\n" if done else "")).encode()


def call(index: int | None, id_: str | None = None, name: Any = None, args: Any = None) -> Any:
    entry: dict[str, Any] = {"type": "function", "function": {}}
    if index is not None:
        entry["index"] = index
    if id_ is not None:
        entry["id"] = id_
    if name is not None:
        entry["function"]["name"] = name
    if args is not None:
        entry["function"]["arguments"] = args
    return entry


def calls(*entries: Any, **delta: Any) -> dict[str, Any]:
    return {"tool_calls": list(entries), **delta}


def decode(raw: bytes, sent: WireRequest = SENT) -> list[Event]:
    decoder = DIALECT.stream_decoder(sent)
    return decoder.feed(raw) + decoder.eof()


def answered(raw: bytes, sent: WireRequest = SENT) -> Answer:
    return fold(decode(raw, sent))


def failed(raw: bytes) -> FailureKind:
    last = decode(raw)[-1]
    assert isinstance(last, Failed)
    return last.failure.kind


STOP = chunk(finish="stop")
CALLS = chunk(finish="tool_calls")
