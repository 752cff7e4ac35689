"""What asyncio promises, on Qt's loop; and what Qt needs, while asyncio is busy."""

import asyncio
import contextvars
import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Iterator

import pytest
from PySide6.QtCore import QEventLoop as QtLoop
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.event_loop import EventLoop, event_loop


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    made = event_loop(qapp)
    yield made
    made.run_until_complete(made.shutdown_asyncgens())
    made.run_until_complete(made.shutdown_default_executor())
    made.close()


def test_callbacks_run_in_their_order_and_never_at_once(loop: asyncio.AbstractEventLoop) -> None:
    ran: list[str] = []

    def first() -> None:
        ran.append("first")
        loop.call_soon(ran.append, "third")
        loop.call_soon(loop.stop)

    loop.call_soon(first)
    loop.call_soon(ran.append, "second")
    assert ran == []
    loop.run_forever()
    assert ran == ["first", "second", "third"]


def test_a_cancelled_callback_does_not_run(loop: asyncio.AbstractEventLoop) -> None:
    ran: list[str] = []
    loop.call_soon(ran.append, "cancelled").cancel()
    loop.call_later(0, ran.append, "cancelled later").cancel()
    loop.call_later(0.001, loop.stop)
    loop.run_forever()
    assert ran == []


def test_a_callback_keeps_its_context(loop: asyncio.AbstractEventLoop) -> None:
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable", default="outside")
    context = contextvars.copy_context()
    context.run(variable.set, "inside")
    seen: list[str] = []
    loop.call_soon(lambda: seen.append(variable.get()), context=context)
    loop.call_later(0, lambda: seen.append(variable.get()), context=context)
    loop.call_later(0.002, loop.stop)
    loop.run_forever()
    assert seen == ["inside", "inside"]


def test_timers_run_in_the_order_of_their_times_and_never_early(
    loop: asyncio.AbstractEventLoop,
) -> None:
    ran: list[tuple[int, bool]] = []

    def run(number: int, when: float) -> None:
        ran.append((number, loop.time() >= when))

    for number in (3, 1, 2):
        when = loop.time() + number * 0.0015
        loop.call_at(when, run, number, when)
    loop.call_later(0.02, loop.stop)
    loop.run_forever()
    assert ran == [(1, True), (2, True), (3, True)]


def test_timers_tell_when_they_are_due(loop: asyncio.AbstractEventLoop) -> None:
    timer = loop.call_later(60, loop.stop)
    assert isinstance(timer, asyncio.TimerHandle)
    assert 59 < timer.when() - loop.time() <= 60
    timer.cancel()


def test_cancelled_timers_do_not_pile_up(loop: asyncio.AbstractEventLoop) -> None:
    for _ in range(10_000):
        loop.call_later(3600, loop.stop).cancel()
    assert len(loop._later) <= 201  # type: ignore[attr-defined]


def test_an_earlier_timer_is_not_kept_waiting_by_a_later_one(
    loop: asyncio.AbstractEventLoop,
) -> None:
    loop.call_later(3600, loop.stop)
    loop.call_later(0.001, loop.stop)
    loop.run_forever()


def test_other_threads_may_call(loop: asyncio.AbstractEventLoop) -> None:
    ran: list[int] = []
    threads: set[int] = set()

    def call(number: int) -> None:
        ran.append(number)
        threads.add(threading.get_ident())
        if len(ran) == 4000:
            loop.stop()

    def work() -> None:
        for number in range(1000):
            loop.call_soon_threadsafe(call, number)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    loop.run_forever()
    for worker in workers:
        worker.join()
    assert sorted(ran) == sorted([*range(1000)] * 4)
    assert threads == {threading.get_ident()}


