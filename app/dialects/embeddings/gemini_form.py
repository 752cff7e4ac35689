"""Gemini's form, `POST models/{model}:batchEmbedContents`, one request of it for each input.

Sources: the Gemini API reference, models.batchEmbedContents and EmbedContentRequest. Each text is a
content of its own: gemini-embedding-2 makes one vector of all parts of one content. Usage stands in
`usageMetadata` (gemini-embedding-2, observed in bifrost #7295), in older answers nowhere.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from app.core.failure import Refused
from app.core.usage import Usage
from app.dialects.embeddings.failures import missing, text_of, unreadable
from app.dialects.embeddings.losses import losses
from app.dialects.embeddings.vectors import read
from app.dialects.embeddings.wire import (
    BatchRequest,
    Content,
    EmbeddingRequest,
    EmbeddingTraits,
    Input,
    Vectors,
)
from app.dialects.wire_json import dump

# Fields that clients add to OpenAI's for Gemini, and what they are called there.
EXTENSIONS = {"task_type": "taskType", "taskType": "taskType", "title": "title"}


class _Vector(msgspec.Struct):
    values: msgspec.Raw


class _Answer(msgspec.Struct):
    embeddings: list[_Vector]
    usageMetadata: dict[str, Any] | None = None  # noqa: N815 - its name on the wire


_answer = msgspec.json.Decoder(_Answer).decode


def encode(
    request: EmbeddingRequest,
    inputs: Sequence[Input],
    model: str,
    traits: EmbeddingTraits,  # noqa: ARG001 - every form takes it
) -> BatchRequest:
    """One batch. Raises `Refused` (UNSUPPORTED) for an input that is no text."""
    options = {EXTENSIONS[name]: v for name, v in request.extras.items() if name in EXTENSIONS}
    if request.dimensions is not None:
        options["outputDimensionality"] = request.dimensions
    name = model.removeprefix("models/")
    requests = [
        {"model": f"models/{name}", **each.fields}
        if isinstance(each, Content)
        else {"model": f"models/{name}", "content": {"parts": [{"text": text_of(each)}]}, **options}
        for each in inputs
    ]
    path = f"models/{quote(name, safe='')}:batchEmbedContents"
    lost = losses(request, EXTENSIONS) if request.form != "gemini" else ()
    return BatchRequest(path, dump({"requests": requests}), lost)


def decode(body: bytes, count: int) -> Vectors:
    """The vectors for `count` inputs. Raises `Refused` (PROTOCOL) where they are not all there."""
    try:
        answer = _answer(body)
        values = tuple(read(each.values) for each in answer.embeddings)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(unreadable()) from None
    if len(values) != count or not all(values):
        raise Refused(missing(count, sum(map(bool, values))))
    raw = answer.usageMetadata or {}
    told = raw.get("promptTokenCount")
    usage = Usage(fresh=told, raw=raw) if type(told) is int and told > 0 else None
    return Vectors(values, usage)
