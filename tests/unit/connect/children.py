"""Calls in a process of their own, which may be killed or be somebody without rights."""

import os
import signal
from collections.abc import Callable

NOBODY = 65534


def killed(call: Callable[[Callable[[str], None]], object], at: int) -> bool:
    """Run `call` in a child that is killed when it makes the step number `at`.

    `call` gets what it has to call at every step; every `fsync` is a step too. Gives whether the
    child was killed, so False where it came to its end before.
    """
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        return os.WIFSIGNALED(status)
    steps = iter(range(at, -1, -1))
    fsync = os.fsync

    def step(name: str) -> None:
        if next(steps) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def stepping_fsync(descriptor: int) -> None:
        step("before fsync")
        fsync(descriptor)
        step("after fsync")

    os.fsync = stepping_fsync  # type: ignore[assignment]  # only ever called with numbers here
    try:
        call(step)
        os._exit(0)
    except BaseException:
        os._exit(1)


def said_without_rights(call: Callable[[], str]) -> str:
    """What `call` gives in a child that is not root."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        with os.fdopen(reader) as answer:
            text = answer.read()
        os.waitpid(child, 0)
        return text
    try:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        text = call()
    except BaseException as error:
        text = repr(error)
    os.write(writer, text.encode())
    os._exit(0)
