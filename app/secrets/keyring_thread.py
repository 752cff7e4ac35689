"""One thread on which a keyring may block without anybody else blocking."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_Job = tuple[Future[Any], Callable[[], Any]]


class KeyringThread:
    """Runs calls one after the other on a daemon thread.

    Not an executor of the standard library: those are joined when the program exits, and a Secret
    Service that never answers (secretstorage issue 33) would keep it from exiting.
    """

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, call: Callable[[], _Result]) -> Future[_Result]:
        """Run `call` when its turn comes; a future cancelled before that is skipped."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="keyring", daemon=True)
            self._thread.start()
        future: Future[_Result] = Future()
        self._jobs.put((future, call))
        return future

    def _run(self) -> None:
        while True:
            future, call = self._jobs.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)
            del future, call  # a secret must not stay alive in this frame
