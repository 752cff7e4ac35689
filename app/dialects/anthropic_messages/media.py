"""What kind of bytes a base64 text holds, by its first few."""

import base64
import binascii

IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})

_HEADS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


def media_type(data: str, named: str) -> str:
    """The type that the bytes show, else the one they were `named`.

    Anthropic refuses an image whose bytes are not of the type that it is given as.
    """
    try:
        head = base64.b64decode(data[:24].ljust(24, "="), validate=False)
    except (binascii.Error, ValueError):
        head = b""
    for start, found in _HEADS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    named = named.partition(";")[0].strip().lower()
    return "image/jpeg" if named == "image/jpg" else named


def decoded_text(data: str) -> str | None:
    """The UTF-8 text that `data` encodes, None where it is something else."""
    try:
        return base64.b64decode(data, validate=False).decode()
    except ValueError:
        return None
