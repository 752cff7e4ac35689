"""The log of a running program, set up and closed."""

import atexit
import contextlib
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from app.logs.files import LogFiles
from app.logs.lines import JsonLines, TextLines
from app.logs.queue import Output, QueueingHandler
from app.secrets import redact
from app.settings.schema import LogSettings

# The level is for our own lines. What other libraries say below WARNING may be SQL with its
# parameters, a body or a header.
_OURS = ("app", "dragoman")


def configure(
    settings: LogSettings, level: str, folder: Path | None, stream: TextIO | None = None
) -> Callable[[], None]:
    """Log from `level` upwards to `stream` (standard error) and to files in `folder`, if any.

    Returns what ends it: call it last, it writes what still waits. Raises nothing: files that
    cannot be written are told on the stream.
    """
    stream = sys.stderr if stream is None else stream
    outputs: list[Output] = []
    if stream is not None:  # a windowed program has none
        outputs.append(_to_stream(stream))
    if folder is not None and settings.files:

        def tell(sentence: str) -> None:
            for output in outputs[:-1]:
                output([f"dragoman: {redact.redact(sentence)}\n"])

        files = LogFiles(folder, settings.file_bytes, settings.file_count, tell)
        outputs.append(files.write)
    handler = QueueingHandler(JsonLines() if settings.format == "json" else TextLines(), outputs)
    # Nobody reads these from our lines, and each line would ask the system for them.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.logAsyncioTasks = False  # type: ignore[attr-defined]  # since Python 3.12
    threshold = logging.getLevelNamesMapping()[level.upper()]
    root = logging.getLogger()
    root.setLevel(max(threshold, logging.WARNING))
    for name in _OURS:
        logging.getLogger(name).setLevel(threshold)
    redact.install()
    root.addHandler(handler)
    handler.start()

    def close() -> None:
        atexit.unregister(close)
        root.removeHandler(handler)
        handler.close()

    atexit.register(close)
    return close


def _to_stream(stream: TextIO) -> Output:
    def write(lines: Sequence[str]) -> None:
        # A terminal that is gone is no reason to stop.
        with contextlib.suppress(OSError, ValueError):
            stream.write("".join(lines))
            stream.flush()

    return write
