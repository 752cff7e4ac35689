"""A real client asked one small thing, with its own settings, in an empty folder."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence

from app.desktop.program.clients import VerifyStep
from app.desktop.program.history import Request
from app.desktop.program.listeners import Listeners

PROMPT = "Reply with the single word OK and use no tool."
_SECONDS = 90.0
_SHOWN = 300


async def ask(
    name: str,
    command: Sequence[str],
    environ: Mapping[str, str],
    key_ids: frozenset[str],
    requests: Listeners[Request] | None,
    seconds: float = _SECONDS,
) -> AsyncIterator[VerifyStep]:
    """Run `command`, and tell its steps as they happen; the program is ended with the iteration.

    `key_ids` are the keys that its requests may come with.
    """
    arrived: asyncio.Future[Request] = asyncio.get_running_loop().create_future()

    def heard(request: Request) -> None:
        if request.row.key_id in key_ids and not arrived.done():
            arrived.set_result(request)

    ending = requests.connect(heard) if requests is not None else _nothing
    folder = tempfile.TemporaryDirectory(prefix="dragoman-", ignore_cleanup_errors=True)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder.name,
            env=dict(environ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        yield VerifyStep("started", False, f"{name} does not start: {error.strerror}.")
        folder.cleanup()
        ending()
        return
    try:
        yield VerifyStep("started", True, f"{name} was started.")
        async for step in _watched(name, process, arrived, requests is not None, seconds):
            yield step
    finally:
        ending()
        await _ended(process)
        folder.cleanup()


async def _watched(
    name: str,
    process: asyncio.subprocess.Process,
    arrived: asyncio.Future[Request],
    watching: bool,
    seconds: float,
) -> AsyncIterator[VerifyStep]:
    output = asyncio.ensure_future(process.communicate())
    try:
        async with asyncio.timeout(seconds):
            if watching:
                await asyncio.wait((arrived, output), return_when=asyncio.FIRST_COMPLETED)
                if arrived.done():
                    row = arrived.result().row
                    sentence = f"Its request arrived and asked for {row.client_model or 'a model'}."
                    yield VerifyStep("arrived", True, sentence, row.request_id)
                else:
                    yield VerifyStep(
                        "arrived", False, f"{name} ended, and no request of it came to Dragoman."
                    )
            printed, complained = await asyncio.shield(output)
    except TimeoutError:
        yield VerifyStep("answered", False, f"{name} did not end within {seconds:g} seconds.")
        return
    finally:
        output.cancel()
        await asyncio.wait((output,))
    # A client that works may still warn of much.
    told = printed if process.returncode == 0 else printed + b" " + complained
    said = " ".join(told.decode("utf-8", "replace").split())
    said = said if len(said) <= _SHOWN else f"…{said[-_SHOWN:]}"
    if process.returncode == 0:
        yield VerifyStep("answered", True, f"It answered: {said}")
    else:
        yield VerifyStep("answered", False, f"It ended with code {process.returncode}: {said}")


async def _ended(process: asyncio.subprocess.Process) -> None:
    """End the program and what it started."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _nothing() -> None:
    """Nobody was told to call."""
