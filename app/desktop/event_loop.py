"""The asyncio loop that lives on Qt's: qasync's, with the parts replaced that a server feels.

Stock qasync starts a Qt timer for each callback, keeps cancelled timers for their whole time,
switches a socket's notifier off and on for every read, and breaks running tasks when a dialog's
`exec()` runs within a coroutine. Here callbacks wait in a queue that one posted event empties,
timers in a heap under one Qt timer, notifiers stay as they are, and the task that opened a dialog
steps aside meanwhile. Checked with qasync 0.28 on PySide6 6.11; CONTRIBUTING has its speed.
"""

import asyncio
import heapq
import math
import sys
from asyncio.tasks import _enter_task, _leave_task
from collections import deque
from collections.abc import Callable
from contextvars import Context
from typing import Any, cast

import qasync
from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, QTimer, Signal, Slot

# How long callbacks may run before Qt gets its turn to paint and to read sockets.
_TURN_SECONDS = 0.004
# Cancelled timers are left in the heap until there are so many, and they are half of it.
_CANCELLED_KEPT = 100


def event_loop(application: QCoreApplication) -> asyncio.AbstractEventLoop:
    """A loop on `application`'s; run it with `asyncio.Runner(loop_factory=...)`."""
    return cast("asyncio.AbstractEventLoop", EventLoop(application))


