"""The process from start to end, each in one of its own: Qt has one application for good."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Runs the desktop over a program in memory. What happens in it is the script's `{begun}`.
PROGRAM = """
import asyncio, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app.desktop import application
from app.desktop.application import CannotStart, Options, run
from app.desktop.single_instance import claim
from tests.fakes.program import FakeClients, FakeConfiguration, fake_program, sample
from tests.fakes.program.clients import SEVERAL

settings = sample.settings()
settings = settings.model_copy(
    update={{"desktop": settings.desktop.model_copy(update={{"restore_at_quit": {restore}}})}}
)
clients = FakeClients(SEVERAL)

class Host:
    def __init__(self):
        self.program = fake_program(
            configuration=FakeConfiguration(settings), clients=clients
        )

    async def start(self):
        loop = asyncio.get_running_loop()
        {begun}
        print("started", flush=True)

    async def close(self):
        {closing}
        print("closed", len(clients.called("disconnect")), flush=True)

async def open_program():
    {opening}
    return Host()

folder = Path(sys.argv[1])
sys.exit(run(open_program, claim(folder, folder), Options()))
"""


def started(folder: Path, **script: str) -> "subprocess.Popen[str]":
    filled = {"restore": "False", "begun": "pass", "closing": "pass", "opening": "pass", **script}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(**filled), str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(tmp_path: Path, number: signal.Signals) -> None:
    process = started(tmp_path)
    assert line(process) == "started"
    process.send_signal(number)
    said, complaints = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "closed 0\n"), complaints
    assert "Traceback" not in complaints


def test_qts_own_quit_ends_it_in_order(tmp_path: Path) -> None:
    process = started(tmp_path, begun="QTimer.singleShot(0, QCoreApplication.quit)")
    said, complaints = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "started\nclosed 0\n"), complaints


def test_a_loop_that_is_left_from_outside_is_closed_in_order(tmp_path: Path) -> None:
    process = started(tmp_path, begun="QTimer.singleShot(0, lambda: QCoreApplication.exit(3))")
    said, complaints = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "started\nclosed 0\n"), complaints


def test_quitting_disconnects_the_clients_where_that_was_asked_for(tmp_path: Path) -> None:
    process = started(tmp_path, restore="True")
    assert line(process) == "started"
    process.terminate()
    said, complaints = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "closed 2\n"), complaints


def test_a_second_signal_waits_for_nothing(tmp_path: Path) -> None:
    process = started(tmp_path, closing="print('closing', flush=True); await asyncio.sleep(3600)")
    assert line(process) == "started"
    process.terminate()
    assert line(process) == "closing"
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_a_program_that_cannot_be_opened_says_why_and_ends_with_1(tmp_path: Path) -> None:
    process = started(
        tmp_path,
        opening=(
            "asyncio.get_running_loop().call_later(0.2, QCoreApplication.quit); "
            "raise CannotStart('The disk is full.')"
        ),
    )
    said, complaints = process.communicate(timeout=30)
    assert (process.returncode, said) == (1, ""), complaints
    assert "The disk is full." in complaints


def test_a_fault_in_a_slot_is_logged_and_ends_nothing(tmp_path: Path) -> None:
    process = started(tmp_path, begun="QTimer.singleShot(0, lambda: 1 / 0)")
    assert line(process) == "started"
    assert process.stderr is not None
    complaint = process.stderr.readline()
    assert "a fault of the desktop program" in complaint
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_a_profile_that_cannot_be_written_is_told_in_a_window(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("no folder")
    script = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from app.bootstrap import desktop
from app.desktop import application
from app.platform.paths import profile_paths
made = application.application
def seen():
    qapp = made()
    def read():
        (box,) = [each for each in qapp.topLevelWidgets() if each.isVisible()]
        print(box.informativeText(), flush=True)
        box.close()
    QTimer.singleShot(300, read)
    return qapp
application.application = seen
try:
    desktop.start(profile_paths(Path(sys.argv[1])), {})
except OSError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "profile")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told, raised = done.stdout.splitlines()
    assert told == raised
    assert told.startswith(f"Dragoman cannot write {tmp_path / 'profile'}")
