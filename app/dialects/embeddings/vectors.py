"""Vectors in their two forms: a list of numbers, or base64 of little-endian float32.

Both of OpenAI's SDKs ask for base64 unless their user says otherwise, and read it so (Python 3.52,
JavaScript 7.55).
"""

import base64
import binascii
import math
import struct
from collections.abc import Callable

import msgspec

from app.dialects.embeddings.wire import Encoding

_SIZE = 4


_Read = Callable[[msgspec.Raw], list[float] | str]
_read: _Read = msgspec.json.Decoder(list[float] | str).decode


def read(raw: msgspec.Raw) -> list[float] | str:
    """One vector of an answer. Raises `msgspec.DecodeError` where it is none.

    Vectors are read one by one: on a thread, others have their turn between two of them, where one
    reading of a whole answer of 60 MB would stop every stream for more than half a second.
    """
    return _read(raw)


def in_form(vector: list[float] | str, encoding: Encoding) -> list[float] | str:
    """The vector in the form `encoding`, itself where it is that already.

    Raises `ValueError` where it cannot be read, or holds a number beyond float32.
    """
    if encoding == "base64":
        return vector if isinstance(vector, str) else packed(vector)
    return unpacked(vector) if isinstance(vector, str) else vector


def packed(values: list[float]) -> str:
    """The numbers as base64. Raises `ValueError` where one is beyond float32."""
    try:
        return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode("ascii")
    except (OverflowError, struct.error) as error:
        raise ValueError(f"a number in it is no float32: {error}") from None


def unpacked(text: str) -> list[float]:
    """The numbers of a base64 vector. Raises `ValueError` where it is none, or holds no number."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("it is not base64") from None
    if len(raw) % _SIZE:
        raise ValueError(f"its {len(raw)} bytes are no float32 numbers")
    numbers = list(struct.unpack(f"<{len(raw) // _SIZE}f", raw))
    if not all(map(math.isfinite, numbers)):
        raise ValueError("a value in it is no number")  # JSON would have null there
    return numbers


def length(vector: list[float] | str) -> int:
    """How many numbers the vector has; a base64 one is not read for that."""
    if isinstance(vector, str):
        return (len(vector) * 3 // 4 - vector[-2:].count("=")) // _SIZE
    return len(vector)
