"""The Responses face: answers as OpenAI writes them, requests as it reads them.

Shapes as in OpenAI's specification 2.3.0 and in streams of its API.
"""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from tests.fakes.chat import CREATED
from tests.fakes.exchange import compact
from tests.fakes.reply import Call, Reply, Result, View, pieces

Echo = Mapping[str, Any]
NOTHING: Echo = MappingProxyType({})
ENCRYPTED = "gAAAAABencrypted-by-the-fake-provider-and-by-nobody-else"


def whole(reply: Reply, answer_id: str, model: str, echo: Echo = NOTHING) -> dict[str, Any]:
    """A `response` object; `echo` is what it repeats of its request."""
    cut = reply.finish == "length"
    return {
        **_response(answer_id, model),
        **echo,
        "status": "incomplete" if cut else "completed",
        "completed_at": CREATED,
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": _output(reply, answer_id),
        "usage": usage(reply),
    }


def frames(reply: Reply, answer_id: str, model: str, echo: Echo = NOTHING) -> Iterator[bytes]:
    """A stream's frames; there is no `[DONE]`."""
    for number, (kind, fields) in enumerate(_events(reply, answer_id, model, echo)):
        yield frame({"type": kind, "sequence_number": number, **fields})


def frame(event: dict[str, Any]) -> bytes:
    """One event of the stream."""
    return b"event: %b\ndata: %b\n\n" % (event["type"].encode(), compact(event))


def _events(
    reply: Reply, answer_id: str, model: str, echo: Echo
) -> Iterator[tuple[str, dict[str, Any]]]:
    opening = {**_response(answer_id, model), **echo}
    yield "response.created", {"response": opening}
    yield "response.in_progress", {"response": opening}
    for index, item in enumerate(_output(reply, answer_id)):
        place = {"item_id": item["id"], "output_index": index}
        empty = {**item, **_EMPTY[item["type"]]}
        if "status" in item:
            empty["status"] = "in_progress"
        yield "response.output_item.added", {"output_index": index, "item": empty}
        yield from _deltas(item, place)
        yield "response.output_item.done", {"output_index": index, "item": item}
    done = whole(reply, answer_id, model, echo)
    yield f"response.{done['status']}", {"response": done}


_EMPTY: dict[str, dict[str, Any]] = {
    "message": {"content": []},
    # What stands here at first is another text than at the end, and of no use.
    "reasoning": {"summary": [], "encrypted_content": "gAAAAABnot-yet"},
    "function_call": {"arguments": ""},
    "custom_tool_call": {"input": ""},
}


def _deltas(item: dict[str, Any], place: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    match item["type"]:
        case "message":
            (part,) = item["content"]
            place = {**place, "content_index": 0}
            yield "response.content_part.added", {**place, "part": {**part, "text": ""}}
            for piece in pieces(part["text"]):
                yield "response.output_text.delta", {**place, "logprobs": [], "delta": piece}
            yield "response.output_text.done", {**place, "logprobs": [], "text": part["text"]}
            yield "response.content_part.done", {**place, "part": part}
        case "reasoning":
            (part,) = item["summary"]
            place = {**place, "summary_index": 0}
            yield "response.reasoning_summary_part.added", {**place, "part": {**part, "text": ""}}
            for piece in pieces(part["text"]):
                yield "response.reasoning_summary_text.delta", {**place, "delta": piece}
            yield "response.reasoning_summary_text.done", {**place, "text": part["text"]}
            yield "response.reasoning_summary_part.done", {**place, "part": part}
        case "function_call":
            for piece in pieces(item["arguments"]):
                yield "response.function_call_arguments.delta", {**place, "delta": piece}
            done = {"name": item["name"], "arguments": item["arguments"]}
            yield "response.function_call_arguments.done", {**place, **done}
        case _:
            yield "response.custom_tool_call_input.delta", {**place, "delta": item["input"]}
            yield "response.custom_tool_call_input.done", {**place, "input": item["input"]}


def _output(reply: Reply, answer_id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    if reply.thinking:
        items.append(
            {
                "id": f"rs_{answer_id}",
                "type": "reasoning",
                "summary": [{"type": "summary_text", "text": reply.thinking}],
                "encrypted_content": ENCRYPTED,
            }
        )
    if reply.text:
        part = {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}
        items.append(
            {
                "id": f"msg_{answer_id}",
                "type": "message",
                "status": "completed",
                "role": "assistant",
                "content": [part],
            }
        )
    return items + [_call(call, f"{answer_id}{number}") for number, call in enumerate(reply.calls)]


def _call(call: Call, item_id: str) -> dict[str, Any]:
    namespace, _, name = call.name.rpartition("::")
    wire: dict[str, Any] = {"call_id": call.id, "name": name}
    if namespace:
        wire["namespace"] = namespace
    if call.arguments.keys() == {"input"}:  # no function that the fake model calls has only that
        return {
            "id": f"ctc_{item_id}",
            "type": "custom_tool_call",
            "status": "completed",
            **wire,
            "input": call.arguments["input"],
        }
    arguments = json.dumps(call.arguments, ensure_ascii=False)
    return {
        "id": f"fc_{item_id}",
        "type": "function_call",
        "status": "completed",
        **wire,
        "arguments": arguments,
    }


def _response(answer_id: str, model: str) -> dict[str, Any]:
    return {
        "id": answer_id,
        "object": "response",
        "created_at": CREATED,
        "completed_at": None,
        "status": "in_progress",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "model": model,
        "output": [],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "prompt_cache_key": None,
        "reasoning": {"effort": None, "summary": None},
        "safety_identifier": None,
        "service_tier": "default",
        "store": False,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}, "verbosity": "medium"},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "usage": None,
        "user": None,
        "metadata": {},
    }


