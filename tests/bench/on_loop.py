"""`python -m tests.bench.on_loop LOOP ...`: the dragoman command, which serves on that event loop.

LOOP is asyncio, qasync (as it is installed) or desktop (ours on it).
"""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any

from app.bootstrap import serving
from app.cli.main import main


def _factory(name: str) -> Callable[[], Any]:
    if name == "asyncio":
        return asyncio.SelectorEventLoop
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    if name == "qasync":
        import qasync

        return lambda: qasync.QEventLoop(application)
    from app.desktop.event_loop import event_loop

    return lambda: event_loop(application)


if __name__ == "__main__":
    factory = _factory(sys.argv.pop(1))
    serving._loop_factory = lambda: factory
    main()
