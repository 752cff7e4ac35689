import asyncio
import os
import sys
from pathlib import Path

from app.bootstrap.client_trial import ask
from app.desktop.program.clients import VerifyStep
from app.desktop.program.history import Request
from app.desktop.program.listeners import Listeners
from app.storage.records import UsageRow

KEYS = frozenset(["key_1"])


def gone(folder: str) -> bool:
    return not Path(folder).exists()


async def steps(
    script: str, requests: Listeners[Request] | None = None, seconds: float = 60
) -> list[VerifyStep]:
    command = (sys.executable, "-c", script)
    asked = ask("It", command, os.environ, KEYS, requests, seconds)
    return [step async for step in asked]


async def test_it_runs_in_an_empty_folder_that_is_gone_afterwards() -> None:
    *_, last = await steps("import os; print(os.listdir(), os.getcwd())")
    listed, folder = last.sentence.removeprefix("It answered: ").split()
    assert listed == "[]"
    assert gone(folder)


async def test_where_no_request_came_that_is_the_step_that_failed() -> None:
    requests: Listeners[Request] = Listeners()
    found = await steps("print('hi')", requests)
    assert [(step.name, step.ok) for step in found] == [
        ("started", True),
        ("arrived", False),
        ("answered", True),
    ]


async def test_a_program_that_hangs_is_ended_with_what_it_started() -> None:
    script = "import subprocess,sys,time; subprocess.Popen(['sleep', '600']); time.sleep(600)"
    found = await steps(script, seconds=0.5)
    assert found[-1] == VerifyStep("answered", False, "It did not end within 0.5 seconds.")


async def test_leaving_early_ends_the_program() -> None:
    requests: Listeners[Request] = Listeners()
    command = (sys.executable, "-c", "import time; time.sleep(600)")
    asked = ask("It", command, os.environ, KEYS, requests)
    names = []
    async for step in asked:
        names.append(step.name)
        if step.name == "started":
            requests.tell(Request(UsageRow("req", 1, key_id="key_1")))
        else:
            break
    await asyncio.wait_for(asked.aclose(), 30)  # type: ignore[attr-defined]  # it is a generator
    assert names == ["started", "arrived"]


async def test_a_program_that_cannot_be_started_says_why() -> None:
    asked = ask("It", ("/nowhere/claude",), os.environ, KEYS, None)
    assert [step async for step in asked] == [
        VerifyStep("started", False, "It does not start: No such file or directory.")
    ]


async def test_a_long_answer_is_cut_at_its_beginning() -> None:
    *_, last = await steps("print('x' * 1000, 'END')")
    assert last.sentence.endswith("END")
    assert len(last.sentence) < 350


async def test_warnings_are_told_only_of_a_program_that_failed() -> None:
    script = "import sys; print('OK'); print('careful', file=sys.stderr); sys.exit({code})"
    assert (await steps(script.format(code=0)))[-1].sentence == "It answered: OK"
    assert (await steps(script.format(code=2)))[-1].sentence == "It ended with code 2: OK careful"
