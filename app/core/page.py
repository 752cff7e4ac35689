"""A whole body that a provider sent where a stream was asked for."""

from app.core.sse import FRAME_LIMIT, FrameTooLarge

PAGE_LIMIT = 4 * FRAME_LIMIT


class Page:
    """Collects the body, of `limit` bytes at the most."""

    def __init__(self, limit: int = PAGE_LIMIT) -> None:
        self._limit = limit
        self._chunks: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes. Raises `FrameTooLarge` where they are too many."""
        self._size += len(chunk)
        if self._size > self._limit:
            self._chunks.clear()
            raise FrameTooLarge(f"the answer is longer than {self._limit} bytes")
        self._chunks.append(chunk)

    def body(self) -> bytes:
        """All that came."""
        return b"".join(self._chunks)
