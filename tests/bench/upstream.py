"""The scripted provider, in its own process: prints its port, answers until its stdin closes."""

import asyncio
import re
import sys
import time
from typing import cast

from tests.bench import answers as script
from tests.bench.loop import run

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_KINDS = {b"w": "whole", b"f": "fine", b"t": "tools", b"p": "paced", b"s": "steady"}
_STREAMED: dict[tuple[bool, str], bytes] = {}
for _chat, _answers in ((True, script.ChatAnswers), (False, script.MessagesAnswers)):
    for _kind in ("whole", "fine", "tools"):
        _STREAMED[_chat, _kind] = script.whole_stream(_answers, _kind)


class _Provider(asyncio.Protocol):
    def __init__(self) -> None:
        self._received = bytearray()
        self._body_at = 0
        self._end = 0
        self._transport: asyncio.Transport
        self._loop = asyncio.get_running_loop()
        self._paced: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._end:
            head_end = self._received.find(b"\r\n\r\n")
            if head_end < 0:
                return
            length = _LENGTH.search(self._received, 0, head_end)
            self._body_at = head_end + 4
            self._end = self._body_at + (int(length[1]) if length else 0)
        if len(self._received) >= self._end:
            self._answer()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._paced is not None:
            self._paced.cancel()

    def _answer(self) -> None:
        received = self._received
        chat = received.find(b"chat/completions", 0, received.find(b"\r\n")) > 0
        named = received.find(b"bench-", self._body_at) + len(b"bench-")
        kind = _KINDS.get(bytes(received[named : named + 1]), "whole")
        answers = script.ChatAnswers if chat else script.MessagesAnswers
        stream = received.find(b'"stream":true', self._body_at) > 0
        self._received = received[self._end :]
        self._end = 0
        if kind == "whole" and not stream:
            self._transport.write(answers.whole)
        elif kind == "paced":
            self._transport.write(script.STREAM_HEAD + answers.opening(kind))
            self._pace(answers, script.PACED_DELTAS)
        elif kind == "steady":
            self._transport.write(script.STREAM_HEAD + answers.opening(kind))
            self._pace(answers, -1, script.STEADY_SECONDS)
        else:
            self._transport.write(_STREAMED[chat, kind])

    def _pace(
        self, answers: script.Answers, left: int, seconds: float = script.PACE_SECONDS
    ) -> None:
        """Send one delta after another; without an end where `left` is negative."""
        if not left:
            self._transport.write(answers.closing("paced"))
            return
        # The reader compares this with its own clock: one machine, one monotonic clock.
        self._transport.write(answers.delta("paced", f"@{time.monotonic_ns()}@"))
        self._paced = self._loop.call_later(seconds, self._pace, answers, left - 1, seconds)


async def _main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Provider, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    run(_main())
