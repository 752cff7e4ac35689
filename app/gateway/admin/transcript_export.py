"""Transcripts as lines of JSON, read while a client takes them."""

import asyncio
import queue
import threading
from contextlib import suppress

from app.gateway.admin.parts import ConsoleParts
from app.storage import transcripts
from app.storage.transcripts import TranscriptFilter

# Lines that wait for a client that reads slowly: each may be megabytes.
_LINES_AHEAD = 2


class TranscriptExport:
    """Reads transcripts on a thread of its own, a few lines ahead of whoever takes them."""

    def __init__(self, parts: ConsoleParts, wanted: TranscriptFilter) -> None:
        self._parts = parts
        self._wanted = wanted
        self._lines: queue.Queue[bytes | BaseException | None] = queue.Queue(_LINES_AHEAD)
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name="transcript-export", daemon=True).start()

    async def line(self) -> bytes | None:
        """The next line, None at the end. Raises `DatabaseError`."""
        found = await asyncio.to_thread(self._lines.get)
        if isinstance(found, BaseException):
            raise found
        return found

    def stop(self) -> None:
        """Let the thread go, whoever waits."""
        self._stopped.set()
        with suppress(queue.Empty):
            while True:
                self._lines.get_nowait()
        # A reader that was cancelled still waits on its thread: for ever, if nothing came.
        with suppress(queue.Full):
            self._lines.put_nowait(None)

    def _run(self) -> None:
        try:
            with self._parts.database.reading() as connection:
                for line in transcripts.export(connection, self._wanted):
                    if not self._put(line.encode() + b"\n"):
                        return
        except Exception as error:  # it is raised where the line is taken
            self._put(error)
        else:
            self._put(None)

    def _put(self, line: bytes | BaseException | None) -> bool:
        while not self._stopped.is_set():
            with suppress(queue.Full):
                self._lines.put(line, timeout=0.2)
                return True
        return False
