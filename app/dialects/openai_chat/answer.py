"""A whole answer for a Chat client, and the pieces that it shares with a streamed one."""

from collections.abc import Iterable
from typing import Any

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import AnswerPart, Event
from app.core.fold import fold
from app.core.sidecar import Sidecar
from app.dialects import citations, wire_json
from app.dialects.base import Reply
from app.dialects.openai_chat import finish_reasons, reasoning_details, usage
from app.dialects.openai_chat.custom_calls import custom_call, custom_names
from app.dialects.openai_chat.wire import NAME


def encode_response(events: Iterable[Event], reply: Reply) -> bytes:
    """A whole completion, folded from `events`.

    Raises `Refused` where they end in `Failed`.
    """
    answer = fold(events)
    parts = answer.parts
    if answer.reason == "length" and parts and _cut_off(parts[-1]):
        parts = parts[:-1]
    closing = answer.closing.towards(NAME) if answer.closing else {}
    body: dict[str, Any] = {
        "id": f"chatcmpl-{reply.id}",
        "object": "chat.completion",
        "created": reply.created,
        "model": reply.conversation.model,
        "choices": [
            {
                "index": 0,
                "message": _message(parts, reply),
                "logprobs": closing.get("logprobs"),
                "finish_reason": finish_reasons.encode(answer.reason),
            }
        ],
    }
    for name in ("system_fingerprint", "service_tier"):
        if closing.get(name) is not None:
            body[name] = closing[name]
    if answer.usage is not None:
        body["usage"] = usage.encode(answer.usage)
    return wire_json.dump(body)


def _message(parts: Iterable[AnswerPart], reply: Reply) -> dict[str, Any]:
    customs = custom_names(reply.conversation)
    texts: list[str] = []
    thoughts: list[str] = []
    refusals: list[str] = []
    details: list[Any] = []
    annotations: list[Any] = []
    calls: list[dict[str, Any]] = []
    for part in parts:
        match part:
            case Text(text=text, sidecar=sidecar):
                annotations += annotations_of(sidecar, len(text), sum(map(len, texts)))
                texts.append(text)
            case Thinking(text=text, sidecar=sidecar):
                thoughts.append(text)
                details += reasoning_details.encode(text, sidecar, reply.seal)
            case Refusal(text=text):
                refusals.append(text)
            case ToolCall():
                calls.append(custom_call(part) if part.name in customs else tool_call(part))
            case Opaque(gist=gist, search=search):
                texts.append(gist if search is None else "")
    text = "".join(texts)
    message: dict[str, Any] = {
        "role": "assistant",
        "content": text if text or not (calls or refusals) else None,
        "refusal": "".join(refusals) if refusals else None,
        "annotations": annotations,
    }
    if thoughts:
        message["reasoning_content"] = "".join(thoughts)
    if details:
        message["reasoning_details"] = details
    if calls:
        message["tool_calls"] = calls
    return message


def annotations_of(sidecar: Sidecar | None, length: int, offset: int) -> list[Any]:
    """The sources of a text of that length, which begins at `offset` of the message."""
    own = sidecar.towards(NAME).get("annotations") if sidecar is not None else None
    if own:
        return list(own)
    return [citations.nested(each, length, offset) for each in citations.of(sidecar)]


def tool_call(part: ToolCall) -> dict[str, Any]:
    """One whole call."""
    function = {"name": part.name, "arguments": part.arguments.strip() or "{}"}
    return {"id": part.id, "type": "function", "function": function}


def _cut_off(part: AnswerPart) -> bool:
    """Whether the token limit cut a call's arguments: no client could run it."""
    if not isinstance(part, ToolCall) or not part.arguments.strip():
        return False
    try:
        wire_json.load(part.arguments)
    except ValueError:
        return True
    return False
