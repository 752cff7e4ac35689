"""A stream that is one JSON array, as Google sends it where nobody asks for events."""

from app.core.sse import FRAME_LIMIT, FrameTooLarge

_BLANK = b" \t\r\n,"
_QUOTE, _ESCAPE = ord('"'), ord("\\")
_OPENING, _CLOSING = b"{[", b"}]"


class ArrayReader:
    """Bytes in, the texts of the array's complete elements out; each is an object."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._limit = limit
        self._element = bytearray()
        self._depth = 0
        self._quoted = False
        self._escaped = False
        self.closed = False  # the array's own end was read

    @property
    def unfinished(self) -> bool:
        """Whether an element began that did not end."""
        return bool(self._element)

    def feed(self, chunk: bytes) -> list[bytes]:
        """The elements that `chunk` completes.

        Raises `FrameTooLarge` when an unfinished one passes the limit, `ValueError` where something
        stands between elements that cannot stand there.
        """
        found: list[bytes] = []
        start = 0 if self._depth > 1 else None
        for place, byte in enumerate(chunk):
            if self._quoted:
                if self._escaped:
                    self._escaped = False
                elif byte == _ESCAPE:
                    self._escaped = True
                elif byte == _QUOTE:
                    self._quoted = False
            elif byte == _QUOTE and self._depth > 1:
                self._quoted = True
            elif byte in _OPENING:
                self._depth += 1
                if self._depth == 2:
                    start = place
            elif byte in _CLOSING:
                self._depth -= 1
                if self._depth == 1 and start is not None:
                    found.append(bytes(self._element) + chunk[start : place + 1])
                    self._element.clear()
                    start = None
                elif self._depth <= 0:
                    self.closed = True
                    return found
            elif self._depth < 2 and byte not in _BLANK:
                raise ValueError("the stream is neither events nor an array of objects")
        if start is not None:
            self._element += chunk[start:]
            if len(self._element) > self._limit:
                raise FrameTooLarge(f"an element is longer than {self._limit} bytes")
        return found
