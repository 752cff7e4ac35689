"""Reading a few bytes in the middle of base64 text without decoding the rest."""

import base64
import binascii


class Base64Window:
    """The bytes behind `text`, decoded only where they are looked at."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.size = len(text) * 3 // 4

    def read(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`; fewer, or none, at the end or where it is not base64."""
        start = offset // 3 * 4
        stop = -(-(offset + length) // 3) * 4
        piece = self._text[start:stop]
        try:
            decoded = base64.b64decode(piece + "=" * (-len(piece) % 4))
        except (binascii.Error, ValueError):
            return b""
        skipped = offset % 3
        return decoded[skipped : skipped + length]
