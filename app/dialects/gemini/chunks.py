"""The response objects of which a stream is made; a whole answer is one of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from app.core.events import Finished
from app.core.search import Search
from app.core.usage import Usage
from app.dialects.base import Reply
from app.dialects.gemini import finish_reasons, usage
from app.dialects.gemini.wire import NAME

Json = dict[str, Any]

_encode = msgspec.json.Encoder().encode
_HOLE = "\x00"


def opening_usage(reply: Reply, counted: Usage | None) -> Json:
    """What is known of the tokens before the end: each chunk has it, so it is never 0."""
    known = counted.input if counted is not None else 0
    tokens = known or max(1, reply.input_estimate)
    return {"promptTokenCount": tokens, "totalTokenCount": tokens}


def around_part(reply: Reply, counts: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """The JSON before and after a part in a chunk of its own."""
    hole = _encode(_HOLE)
    head, _, tail = _encode(chunk(reply, [_HOLE], counts)).partition(hole)
    return head, tail


def chunk(
    reply: Reply,
    parts: list[Any],
    counts: Mapping[str, Any],
    extra: Mapping[str, Any] | None = None,
) -> Json:
    """A response whose candidate says `parts`, and `extra` of itself."""
    content = {"parts": parts, "role": "model"}
    candidate = {"content": content, **(extra or {}), "index": 0}
    return _response(reply, {"candidates": [candidate]}, counts)


def closing(reply: Reply, finished: Finished, searches: Sequence[Search], *, said: bool) -> Json:
    """The response that ends a stream; `said` tells whether the model said anything."""
    return whole(reply, finished, searches, [{"text": ""}] if said else [])


def whole(
    reply: Reply, finished: Finished, searches: Sequence[Search], parts: Sequence[Json]
) -> Json:
    """The response with the end of an answer.

    A refusal without a word is told as a blocked prompt, for a candidate without content is an
    empty answer to most clients. Where there are no parts there is an empty text: google-genai
    3.4.0 drops a turn from its history of which one chunk has none.
    """
    counted = finished.usage or Usage(fresh=max(1, reply.input_estimate), estimated=True)
    counts = usage.encode(counted)
    told = dict(finished.sidecar.towards(NAME)) if finished.sidecar is not None else {}
    feedback = told.pop("promptFeedback", {"blockReason": "SAFETY"})
    if finished.reason == "refusal" and not parts:
        return _response(reply, {"promptFeedback": feedback}, counts)
    extra = {"finishReason": finish_reasons.encode(finished.reason), **told}
    if searches:
        extra.setdefault("groundingMetadata", _grounding(searches))
    return chunk(reply, list(parts) or [{"text": ""}], counts, extra)


def _grounding(searches: Sequence[Search]) -> Json:
    """Searches that others made, as Google tells of its own."""
    found = {page.url: page.title for search in searches for page in search.results}
    return {
        "webSearchQueries": [search.query for search in searches if search.query],
        "groundingChunks": [{"web": {"uri": url, "title": found[url]}} for url in found],
    }


def _response(reply: Reply, body: Json, counts: Mapping[str, Any]) -> Json:
    return {
        **body,
        "usageMetadata": dict(counts),
        "modelVersion": reply.conversation.model,
        "responseId": reply.id,
    }
