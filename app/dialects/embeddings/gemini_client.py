"""A Gemini client's request for embeddings: `:embedContent` of one, `:batchEmbedContents` of many.

Gemini API reference, models.embedContent and models.batchEmbedContents; google-genai 3.4.0 asks for
one text in a batch, too. Names may be written with underscores, as proto JSON allows.
"""

from collections.abc import Mapping
from typing import Any

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.embeddings.decode_request import MOST_INPUTS
from app.dialects.embeddings.wire import Content, EmbeddingRequest
from app.dialects.wire_json import load_request

_CAMEL = {"task_type": "taskType", "output_dimensionality": "outputDimensionality"}


def decode_gemini_request(body: bytes, model: str) -> EmbeddingRequest:
    """What the client asks `model` for, one content or a batch of them.

    Raises `Refused` (BAD_REQUEST) that names the field that is wrong.
    """
    raw = load_request(body)
    single = "requests" not in raw
    requests = [raw] if single else raw["requests"]
    if not isinstance(requests, list) or not requests:
        raise _wrong("requests", "must be a list of at least one request")
    if len(requests) > MOST_INPUTS:
        raise _wrong("requests", f"must be a list of at most {MOST_INPUTS} requests")
    inputs = tuple(
        _content(each, "" if single else f"requests[{at}].") for at, each in enumerate(requests)
    )
    dimensions = inputs[0].fields.get("outputDimensionality")
    if dimensions is not None and (type(dimensions) is not int or dimensions < 1):
        raise _wrong("outputDimensionality", "must be a number from 1")
    if any(each.fields.get("outputDimensionality") != dimensions for each in inputs):
        raise _wrong("outputDimensionality", "must be the same in all requests")
    return EmbeddingRequest(model, inputs, dimensions=dimensions, single=single, form="gemini")


def _content(request: Any, where: str) -> Content:
    if not isinstance(request, dict):
        raise _wrong(where.rstrip("."), "must be an object")
    given: dict[str, Any] = {n: v for n, v in request.items() if n != "model" and v is not None}
    fields = {_CAMEL.get(name, name): value for name, value in given.items()}
    content = fields.get("content")
    parts = content.get("parts") if isinstance(content, dict) else None
    if not isinstance(parts, list) or not parts:
        raise _wrong(f"{where}content", "must have at least one part")
    return Content(_text(parts), fields)


def _text(parts: list[Any]) -> str | None:
    """What the parts say, None where one of them is no text."""
    if not all(isinstance(part, Mapping) and isinstance(part.get("text"), str) for part in parts):
        return None
    return "\n".join(part["text"] for part in parts)


def _wrong(where: str, complaint: str) -> Refused:
    message = f"Invalid value at '{where}': it {complaint}."
    return Refused(Failure(FailureKind.BAD_REQUEST, message, param=where, retryable=False))
