"""`python -m tests.bench.in_desktop ...`: the dragoman command, whose desktop does as it is told.

The name of a gesture on a line of stdin; its answer on a line of stdout is JSON: the nanoseconds
when it `began` and `ended`. The first line of all says when the tray's icon was `shown`.
"""

import asyncio
import json
import sys
import threading
import time

from app.cli.main import main
from app.desktop import application
from app.desktop.desktop import Desktop


class _Told(Desktop):
    """Listens to stdin from its beginning on."""

    def begin(self, *, minimised: bool = False) -> None:
        super().begin(minimised=minimised)
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._work = self._loop.create_task(self._obey())
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line.strip())

    async def _obey(self) -> None:
        while not self.icon.visible:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.001)
        _tell(shown=time.monotonic_ns())
        # Here, so that the start has nothing to do with it.
        from tests.bench.gestures import Gestures

        gestures = Gestures(self)
        while True:
            name = await self._lines.get()
            began = time.monotonic_ns()
            try:
                await gestures.do(name)
            except Exception as error:
                _tell(error=f"{name}: {error!r}")
            else:
                _tell(began=began, ended=time.monotonic_ns())

    def end(self) -> None:
        self._work.cancel()
        super().end()


def _tell(**values: int | str) -> None:
    print(json.dumps(values), flush=True)


if __name__ == "__main__":
    vars(application)["Desktop"] = _Told
    main()
