import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.desktop import single_instance
from app.desktop.single_instance import AlreadyRunning, SingleInstance, claim
from tests.desktop.waiting import until

# What a second process does; it prints how that ended.
SECOND = """
import sys
from pathlib import Path
from app.desktop.single_instance import AlreadyRunning, claim
try:
    claim(Path(sys.argv[1]), Path(sys.argv[2]))
    print("mine")
except AlreadyRunning as running:
    print("shown" if running.shown else "silent")
"""
# A first process that is killed while it holds the profile.
FIRST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.desktop.single_instance import claim
application = QCoreApplication([])
instance = claim(Path(sys.argv[1]), Path(sys.argv[2]))
instance.listen()
print("ready", flush=True)
application.exec()
"""


def process(script: str, profile: Path, runtime: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, str(profile), str(runtime)],
        stdout=subprocess.PIPE,
        text=True,
    )


def listening(profile: Path, runtime: Path) -> SingleInstance:
    instance = claim(profile, runtime)
    assert instance.listen()
    return instance


async def test_a_second_start_lets_the_first_one_show_itself(tmp_path: Path, qapp: object) -> None:
    instance, asked = listening(tmp_path, tmp_path), list[None]()
    instance.asked.connect(asked.append)
    second = process(SECOND, tmp_path, tmp_path)
    await until(lambda: second.poll() is not None, seconds=30)
    said, _ = second.communicate()
    instance.release()
    assert said == "shown\n"
    assert asked == [None]


async def test_another_profile_is_free(tmp_path: Path, qapp: object) -> None:
    instance = listening(tmp_path / "one", tmp_path)
    second = listening(tmp_path / "two", tmp_path)
    instance.release()
    second.release()


async def test_a_profile_that_was_released_is_free(tmp_path: Path, qapp: object) -> None:
    listening(tmp_path, tmp_path).release()
    listening(tmp_path, tmp_path).release()


def test_what_a_killed_one_left_behind_is_taken_over(tmp_path: Path, qapp: object) -> None:
    first = process(FIRST, tmp_path, tmp_path)
    assert first.stdout is not None
    assert first.stdout.readline() == "ready\n"
    first.send_signal(signal.SIGKILL)
    first.communicate()
    listening(tmp_path, tmp_path).release()


def test_one_that_does_not_answer_is_told_of(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = process(FIRST, tmp_path, tmp_path)
    assert first.stdout is not None
    assert first.stdout.readline() == "ready\n"
    first.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(single_instance, "_PATIENCE_MS", 50)
    monkeypatch.setattr(single_instance, "_ANSWERS_MS", 50)
    with pytest.raises(AlreadyRunning, match="does not answer"):
        claim(tmp_path, tmp_path)
    first.kill()
    first.communicate()


def test_a_lock_whose_number_another_program_has_by_now_is_taken_over(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "_STARTS_WITHIN", 0.0)
    held = claim(tmp_path, tmp_path)  # by this very process, which listens nowhere
    instance = listening(tmp_path, tmp_path)
    instance.release()
    held.release()


def test_a_deep_folder_does_not_make_the_sockets_name_too_long(
    tmp_path: Path, qapp: object
) -> None:
    deep = tmp_path / ("a" * 120)
    deep.mkdir()
    listening(deep, deep).release()


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(OSError, match="missing"):
        claim(tmp_path, tmp_path / "missing")


def test_only_the_user_may_talk_to_it(qapp: object) -> None:
    with TemporaryDirectory() as folder:  # a short name: its socket is in it
        instance = listening(Path(folder), Path(folder))
        (socket,) = Path(folder).glob("*.sock")
        assert socket.stat().st_mode & 0o077 == 0
        instance.release()
