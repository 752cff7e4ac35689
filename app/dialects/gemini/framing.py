"""A stream that is one JSON array, as Google sends it where nobody asks for events."""

import re

from app.core.sse import FRAME_LIMIT, FrameTooLarge

_BLANK = b" \t\r\n,"
_MARK = re.compile(rb'\\.?|["{}\[\]]', re.DOTALL)


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
        start: int | None = 0 if self._depth > 1 else None
        seen = 1 if self._escaped and chunk else 0
        self._escaped = self._escaped and not chunk
        for mark in _MARK.finditer(chunk, seen):
            byte = mark[0][:1]
            if self._depth < 2:
                self._between(chunk[seen : mark.start()], byte)
            seen = mark.end()
            if byte == b"\\":
                self._escaped = len(mark[0]) == 1
            elif byte == b'"':
                self._quoted = not self._quoted
            elif self._quoted:
                continue
            elif byte in b"{[":
                self._depth += 1
                if self._depth == 2:
                    start = mark.start()
            else:
                self._depth -= 1
                if self._depth == 1 and start is not None:
                    found.append(bytes(self._element) + chunk[start : mark.end()])
                    self._element.clear()
                    start = None
                elif self._depth <= 0:
                    self.closed = True
                    return found
        if start is not None:
            self._element += chunk[start:]
            if len(self._element) > self._limit:
                raise FrameTooLarge(f"an element is longer than {self._limit} bytes")
        elif self._depth < 2:
            self._between(chunk[seen:], b"")
        return found

    def _between(self, gap: bytes, byte: bytes) -> None:
        """Check what stands outside of every element, and what follows it."""
        if gap.strip(_BLANK) or byte in (b'"', b"\\"):
            raise ValueError("the stream is neither events nor an array of objects")
