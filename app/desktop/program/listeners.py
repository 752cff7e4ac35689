"""Those who want to know of something, called one after another on the loop's thread."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

_Told = TypeVar("_Told")


class Listeners(Generic[_Told]):
    """Calls everybody who connected; one that fails keeps nobody else from hearing."""

    def __init__(self) -> None:
        self._calls: list[Callable[[_Told], None]] = []

    def connect(self, call: Callable[[_Told], None]) -> Callable[[], None]:
        """Call `call` from now on; what is returned ends that, and may be called twice."""
        self._calls.append(call)

        def disconnect() -> None:
            if call in self._calls:
                self._calls.remove(call)

        return disconnect

    def tell(self, what: _Told) -> None:
        """Call everybody who is connected now, and still is when it is their turn."""
        for call in tuple(self._calls):
            if call not in self._calls:  # what was called before has closed their window
                continue
            try:
                call(what)
            except Exception:
                log.exception("a listener failed")
