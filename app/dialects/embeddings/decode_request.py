"""A client's request for embeddings, read."""

from typing import Any

from app.dialects.embeddings.wire import EmbeddingRequest, Encoding, Input
from app.dialects.openai_fields import integer, optional_text, refuse, text, without, wrong_type
from app.dialects.wire_json import load_request

# OpenAI, create embeddings: "any array must be 2048 dimensions or less".
MOST_INPUTS = 2048

_WANTED = "one of a string, array of strings, array of integers, or array of integer arrays"
_KINDS: dict[type, str] = {str: "a string", list: "an array of integers", dict: "an object"}
_NAMED = ("model", "input", "encoding_format", "dimensions", "user")


def decode_request(body: bytes) -> EmbeddingRequest:
    """What the client asks for.

    Raises `Refused` (BAD_REQUEST) that names the field that is wrong.
    """
    raw = load_request(body)
    inputs, single = _inputs(raw.get("input"))
    dimensions = integer(raw.get("dimensions"), "dimensions", 1)
    return EmbeddingRequest(
        model=text(raw.get("model"), "model"),
        inputs=inputs,
        encoding=_encoding(raw.get("encoding_format")),
        dimensions=dimensions,
        user=optional_text(raw.get("user"), "user"),
        single=single,
        extras=without(raw, *_NAMED),
    )


def _encoding(value: Any) -> Encoding:
    if value is not None and not isinstance(value, str):
        wrong_type(value, "encoding_format", "a string")
    if value not in (None, "float", "base64"):
        complaint = "Supported values are: 'float' and 'base64'."
        refuse("encoding_format", f"Invalid value: '{value[:50]}'. {complaint}")
    return "base64" if value == "base64" else "float"


def _inputs(value: Any) -> tuple[tuple[Input, ...], bool]:
    """The inputs, and whether there was one only, outside any list."""
    if isinstance(value, str):
        return (value,), True
    if not isinstance(value, list):
        wrong_type(value, "input", _WANTED)
    if not value:
        refuse("input", "Invalid 'input': empty array. Expected at least one input.", "empty_array")
    if _is_token(value[0]):
        return (_tokens(value, "input"),), True
    if len(value) > MOST_INPUTS:
        complaint = f"Expected an array with maximum length {MOST_INPUTS}, but got {len(value)}."
        refuse("input", f"Invalid 'input': array too long. {complaint}", "array_above_max_length")
    kind = type(value[0])
    return tuple(_input(each, kind, f"input[{at}]") for at, each in enumerate(value)), False


def _input(value: Any, kind: type, where: str) -> Input:
    """One input of a list; all are of the first one's kind."""
    if kind is list and isinstance(value, list):
        return _tokens(value, where)
    if kind not in (str, dict) or not isinstance(value, kind):
        wrong_type(value, where, _KINDS.get(kind, _WANTED))
    found: Input = value
    return found


def _tokens(values: list[Any], where: str) -> tuple[int, ...]:
    if not values:
        refuse(where, f"Invalid '{where}': empty array. Expected at least one token.")
    for at, value in enumerate(values):
        if not _is_token(value):
            wrong_type(value, f"{where}[{at}]", "an integer")
    return tuple(values)


def _is_token(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
