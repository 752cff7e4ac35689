"""The Gemini face: answers as Google writes them, requests as it reads them.

Shapes as in the types of google-genai 3.4.0 and the API reference of v1beta.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.exchange import compact
from tests.fakes.gemini_rules import call_signature, text_signature, thought_of
from tests.fakes.reply import Reply, Result, View, pieces

_FINISH = {
    "stop": "STOP",
    "tool_calls": "STOP",
    "length": "MAX_TOKENS",
    "content_filter": "SAFETY",
}
STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


def model_of(path: str) -> str:
    """The model that a path asks."""
    return path.partition("?")[0].partition("/models/")[2].rpartition(":")[0]


def streams(path: str) -> bool:
    """Whether a path asks for a stream."""
    return ":streamGenerateContent" in path


def as_events(path: str) -> bool:
    """Whether a path asks for its stream as events, and not as one array."""
    return "alt=sse" in path.partition("?")[2]


def whole(reply: Reply, answer_id: str, model: str) -> dict[str, Any]:
    """A response. Its parts carry the signatures that must come back on them."""
    parts: list[dict[str, Any]] = []
    if reply.thinking:
        parts.append({"text": reply.thinking, "thought": True})
    if reply.text:
        part: dict[str, Any] = {"text": reply.text}
        if not reply.calls:
            part["thoughtSignature"] = text_signature(reply.text, reply.thinking)
        parts.append(part)
    parts += _calls(reply)
    return _response(answer_id, model, parts, usage(reply), _FINISH[reply.finish_reason])


def chunks(reply: Reply, answer_id: str, model: str) -> Iterator[dict[str, Any]]:
    """A stream's responses; the signature of a text comes behind it, on a part without words."""
    opening = {"promptTokenCount": reply.input_tokens, "totalTokenCount": reply.input_tokens}
    for piece in pieces(reply.thinking):
        yield _response(answer_id, model, [{"text": piece, "thought": True}], opening)
    for piece in pieces(reply.text):
        yield _response(answer_id, model, [{"text": piece}], opening)
    last = _calls(reply)
    if reply.text and not reply.calls:
        signature = text_signature(reply.text, reply.thinking)
        last = [{"text": "", "thoughtSignature": signature}]
    yield _response(answer_id, model, last, usage(reply), _FINISH[reply.finish_reason])


def frames(reply: Reply, answer_id: str, model: str) -> Iterator[bytes]:
    """A stream's frames; there is no event type and no `[DONE]`."""
    for chunk in chunks(reply, answer_id, model):
        yield frame(chunk)


def frame(chunk: Mapping[str, Any]) -> bytes:
    """One response of a stream of events; Google ends lines with CRLF."""
    return b"data: %b\r\n\r\n" % compact(chunk)


def array(reply: Reply, answer_id: str, model: str) -> Iterator[bytes]:
    """The same stream as the pieces of one JSON array."""
    opening = b"["
    for chunk in chunks(reply, answer_id, model):
        yield opening + json.dumps(chunk, indent=2).encode()
        opening = b"\n,\r\n"
    yield b"\n]\n"


def error(code: int, message: str, details: tuple[Mapping[str, Any], ...] = ()) -> dict[str, Any]:
    """An error in Google's envelope."""
    status = STATUSES.get(code, "UNKNOWN")
    inner: dict[str, Any] = {"code": code, "message": message, "status": status}
    return {"error": {**inner, "details": list(details)} if details else inner}


def usage(reply: Reply) -> dict[str, Any]:
    """The usage object; the prompt includes the cached tokens, thoughts stand apart."""
    thinking = reply.thinking_tokens if reply.thinking else 0
    wire = {
        "promptTokenCount": reply.input_tokens,
        "cachedContentTokenCount": reply.cached_tokens,
        "candidatesTokenCount": reply.output_tokens - thinking,
        "totalTokenCount": reply.input_tokens + reply.output_tokens,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": reply.input_tokens}],
    }
    return {**wire, "thoughtsTokenCount": thinking} if thinking else wire


def listed(names: tuple[str, ...], query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the models; `pageToken` is the place where it begins."""
    start, size = int(query.get("pageToken") or 0), int(query.get("pageSize") or 50)
    page: dict[str, Any] = {
        "models": [
            {
                "name": f"models/{name}",
                "version": "001",
                "displayName": name,
                "inputTokenLimit": 1_048_576,
                "outputTokenLimit": 65_536,
                "supportedGenerationMethods": ["generateContent", "countTokens"],
            }
            for name in names[start : start + size]
        ]
    }
    if start + size < len(names):
        page["nextPageToken"] = str(start + size)
    return page


def view(body: Mapping[str, Any], path: str) -> View:
    """Read a request. The thinking that came back is what its signatures hold."""
    user_texts: list[str] = []
    results: list[Result] = []
    thinking: list[str] = []
    media: list[str] = []
    rounds = 0
    for content in body["contents"]:
        said: list[str] = []
        rounds += any("functionCall" in part for part in content["parts"])
        for part in content["parts"]:
            if thought := thought_of(part.get("thoughtSignature")):
                thinking.append(thought)
            media += _media(part)
            if content["role"] == "user" and "text" in part:
                said.append(part["text"])
            if response := part.get("functionResponse"):
                told = response["response"]
                text = told.get("output", told.get("error", told))
                text = text if isinstance(text, str) else json.dumps(text)
                results.append(Result(str(response.get("id") or response["name"]), text))
                for inner in response.get("parts", ()):
                    media += _media(inner)
        if said:
            user_texts.append("\n".join(said))
    config = body.get("generationConfig", {}).get("thinkingConfig", {})
    return View(
        model=model_of(path),
        tools=_tools(body),
        user_texts=tuple(user_texts),
        results=tuple(results),
        thinking=tuple(thinking),
        rounds=rounds,
        media=tuple(media),
        wants_thinking=config.get("includeThoughts") is True,
    )


def _tools(body: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        each["name"]: each.get("parametersJsonSchema") or each.get("parameters") or {}
        for tool in body.get("tools", ())
        for each in tool.get("functionDeclarations", ())
    }


def _media(part: Mapping[str, Any]) -> list[str]:
    blob = part.get("inlineData") or part.get("fileData")
    if not isinstance(blob, Mapping):
        return []
    return ["image" if str(blob.get("mimeType", "image/")).startswith("image/") else "document"]


def _calls(reply: Reply) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    for call in reply.calls:
        args = dict(call.arguments)
        part: dict[str, Any] = {"functionCall": {"id": call.id, "name": call.name, "args": args}}
        if not parts:  # of calls that are made at once, the first is signed for all
            part["thoughtSignature"] = call_signature(call.name, args, reply.thinking)
        parts.append(part)
    return parts


def _response(
    answer_id: str,
    model: str,
    parts: list[dict[str, Any]],
    counts: Mapping[str, Any],
    finish: str | None = None,
) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"parts": parts, "role": "model"}, "index": 0}
    if finish is not None:
        candidate["finishReason"] = finish
    return {
        "candidates": [candidate],
        "usageMetadata": dict(counts),
        "modelVersion": model,
        "responseId": answer_id,
    }
