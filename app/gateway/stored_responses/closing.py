"""The event that closes a stream, out of what the client was sent."""

import re

from app.core.sse import FRAME_LIMIT, FrameTooLarge, SseReader

_ENDINGS = ("response.completed", "response.incomplete")
# Providers that name no events say it in their data.
_TYPE = re.compile(rb'"type"\s*:\s*"response\.(completed|incomplete)"')


class Closing:
    """Takes the bytes of one stream; `response` is the data of its last event, None before that.

    A stream with a frame of more than `limit` bytes is given up.
    """

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self.response: bytes | None = None
        self._reader = SseReader(limit)
        self._broken = False

    def __call__(self, data: bytes) -> None:
        """Look at the next bytes, in whatever pieces they come."""
        if self._broken:
            return
        try:
            frames = self._reader.feed(data)
        except FrameTooLarge:
            self._broken = True
            return
        for frame in frames:
            if frame.data is not None and (
                frame.event in _ENDINGS or (frame.event is None and _TYPE.search(frame.data))
            ):
                self.response = frame.data

    def end(self) -> bytes | None:
        """The data of the last event, also where the last blank line was forgotten."""
        if self.response is None and not self._broken:
            self(b"\n\n")
        return self.response