def test_work_on_threads_comes_back(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> tuple[bool, str]:
        elsewhere = await asyncio.to_thread(threading.get_ident) != threading.get_ident()
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(lambda: 1 // 0)
        return elsewhere, await loop.run_in_executor(None, str, 5)

    assert loop.run_until_complete(main()) == (True, "5")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such sockets on Windows")
def test_a_reader_is_replaced_removed_and_added_again(loop: asyncio.AbstractEventLoop) -> None:
    ours, theirs = socket.socketpair()
    ran: list[str] = []

    def read(name: str, then: Callable[[], object]) -> None:
        ran.append(f"{name} {ours.recv(10).decode()}")
        then()

    with ours, theirs:
        loop.add_reader(ours, read, "first", loop.stop)
        loop.add_reader(ours, read, "second", loop.stop)
        theirs.send(b"one")
        loop.run_forever()
        assert loop.remove_reader(ours)
        assert not loop.remove_reader(ours)
        theirs.send(b"two")
        loop.call_later(0.005, loop.stop)
        loop.run_forever()
        loop.add_reader(ours, read, "third", loop.stop)
        loop.run_forever()
        loop.remove_reader(ours)
    assert ran == ["second one", "third two"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such sockets on Windows")
def test_a_number_that_is_used_again_is_another_socket(loop: asyncio.AbstractEventLoop) -> None:
    ran: list[bytes] = []
    numbers = set()

    def read(ready: socket.socket) -> None:
        ran.append(ready.recv(10))
        loop.stop()

    for _ in range(3):
        ours, theirs = socket.socketpair()
        numbers.add(ours.fileno())
        loop.add_reader(ours, read, ours)
        theirs.send(b"hello")
        loop.run_forever()
        loop.remove_reader(ours)
        ours.close()
        theirs.close()
    assert ran == [b"hello"] * 3
    assert len(numbers) == 1


def test_a_writer_waits_for_room_and_everything_arrives(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> int:
        received = 0
        ended = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal received
            while chunk := await reader.read(65_536):
                received += len(chunk)
                await asyncio.sleep(0)
            writer.close()
            ended.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            for _ in range(40):
                writer.write(b"x" * 200_000)
                await writer.drain()
            writer.close()
            await writer.wait_closed()
            await ended.wait()
        return received

    assert loop.run_until_complete(main()) == 8_000_000


def test_other_programs_are_waited_for(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> tuple[bytes, int | None]:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "print(input())", stdin=-1, stdout=-1
        )
        out, _ = await child.communicate(b"hello\n")
        return out.strip(), child.returncode

    assert loop.run_until_complete(main()) == (b"hello", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")
def test_signals_are_handled_on_the_loop(loop: asyncio.AbstractEventLoop) -> None:
    loop.add_signal_handler(signal.SIGUSR1, loop.stop)
    loop.call_soon(os.kill, os.getpid(), signal.SIGUSR1)
    loop.run_forever()
    assert loop.remove_signal_handler(signal.SIGUSR1)


def test_a_callback_that_fails_is_told_to_the_handler(loop: asyncio.AbstractEventLoop) -> None:
    told: list[object] = []
    loop.set_exception_handler(lambda _loop, context: told.append(context["exception"]))
    loop.call_soon(lambda: 1 // 0)
    loop.call_later(0.001, loop.stop)
    loop.run_forever()
    assert [type(each) for each in told] == [ZeroDivisionError]


def test_a_task_is_cancelled_and_told_so(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> str:
        task = asyncio.create_task(asyncio.sleep(3600))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001):
                await asyncio.sleep(3600)
        return "done"

    assert loop.run_until_complete(main()) == "done"


def test_a_forgotten_generator_is_closed(loop: asyncio.AbstractEventLoop) -> None:
    closed: list[str] = []

    async def numbers() -> AsyncGenerator[int, None]:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            closed.append("closed")

    async def main() -> None:
        generator = numbers()
        assert await anext(generator) == 1
        del generator
        gc.collect()
        await asyncio.sleep(0.001)

    loop.run_until_complete(main())
    assert closed == ["closed"]


def test_it_runs_again_after_it_was_stopped(loop: asyncio.AbstractEventLoop) -> None:
    assert [loop.run_until_complete(asyncio.sleep(0, number)) for number in range(3)] == [0, 1, 2]


def test_a_closed_loop_takes_nothing(qapp: QApplication) -> None:
    loop = event_loop(qapp)
    loop.close()
    loop.close()
    for call in (loop.call_soon, loop.call_soon_threadsafe):
        with pytest.raises(RuntimeError, match="closed"):
            call(print)
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_later(1, print)


def test_tasks_that_never_rest_leave_qt_its_turn(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        rung = asyncio.Event()

        async def restless() -> None:
            while True:  # noqa: ASYNC110 - it waits for nothing: it is busy
                await asyncio.sleep(0)

        task = asyncio.create_task(restless())
        QTimer.singleShot(0, rung.set)
        await asyncio.wait_for(rung.wait(), 10)
        task.cancel()

    loop.run_until_complete(main())


def test_a_stream_goes_on_while_a_dialog_is_up_within_a_coroutine(
    loop: asyncio.AbstractEventLoop,
) -> None:
    """QDialog.exec() is a nested loop: stock qasync cannot enter any task within it."""

    async def main() -> tuple[int, int]:
        received = 0
        while_open = 0

        async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            for number in range(40):
                writer.write(b"event %d\n" % number)
                await writer.drain()
                await asyncio.sleep(0.001)
            writer.close()

        async def read(reader: asyncio.StreamReader) -> None:
            nonlocal received
            while await reader.readline():
                received += 1
                if received == 30:
                    dialog.quit()

        dialog = QtLoop()
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            reading = asyncio.create_task(read(reader))
            before = asyncio.current_task()
            dialog.exec()
            assert asyncio.current_task() is before
            while_open = received
            await reading
            writer.close()
            await writer.wait_closed()
        return while_open, received

    while_open, received = loop.run_until_complete(main())
    assert while_open >= 30
    assert received == 40


def test_the_runner_of_asyncio_takes_it(qapp: QApplication) -> None:
    with asyncio.Runner(loop_factory=lambda: event_loop(qapp)) as runner:
        assert isinstance(runner.get_loop(), EventLoop)
        assert runner.run(asyncio.sleep(0, "done")) == "done"


def test_callbacks_wait_while_qt_runs_without_the_loop(qapp: QApplication) -> None:
    loop, ran = event_loop(qapp), list[str]()
    loop.call_soon(ran.append, "soon")
    loop.call_later(0, ran.append, "later")
    qapp.processEvents()
    assert ran == []
    loop.run_until_complete(asyncio.sleep(0.01))
    assert ran == ["soon", "later"]
    loop.close()
