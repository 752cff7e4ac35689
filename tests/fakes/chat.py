"""The Chat Completions face: answers as a provider writes them, requests as it reads them.

Shapes as in OpenAI's specification 2.3.0, with `reasoning_content` as DeepSeek sends it.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.fakes.exchange import compact
from tests.fakes.reply import Call, Reply, Result, View, pieces

CREATED = 1_790_000_000


def whole(reply: Reply, answer_id: str, model: str) -> dict[str, Any]:
    """A `chat.completion` object."""
    message: dict[str, Any] = {
        "role": "assistant",
        "content": reply.text or None,
        "refusal": None,
        "annotations": [],
    }
    if reply.thinking:
        message["reasoning_content"] = reply.thinking
    if reply.calls:
        message["tool_calls"] = [_call(call) for call in reply.calls]
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": reply.finish_reason,
    }
    return {
        "id": answer_id,
        "object": "chat.completion",
        "created": CREATED,
        "model": model,
        "choices": [choice],
        "usage": usage(reply),
    }


def frames(
    reply: Reply, answer_id: str, model: str, *, include_usage: bool = True
) -> Iterator[bytes]:
    """A stream's frames up to `[DONE]`, calls one after another."""
    for chunk in chunks(reply, answer_id, model):
        if chunk["choices"] or include_usage:
            yield frame(chunk)
    yield b"data: [DONE]\n\n"


def chunks(reply: Reply, answer_id: str, model: str) -> Iterator[dict[str, Any]]:
    """The `chat.completion.chunk` objects of a stream, the last one with the usage alone."""
    head = {
        "id": answer_id,
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": model,
    }

    def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**head, "choices": [choice]}

    yield chunk({"role": "assistant", "content": ""})
    for piece in pieces(reply.thinking):
        yield chunk({"reasoning_content": piece})
    for piece in pieces(reply.text):
        yield chunk({"content": piece})
    for index, call in enumerate(reply.calls):
        start = _call(call)
        arguments = start["function"]["arguments"]
        start["function"]["arguments"] = ""
        yield chunk({"tool_calls": [{"index": index, **start}]})
        for piece in pieces(arguments):
            yield chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    yield chunk({}, reply.finish_reason)
    yield {**head, "choices": [], "usage": usage(reply)}


def frame(value: Any) -> bytes:
    """One event of the stream."""
    return b"data: " + compact(value) + b"\n\n"


def usage(reply: Reply) -> dict[str, Any]:
    """The usage object."""
    return {
        "prompt_tokens": reply.input_tokens,
        "completion_tokens": reply.output_tokens,
        "total_tokens": reply.input_tokens + reply.output_tokens,
        "prompt_tokens_details": {"cached_tokens": reply.cached_tokens, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": reply.thinking_tokens if reply.thinking else 0
        },
    }


def error(message: str, kind: str, code: str | None = None) -> dict[str, Any]:
    """The error envelope."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def view(body: dict[str, Any]) -> View:
    """Read a request."""
    messages = body.get("messages", [])
    called = [message for message in messages if message.get("tool_calls")]
    return View(
        model=str(body.get("model")),
        tools={
            tool["function"]["name"]: tool["function"].get("parameters", {})
            for tool in body.get("tools", [])
        },
        user_texts=tuple(_text(m) for m in messages if m["role"] == "user"),
        results=tuple(Result(m["tool_call_id"], _text(m)) for m in messages if m["role"] == "tool"),
        thinking=tuple(m["reasoning_content"] for m in messages if m.get("reasoning_content")),
        rounds=len(called),
        media=tuple(_media(messages)),
        wants_thinking=bool(body.get("reasoning_effort") or body.get("reasoning")),
    )


def _call(call: Call) -> dict[str, Any]:
    arguments = json.dumps(call.arguments, ensure_ascii=False)
    return {
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": arguments},
    }


def _text(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [] if part["type"] == "text")


def _media(messages: Iterable[dict[str, Any]]) -> Iterator[str]:
    for message in messages:
        content = message.get("content")
        for part in content if isinstance(content, list) else []:
            if part["type"] == "image_url":
                yield "image"
            elif part["type"] == "file":
                yield "document"
