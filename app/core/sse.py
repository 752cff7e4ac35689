"""Server-sent events out of bytes that arrive in any pieces.

Lines are split on bytes, never on decoded text, because U+2028, U+2029 and U+0085 are line ends to
`str.splitlines` and ordinary characters inside JSON. CRLF, a lone CR, a byte-order mark, comments
and a missing blank after the colon are all legal (WHATWG HTML, section 9.2) and seen in the field.
"""

from typing import NamedTuple

FRAME_LIMIT = 16 * 1024 * 1024


class Frame(NamedTuple):
    """One event: its type, None where the stream names none, and its data lines joined by LF.

    A comment is a frame without type and without data: a sign of life.
    """

    event: str | None
    data: bytes | None


class FrameTooLarge(ValueError):  # noqa: N818 - it says what happened to the stream
    """A frame grew over the limit without an end."""


class SseReader:
    """Bytes in, complete frames out; holds at most one unfinished frame, of `limit` bytes."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._limit = limit
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._event: str | None = None
        self._data: list[bytes] = []
        self._data_size = 0
        self._at_start = True

    def feed(self, chunk: bytes) -> list[Frame]:
        """The frames that `chunk` completes.

        Raises `FrameTooLarge` when an unfinished frame passes the limit.
        """
        if b"\n" not in chunk and b"\r" not in chunk:
            self._hold(chunk)
            return []
        block = b"".join((*self._pending, chunk)) if self._pending else chunk
        self._pending.clear()
        self._pending_size = 0
        if b"\r" in block:
            # A CR at the end may be half of a CRLF: it waits for the next byte.
            held_cr = block.endswith(b"\r")
            block = block[:-1] if held_cr else block
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        else:
            held_cr = False
        lines = block.split(b"\n")
        tail = lines.pop()
        if tail or held_cr:
            self._hold(tail + b"\r" if held_cr else tail)
        return self._take(lines)

    def eof(self) -> list[Frame]:
        """The frame that the end of the stream completes: servers forget the last blank line."""
        tail = b"".join(self._pending).removesuffix(b"\r")
        self._pending.clear()
        self._pending_size = 0
        return self._take([tail, b""] if tail else [b""])

    def _hold(self, piece: bytes) -> None:
        self._pending.append(piece)
        self._pending_size += len(piece)
        if self._pending_size + self._data_size > self._limit:
            raise FrameTooLarge(f"an event is longer than {self._limit} bytes")

    def _take(self, lines: list[bytes]) -> list[Frame]:
        frames: list[Frame] = []
        if self._at_start and lines:
            lines[0] = lines[0].removeprefix(b"\xef\xbb\xbf")
            self._at_start = False
        for line in lines:
            if not line:
                if self._data:
                    data = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
                    frames.append(Frame(self._event, data))
                    self._data = []
                    self._data_size = 0
                self._event = None
            elif line.startswith(b"data:"):
                value = line[6:] if line[5:6] == b" " else line[5:]
                self._data.append(value)
                self._data_size += len(value)
                if self._data_size > self._limit:
                    raise FrameTooLarge(f"an event is longer than {self._limit} bytes")
            elif line.startswith(b"event:"):
                self._event = line[6:].strip().decode("utf-8", "replace") or None
            elif line.startswith(b":"):
                frames.append(Frame(None, None))
        return frames
