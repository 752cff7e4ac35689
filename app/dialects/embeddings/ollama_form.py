"""Ollama's own form, `POST /api/embed`, beside its OpenAI-compatible one.

Ollama cuts an input that is longer than the model's context, and says nothing of it, unless
`truncate` is false (Ollama API reference, "Generate embeddings"). Its OpenAI-compatible endpoint
has no such field, so this one is asked.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from app.core.failure import Refused
from app.core.usage import Usage
from app.dialects.embeddings.failures import missing, text_of, unreadable
from app.dialects.embeddings.losses import losses
from app.dialects.embeddings.vectors import read
from app.dialects.embeddings.wire import (
    BatchRequest,
    EmbeddingRequest,
    EmbeddingTraits,
    Input,
    Vectors,
)
from app.dialects.wire_json import dump

# Ollama's own fields, which a client may add to OpenAI's.
EXTENSIONS = ("keep_alive", "options", "truncate")


class _Answer(msgspec.Struct):
    embeddings: list[msgspec.Raw]
    prompt_eval_count: int = 0


_answer = msgspec.json.Decoder(_Answer).decode


def encode(
    request: EmbeddingRequest,
    inputs: Sequence[Input],
    model: str,
    traits: EmbeddingTraits,  # noqa: ARG001 - every form takes it
) -> BatchRequest:
    """One batch. Raises `Refused` (UNSUPPORTED) for an input that is no text."""
    body: dict[str, Any] = {"model": model, "input": [text_of(each) for each in inputs]}
    body["truncate"] = False
    if request.dimensions is not None:
        body["dimensions"] = request.dimensions
    body |= {name: value for name, value in request.extras.items() if name in EXTENSIONS}
    return BatchRequest("/api/embed", dump(body), losses(request, EXTENSIONS))


def decode(body: bytes, count: int) -> Vectors:
    """The vectors for `count` inputs. Raises `Refused` (PROTOCOL) where they are not all there."""
    try:
        answer = _answer(body)
        values = tuple(read(each) for each in answer.embeddings)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(unreadable()) from None
    if len(values) != count or not all(values):
        raise Refused(missing(count, sum(map(bool, values))))
    told = answer.prompt_eval_count
    usage = Usage(fresh=told, raw={"prompt_eval_count": told}) if told > 0 else None
    return Vectors(values, usage)
