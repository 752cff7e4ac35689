"""Log records on their way from whoever logs to the thread that writes them."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.logs.lines import Lines
from app.platform import request_context
from app.secrets.redact import RedactingFilter, redact

Output = Callable[[Sequence[str]], None]

CAPACITY = 10_000
# Lines of so long a time are written together: waking a thread for each would cost more than it.
GATHER_SECONDS = 0.05


class QueueingHandler(logging.Handler):
    """Cleans a record, stamps it with its request, and queues it; never blocks.

    `extra={"fields": {...}}` of a record are facts for the JSON form: text, numbers, None. Where
    more than `capacity` lines wait, a line is dropped and counted, and the log says how many.
    """

    def __init__(self, lines: Lines, outputs: Sequence[Output], capacity: int = CAPACITY) -> None:
        super().__init__()
        self._lines = lines
        self._with_fields = lines.with_fields
        self._outputs = tuple(outputs)
        self._capacity = capacity
        self._waiting: deque[logging.LogRecord] = deque()
        self._dropped = 0
        self._awake = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dragoman-log", daemon=True)
        self.addFilter(RedactingFilter())

    def createLock(self) -> None:  # noqa: N802 - the standard library's name
        """None: appending to a deque is atomic."""
        self.lock = None

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def handle(self, record: logging.LogRecord) -> bool:
        """Queue the record unless a filter keeps it."""
        kept = self.filter(record)
        if kept:
            self.emit(record)
        return bool(kept)

    def emit(self, record: logging.LogRecord) -> None:
        """Queue a record that the filter has cleaned."""
        if len(self._waiting) >= self._capacity:
            self._dropped += 1
            return
        record.request_id = request_context.current()
        if self._with_fields and (fields := record.__dict__.get("fields")):
            record.fields = _cleaned(fields)
        self._waiting.append(record)
        if not self._awake.is_set():
            self._awake.set()

    def flush(self) -> None:
        """Nothing: waiting for the thread is what `close` is for."""

    def close(self, seconds: float = 2.0) -> None:
        """Write what waits, for at most so long, and end the thread."""
        super().close()
        self._closing.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._awake.wait()
            self._closing.wait(GATHER_SECONDS)
            self._awake.clear()
            self._write()

    def _write(self) -> None:
        waiting = self._waiting
        lines = [self._line(waiting.popleft()) for _ in range(len(waiting))]
        dropped, self._dropped = self._dropped, 0
        if dropped:
            record = logging.makeLogRecord(_DROPPED | {"args": (dropped,)})
            lines.append(self._line(record))
        if lines:
            for output in self._outputs:
                output(lines)

    def _line(self, record: logging.LogRecord) -> str:
        try:
            return self._lines.line(record)
        except Exception as error:
            return f"(a log line of {record.name} could not be written: {type(error).__name__})\n"


_DROPPED = {
    "name": __name__,
    "levelno": logging.WARNING,
    "levelname": "WARNING",
    "msg": "%d lines were dropped here: they came faster than they could be written",
}


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields without secrets; one look at all of them is enough where there is none."""
    shown = {
        name: value if value is None or isinstance(value, str | int | float) else str(value)
        for name, value in fields.items()
    }
    texts = [value for value in shown.values() if isinstance(value, str)]
    together = "\n".join(texts)
    if redact(together) == together:
        return shown
    return {
        name: redact(value) if isinstance(value, str) else value for name, value in shown.items()
    }