def usage(reply: Reply) -> dict[str, Any]:
    """The usage object; input_tokens includes the cached ones."""
    thinking = reply.thinking_tokens if reply.thinking else 0
    return {
        "input_tokens": reply.input_tokens,
        "input_tokens_details": {"cached_tokens": reply.cached_tokens},
        "output_tokens": reply.output_tokens,
        "output_tokens_details": {"reasoning_tokens": thinking},
        "total_tokens": reply.input_tokens + reply.output_tokens,
    }


def view(body: dict[str, Any]) -> View:
    """Read a request. Names of tools inside a namespace are joined to it by two colons."""
    user_texts: list[str] = []
    results: list[Result] = []
    thinking: list[str] = []
    media: list[str] = []
    rounds = 0
    asks = False
    given = body["input"]
    items: list[dict[str, Any]] = (
        [{"role": "user", "content": given}] if isinstance(given, str) else given
    )
    for item in items:
        kind = item.get("type", "message")
        calls = kind in ("function_call", "custom_tool_call")
        rounds += calls and not asks
        asks = calls
        if kind == "message" and item["role"] == "user":
            media += _media(item["content"])
            if text := _text(item["content"]):
                user_texts.append(text)
        elif kind == "reasoning":
            thinking += [part["text"] for part in item["summary"]]
        elif kind in ("function_call_output", "custom_tool_call_output"):
            media += _media(item["output"])
            results.append(Result(item["call_id"], _text(item["output"])))
    tools: dict[str, dict[str, Any]] = {}
    for tool in body.get("tools", ()):
        if tool["type"] == "namespace":
            for inner in tool["tools"]:
                tools[f"{tool['name']}::{inner['name']}"] = inner.get("parameters", {})
        elif tool["type"] == "custom":
            tools[tool["name"]] = {"properties": {"input": {"type": "string"}}}
        elif tool["type"] == "function":
            tools[tool["name"]] = tool["parameters"]
    return View(
        model=str(body.get("model")),
        tools=tools,
        user_texts=tuple(user_texts),
        results=tuple(results),
        thinking=tuple(thinking),
        rounds=rounds,
        media=tuple(media),
        wants_thinking="effort" in body.get("reasoning", {}),
    )


def _parts(content: Any) -> list[dict[str, Any]]:
    return [{"type": "input_text", "text": content}] if isinstance(content, str) else list(content)


def _text(content: Any) -> str:
    return "\n".join(part["text"] for part in _parts(content) if "text" in part)


def _media(content: Any) -> list[str]:
    kinds = {"input_image": "image", "input_file": "document"}
    return [kinds[part["type"]] for part in _parts(content) if part["type"] in kinds]
