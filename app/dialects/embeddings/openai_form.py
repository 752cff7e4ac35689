"""OpenAI's form, `POST embeddings`, which most providers have taken over.

Seen in answers besides OpenAI's own: numbers where base64 was asked for (Ollama behind LiteLLM,
LiteLLM #42426), `data` in another order than the inputs, and errors with the status 200.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from app.core.failure import Failure, Refused
from app.core.usage import Usage
from app.dialects.embeddings.failures import missing, text_of, unreadable
from app.dialects.embeddings.losses import own_options
from app.dialects.embeddings.vectors import read
from app.dialects.embeddings.wire import (
    BatchRequest,
    Content,
    EmbeddingRequest,
    EmbeddingTraits,
    Input,
    Vectors,
)
from app.dialects.provider_errors import failure_in
from app.dialects.wire_json import dump, load


class _Item(msgspec.Struct):
    embedding: msgspec.Raw
    index: int | None = None


class _Answer(msgspec.Struct):
    data: list[_Item]
    usage: dict[str, Any] | None = None


_answer = msgspec.json.Decoder(_Answer).decode


def encode(
    request: EmbeddingRequest, inputs: Sequence[Input], model: str, traits: EmbeddingTraits
) -> BatchRequest:
    """One batch. What OpenAI's document does not name goes along: the wire is the client's own."""
    alone = request.single and len(request.inputs) == 1
    given = [text_of(each) if isinstance(each, Content) else each for each in inputs]
    body: dict[str, Any] = {"model": model, "input": given[0] if alone else given}
    if traits.base64:
        body["encoding_format"] = request.encoding
    if request.dimensions is not None:
        body["dimensions"] = request.dimensions
    if request.user is not None:
        body["user"] = request.user
    lost = tuple(own_options(request.inputs))
    return BatchRequest("embeddings", dump({**request.extras, **body}), lost)


def decode(body: bytes, count: int) -> Vectors:
    """The vectors for `count` inputs, by the index that each names, else as they stand.

    Raises `Refused` (PROTOCOL, or what the body tells) where they are not all there.
    """
    try:
        answer = _answer(body)
        vectors = [read(item.embedding) for item in answer.data]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(_told(body)) from None
    places = [at if item.index is None else item.index for at, item in enumerate(answer.data)]
    if sorted(places) != list(range(count)):
        raise Refused(missing(count, len(answer.data)))
    ordered: list[list[float] | str] = [""] * count
    for place, vector in zip(places, vectors, strict=True):
        ordered[place] = vector
    if not all(ordered):
        raise Refused(missing(count, sum(map(bool, ordered))))
    return Vectors(tuple(ordered), _usage(answer.usage))


def _told(body: bytes) -> Failure:
    """The error that a body with the status 200 tells."""
    try:
        value = load(body)
    except ValueError:
        return unreadable()
    if isinstance(value, dict) and "data" not in value:
        return failure_in(value) if value.keys() & {"error", "message", "code"} else unreadable()
    return unreadable()


def _usage(raw: dict[str, Any] | None) -> Usage | None:
    if raw is None:
        return None
    counts = (raw.get("prompt_tokens"), raw.get("total_tokens"))
    told = next((count for count in counts if type(count) is int and count > 0), None)
    return None if told is None else Usage(fresh=told, raw=raw)