class _Pump(QObject):
    """Runs what is ready when Qt comes round to it.

    By a queued signal, whose event Qt makes and frees itself. An event of Python's that Qt frees
    later ends the process now and then, in Shiboken::Object::destroy (PySide6 6.11).
    """

    woken = Signal()

    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        self._run = run
        self.woken.connect(self._go, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _go(self) -> None:
        self._run()


class _Scheduling(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """Callbacks and timers."""

    def __init__(self, application: QCoreApplication) -> None:
        self._soon: deque[asyncio.Handle] = deque()
        self._posted = False
        self._later: list[asyncio.TimerHandle] = []
        self._cancelled = 0
        self._pump = _Pump(self._woken)
        # A posted event that posts the next one would keep Qt from everything else.
        self._next_turn = _single_shot(self._turn)
        self._alarm = _single_shot(self._due)
        super().__init__(application)

    def run_forever(self) -> None:
        """Run Qt's loop until `stop`, with asynchronous generators looked after."""
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(
            firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook
        )
        # What came due while Qt ran without us, as tests let it, has waited.
        self._pump.woken.emit()
        self._set_alarm()
        try:
            super().run_forever()
        finally:
            sys.set_asyncgen_hooks(*before)

    def close(self) -> None:
        """Release everything; the loop cannot be run again."""
        if self.is_closed():
            return
        super().close()
        self._soon.clear()
        self._later.clear()
        self._alarm.stop()
        self._next_turn.stop()

    def call_soon(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Run `callback` in the next turn."""
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._add_callback(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Run `callback` in the next turn of the loop's own thread."""
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._soon.append(handle)
        self._pump.woken.emit()
        return handle

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Run `callback` after `delay` seconds, never before."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Run `callback` when `time()` is `when`."""
        self._check_closed()
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._later, timer)
        timer._scheduled = True  # type: ignore[attr-defined]  # so that its cancelling is told
        if self._later[0] is timer:
            self._set_alarm()
        return timer

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:
        """Run `func` on a thread of `executor`, or of the default pool, as asyncio does."""
        return asyncio.BaseEventLoop.run_in_executor(self, executor, func, *args)

    def set_default_executor(self, executor: Any) -> None:
        """Use another pool than asyncio's own."""
        asyncio.BaseEventLoop.set_default_executor(self, executor)

    def _add_callback(self, handle: asyncio.Handle, _delay: float = 0) -> asyncio.Handle:
        """Queue `handle`; asyncio's signal handling calls this too."""
        self._soon.append(handle)
        if not self._posted:
            self._posted = True
            self._pump.woken.emit()
        return handle

    def _timer_handle_cancelled(self, _timer: asyncio.TimerHandle) -> None:
        """asyncio's own hook: a timer in the heap was cancelled."""
        self._cancelled += 1
        if self._cancelled > _CANCELLED_KEPT and self._cancelled * 2 > len(self._later):
            self._later = [timer for timer in self._later if not timer.cancelled()]
            heapq.heapify(self._later)
            self._cancelled = 0

    def _woken(self) -> None:
        self._posted = False
        self._turn()

    def _turn(self) -> None:
        """Run what is ready, and what becomes ready by that, for a few milliseconds."""
        if self.is_closed() or asyncio._get_running_loop() is not self:
            return
        soon = self._soon
        end = self.time() + _TURN_SECONDS
        task = _step_aside(self)
        try:
            while soon:
                for _ in range(len(soon)):
                    try:
                        handle = soon.popleft()
                    except IndexError:  # a dialog's own loop has run it
                        break
                    if not handle._cancelled:
                        handle._run()
                if self.time() >= end:
                    break
        finally:
            _step_back(self, task)
            if soon and not self._posted:
                self._next_turn.start(0)

    def _due(self) -> None:
        """Run the timers whose time has come."""
        if asyncio._get_running_loop() is not self:
            return
        now = self.time()
        later = self._later
        while later and (later[0].cancelled() or later[0].when() <= now):
            timer = heapq.heappop(later)
            timer._scheduled = False  # type: ignore[attr-defined]
            if timer.cancelled():
                self._cancelled -= 1
            else:
                self._soon.append(timer)
        self._set_alarm()
        self._turn()

    def _set_alarm(self) -> None:
        if self._later:
            seconds = self._later[0].when() - self.time()
            self._alarm.start(min(max(0, math.ceil(seconds * 1000)), 86_400_000))
        else:
            self._alarm.stop()


class _Sockets(_Scheduling):
    """Sockets, where the system tells when they are ready (everywhere but on Windows)."""

    def __init__(self, application: QCoreApplication) -> None:
        self._readers: dict[int, _Ready] = {}
        self._writers: dict[int, _Ready] = {}
        super().__init__(application)

    def close(self) -> None:
        """Release everything; the loop cannot be run again."""
        super().close()
        for ready in (*self._readers.values(), *self._writers.values()):
            ready.end()
        self._readers.clear()
        self._writers.clear()

    def _add_reader(self, fd: Any, callback: Callable[..., object], *args: Any) -> asyncio.Handle:
        return self._watch(self._readers, QSocketNotifier.Type.Read, fd, callback, args)

    def _add_writer(self, fd: Any, callback: Callable[..., object], *args: Any) -> asyncio.Handle:
        return self._watch(self._writers, QSocketNotifier.Type.Write, fd, callback, args)

    def _remove_reader(self, fd: Any) -> bool:
        return self._forget(self._readers, fd)

    def _remove_writer(self, fd: Any) -> bool:
        return self._forget(self._writers, fd)

    def _watch(
        self,
        watched: "dict[int, _Ready]",
        kind: QSocketNotifier.Type,
        fd: Any,
        callback: Callable[..., object],
        args: tuple[Any, ...],
    ) -> asyncio.Handle:
        self._check_closed()
        number = qasync._fileno(fd)
        handle = asyncio.Handle(callback, args, self, None)
        ready = watched.get(number)
        if ready is None:
            ready = watched[number] = _Ready(self, number, kind)
        ready.watch(handle)
        return handle

    def _forget(self, watched: "dict[int, _Ready]", fd: Any) -> bool:
        ready = watched.get(qasync._fileno(fd))
        return ready is not None and ready.forget()


class _Ready:
    """One direction of one descriptor: its notifier, and the callback of now.

    It stays when nobody watches: the next socket with this number takes it over.
    """

    __slots__ = ("_handle", "_loop", "_notifier")

    def __init__(self, loop: _Sockets, fd: int, kind: QSocketNotifier.Type) -> None:
        self._loop = loop
        self._handle: asyncio.Handle | None = None
        self._notifier = QSocketNotifier(fd, kind)
        self._notifier.setEnabled(False)
        self._notifier.activated.connect(self._activated)

    def watch(self, handle: asyncio.Handle) -> None:
        """Run `handle` whenever the descriptor is ready, in the place of the one before."""
        if self._handle is None:
            self._notifier.setEnabled(True)
        else:
            self._handle.cancel()
        self._handle = handle

    def forget(self) -> bool:
        """Run nothing any more; whether there was something to run."""
        if self._handle is None:
            return False
        self._notifier.setEnabled(False)
        self._handle.cancel()
        self._handle = None
        return True

    def end(self) -> None:
        """Let go of the notifier."""
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()

    def _activated(self) -> None:
        # Qt may deliver what was ready before somebody forgot the descriptor.
        handle = self._handle
        if handle is None:
            return
        task = _step_aside(self._loop)
        try:
            handle._run()
        finally:
            _step_back(self._loop, task)


EventLoop: Any = _Scheduling if sys.platform == "win32" else _Sockets


def _single_shot(call: Callable[[], None]) -> QTimer:
    timer = QTimer()
    timer.setSingleShot(True)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(call)
    return timer


def _step_aside(loop: Any) -> Any:
    """Leave the task that runs now, if Qt was entered again from within it (a dialog's `exec`)."""
    task = asyncio.current_task(loop)
    if task is not None:
        _leave_task(loop, task)
    return task


def _step_back(loop: Any, task: Any) -> None:
    if task is not None:
        _enter_task(loop, task)
