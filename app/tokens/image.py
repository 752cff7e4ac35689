"""What a picture costs: its size in pixels is read from the file's first bytes.

Anthropic documents one token for each patch of 28 by 28 pixels (about width x height / 750), after
the picture was made to fit 1,568 pixels on its long edge and 1,568 tokens. Newer Claude models
take up to 4,784; other vendors' rules lie between, and OpenAI's low detail is 85.
"""

from app.core.conversation import Image, Inline
from app.tokens.base64_window import Base64Window

UNKNOWN = 1_500
LOW_DETAIL = 85

_PATCH = 28
_LONG_EDGE = 1_568
_LARGEST = 1_568
_JPEG_SEGMENTS = 200


def image_tokens(image: Image) -> int:
    """The tokens of `image`; 1,500 where its size cannot be seen."""
    if image.detail == "low":
        return LOW_DETAIL
    if not isinstance(image.source, Inline):
        return UNKNOWN
    size = pixels(image.source.data)
    if size is None:
        return UNKNOWN
    width, height = size
    long_edge = max(width, height)
    if long_edge > _LONG_EDGE:
        width = max(1, width * _LONG_EDGE // long_edge)
        height = max(1, height * _LONG_EDGE // long_edge)
    return min(_LARGEST, -(-width // _PATCH) * -(-height // _PATCH))


def pixels(data: str) -> tuple[int, int] | None:
    """Width and height of the PNG, JPEG, GIF or WebP file in the base64 text `data`."""
    window = Base64Window(data)
    head = window.read(0, 30)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        size = _big(head[16:20]), _big(head[20:24])
    elif head.startswith((b"GIF87a", b"GIF89a")):
        size = _little(head[6:8]), _little(head[8:10])
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        size = _webp(head)
    elif head.startswith(b"\xff\xd8"):
        size = _jpeg(window)
    else:
        return None
    return size if size[0] and size[1] else None


def _webp(head: bytes) -> tuple[int, int]:
    match head[12:16]:
        case b"VP8 ":
            return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF
        case b"VP8L":
            bits = _little(head[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return _little(head[24:27]) + 1, _little(head[27:30]) + 1
        case _:
            return 0, 0


def _jpeg(window: Base64Window) -> tuple[int, int]:
    # The size stands in the start-of-frame segment, often after a thumbnail of many kilobytes.
    offset = 2
    for _ in range(_JPEG_SEGMENTS):
        segment = window.read(offset, 9)
        if len(segment) < 9 or segment[0] != 0xFF:
            break
        kind = segment[1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return _big(segment[7:9]), _big(segment[5:7])
        if kind == 0xFF:
            offset += 1
        elif kind == 0x01 or 0xD0 <= kind <= 0xD8:
            offset += 2
        else:
            offset += 2 + _big(segment[2:4])
    return 0, 0


def _big(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _little(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
