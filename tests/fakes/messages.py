"""The Anthropic Messages face: answers as the vendor writes them, requests as it reads them.

Shapes as in Anthropic's OpenAPI of 2026-10 and in streams of its API.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.fakes.exchange import compact
from tests.fakes.reply import Reply, Result, View, pieces

# Stands for a genuine signature: base64, without a mark of anybody else's.
SIGNATURE = "RXJlIGxvbmcgdGhlcmUgd2FzIGEgc2lnbmF0dXJlIG9mIHNvbWUgbGVuZ3RoIGhlcmUu"
_STOP = {
    "stop": "end_turn",
    "tool_calls": "tool_use",
    "length": "max_tokens",
    "content_filter": "refusal",
}


def whole(reply: Reply, answer_id: str, model: str) -> dict[str, Any]:
    """A `message` object."""
    content: list[dict[str, Any]] = []
    if reply.thinking:
        content.append({"type": "thinking", "thinking": reply.thinking, "signature": SIGNATURE})
    if reply.text:
        content.append({"type": "text", "text": reply.text, "citations": None})
    content += [
        {**_tool_use(call.id, call.name), "input": dict(call.arguments)} for call in reply.calls
    ]
    return {
        **_message(answer_id, model, reply),
        "content": content,
        "stop_reason": _STOP[reply.finish_reason],
        "usage": usage(reply, reply.output_tokens),
    }


def frames(reply: Reply, answer_id: str, model: str) -> Iterator[bytes]:
    """A stream's frames from message_start to message_stop."""
    start = {**_message(answer_id, model, reply), "usage": usage(reply, 1)}
    yield frame({"type": "message_start", "message": start})
    index = 0
    if reply.thinking:
        deltas: list[dict[str, Any]] = [
            {"type": "thinking_delta", "thinking": piece} for piece in pieces(reply.thinking)
        ]
        deltas.append({"type": "signature_delta", "signature": SIGNATURE})
        block: dict[str, Any] = {"type": "thinking", "thinking": "", "signature": ""}
        yield from _block(index, block, deltas)
        index += 1
    if reply.text:
        deltas = [{"type": "text_delta", "text": piece} for piece in pieces(reply.text)]
        yield from _block(index, {"type": "text", "text": "", "citations": None}, deltas)
        index += 1
    for call in reply.calls:
        arguments = json.dumps(call.arguments, ensure_ascii=False)
        deltas = [
            {"type": "input_json_delta", "partial_json": piece} for piece in pieces(arguments)
        ]
        yield from _block(index, _tool_use(call.id, call.name), deltas)
        index += 1
    yield frame(
        {
            "type": "message_delta",
            "delta": {
                "stop_reason": _STOP[reply.finish_reason],
                "stop_sequence": None,
                "stop_details": None,
                "container": None,
            },
            "usage": {
                "input_tokens": reply.input_tokens - reply.cached_tokens,
                "output_tokens": reply.output_tokens,
                "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": reply.cached_tokens,
                "output_tokens_details": _details(reply),
                "server_tool_use": None,
            },
        }
    )
    yield frame({"type": "message_stop"})


def frame(value: dict[str, Any]) -> bytes:
    """One event of the stream, with both its lines."""
    return b"event: " + str(value["type"]).encode() + b"\ndata: " + compact(value) + b"\n\n"


def usage(reply: Reply, output_tokens: int) -> dict[str, Any]:
    """The usage object; input_tokens leaves the cached ones out."""
    return {
        "input_tokens": reply.input_tokens - reply.cached_tokens,
        "output_tokens": output_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": reply.cached_tokens,
        "cache_creation": None,
        "output_tokens_details": _details(reply),
        "server_tool_use": None,
        "service_tier": "standard",
        "inference_geo": None,
    }


def _details(reply: Reply) -> dict[str, int] | None:
    return {"thinking_tokens": reply.thinking_tokens} if reply.thinking else None


def error(message: str, kind: str) -> dict[str, Any]:
    """The error envelope."""
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_fake"}


def missing(body: dict[str, Any]) -> str | None:
    """The first required field that a request lacks."""
    return next((name for name in ("model", "max_tokens", "messages") if name not in body), None)


def view(body: dict[str, Any]) -> View:
    """Read a request."""
    user_texts: list[str] = []
    results: list[Result] = []
    thinking: list[str] = []
    media: list[str] = []
    rounds = 0
    for message in body.get("messages", []):
        blocks = _blocks(message.get("content"))
        kinds = {block["type"] for block in blocks}
        rounds += "tool_use" in kinds
        results += [
            Result(block["tool_use_id"], _text(_blocks(block.get("content"))))
            for block in blocks
            if block["type"] == "tool_result"
        ]
        thinking += [block["thinking"] for block in blocks if block["type"] == "thinking"]
        media += _media(blocks)
        if message["role"] == "user" and "text" in kinds:
            user_texts.append(_text(blocks))
    return View(
        model=str(body.get("model")),
        tools={
            tool["name"]: tool["input_schema"]
            for tool in body.get("tools", [])
            if "input_schema" in tool
        },
        user_texts=tuple(user_texts),
        results=tuple(results),
        thinking=tuple(thinking),
        rounds=rounds,
        media=tuple(media),
        wants_thinking=body.get("thinking", {}).get("type") in ("enabled", "adaptive"),
    )


def _message(answer_id: str, model: str, reply: Reply) -> dict[str, Any]:
    return {
        "id": answer_id,
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
        "container": None,
    }


def _tool_use(call_id: str, name: str) -> dict[str, Any]:
    return {
        "type": "tool_use",
        "id": call_id,
        "name": name,
        "input": {},
        "caller": {"type": "direct"},
    }


def _block(index: int, start: dict[str, Any], deltas: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield frame({"type": "content_block_start", "index": index, "content_block": start})
    for delta in deltas:
        yield frame({"type": "content_block_delta", "index": index, "delta": delta})
    yield frame({"type": "content_block_stop", "index": index})


def _blocks(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return list(content or [])


def _text(blocks: list[dict[str, Any]]) -> str:
    return "\n".join(block["text"] for block in blocks if block["type"] == "text")


def _media(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block["type"] in ("image", "document"):
            yield block["type"]
        elif block["type"] == "tool_result" and isinstance(block.get("content"), list):
            yield from _media(block["content"])
