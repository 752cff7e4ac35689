"""JSON as the dialects read and write it: fast, compact, order kept, never a crash."""

import json
from typing import Any

import msgspec

from app.core.failure import Failure, FailureKind, Refused

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def load(body: bytes | str) -> Any:
    """The JSON value in `body`.

    Raises `ValueError` where it is not JSON or nests too deeply. Lone surrogates, which JavaScript
    clients send when they cut a string inside a character, become U+FFFD.
    """
    try:
        return _decode(body)
    except RecursionError:
        raise ValueError("it nests too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _load_tolerantly(body, error)


def _load_tolerantly(body: bytes | str, error: Exception) -> Any:
    text = body if isinstance(body, str) else body.decode("utf-8", "replace")
    if "\\ud" not in text and "\\uD" not in text:
        raise ValueError(str(error)) from None
    try:
        return _without_surrogates(json.loads(text))
    except RecursionError:
        raise ValueError("it nests too deeply") from None


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in value.items()}
    return value


def dump(value: Any) -> bytes:
    """Compact JSON in UTF-8, keys in their order, non-ASCII characters as they are.

    Raises `ValueError` where it nests too deeply.
    """
    try:
        return _encode(value)
    except RecursionError:
        raise ValueError("it nests too deeply") from None


def dump_text(value: Any) -> str:
    """The same as text, for JSON inside JSON."""
    return dump(value).decode()


def load_request(body: bytes) -> dict[str, Any]:
    """A client's request body.

    Raises `Refused` (BAD_REQUEST) where it is not a JSON object.
    """
    try:
        value = load(body)
    except ValueError as error:
        raise Refused(
            Failure(FailureKind.BAD_REQUEST, f"The request body is not valid JSON: {error}.")
        ) from None
    if not isinstance(value, dict):
        raise Refused(
            Failure(
                FailureKind.BAD_REQUEST,
                f"The request body must be a JSON object, not {type(value).__name__}.",
            )
        )
    return value
