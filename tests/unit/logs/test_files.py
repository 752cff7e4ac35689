"""Log files with a cap."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.logs.files import NAME, LogFiles
from app.platform.file_lock import file_lock

ROOT = Path(__file__).parents[3]


def files(folder: Path, size: int = 100, count: int = 3) -> tuple[LogFiles, list[str]]:
    told: list[str] = []
    return LogFiles(folder, size, count, told.append), told


def numbers(folder: Path) -> list[int]:
    """The numbers that the lines hold, the oldest file first."""
    found = sorted(folder.glob(f"{NAME}*"), key=lambda path: path.name, reverse=True)
    return [int(line) for path in found for line in path.read_text().split()]


def test_lines_are_appended_for_this_user_only(tmp_path: Path) -> None:
    log, told = files(tmp_path / "logs")
    log.write(["one\n", "zwölf\n"])
    log.write(["three\n"])
    path = tmp_path / "logs" / NAME
    assert path.read_text("utf-8") == "one\nzwölf\nthree\n"
    assert told == []
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_another_program_start_goes_on_in_the_same_file(tmp_path: Path) -> None:
    for text in ("one\n", "two\n"):
        files(tmp_path)[0].write([text])
    assert (tmp_path / NAME).read_text() == "one\ntwo\n"


@pytest.mark.parametrize("batch", [1, 7, 1000])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_oldest_lines_go_and_no_file_is_too_large(
    tmp_path: Path, batch: int, count: int
) -> None:
    log, _ = files(tmp_path, 100, count)
    lines = [f"{number:09d}\n" for number in range(1000)]
    for begin in range(0, 1000, batch):
        log.write(lines[begin : begin + batch])
    assert numbers(tmp_path) == list(range(1000 - 10 * count, 1000))
    kept = list(tmp_path.glob(f"{NAME}*"))
    assert len(kept) == count
    assert all(path.stat().st_size == 100 for path in kept)


def test_a_line_longer_than_a_file_has_one_for_itself(tmp_path: Path) -> None:
    log, _ = files(tmp_path, 100, 3)
    log.write(["short\n", "x" * 500 + "\n", "after\n"])
    assert (tmp_path / f"{NAME}.2").read_text() == "short\n"
    assert (tmp_path / NAME).read_text() == "after\n"


def test_files_beyond_a_smaller_cap_are_deleted_and_strangers_stay(tmp_path: Path) -> None:
    for name in (f"{NAME}.1", f"{NAME}.7", f"{NAME}.old", "other.log"):
        (tmp_path / name).write_text("x\n")
    log, _ = files(tmp_path, 100, 2)
    log.write(["x" * 90 + "\n", "y" * 90 + "\n"])
    assert sorted(path.name for path in tmp_path.iterdir() if path.name[0] != ".") == [
        NAME,
        f"{NAME}.1",
        f"{NAME}.old",
        "other.log",
    ]


def test_a_folder_that_cannot_be_written_is_told_once_and_what_lacks_is_said_later(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "logs"
    folder.write_text("a file is in the way")
    log, told = files(folder, 1000)
    log.write(["1\n", "2\n"])
    log.write(["3\n"])
    assert len(told) == 1
    assert str(folder) in told[0]
    folder.unlink()
    log.write(["4\n"])
    assert (folder / NAME).read_text().split("\n")[1:] == [
        "... 3 lines are missing here: they could not be written",
        "4",
        "",
    ]
    log.write(["5\n"])
    assert (folder / NAME).read_text().endswith("4\n5\n")
    assert len(told) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_told_once(tmp_path: Path) -> None:
    (tmp_path / NAME).symlink_to("/dev/full")
    log, told = files(tmp_path)
    log.write(["1\n"])
    log.write(["2\n"])
    assert len(told) == 1
    assert os.strerror(28) in told[0]


def test_a_lock_that_is_never_let_go_costs_lines_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.logs.files._PATIENCE_SECONDS", 0.0)
    log, told = files(tmp_path)
    with file_lock(tmp_path / f".{NAME}.lock"):
        log.write(["1\n"])
    assert len(told) == 1
    log.write(["2\n"])
    assert (tmp_path / NAME).read_text().endswith("\n2\n")


WRITER = """
import sys
from pathlib import Path
from app.logs.files import LogFiles
log = LogFiles(Path(sys.argv[1]), 4000, 1000, print)
for number in range(200):
    log.write([f"{sys.argv[2]} {number:04d} {'x' * 40}\\n"] * 2)
"""


def test_several_processes_lose_no_line_and_tear_none(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), name], stdout=subprocess.PIPE, cwd=ROOT
        )
        for name in "abc"
    ]
    for process in processes:
        assert process.communicate(timeout=60)[0] == b""
    lines = [line for path in tmp_path.glob(f"{NAME}*") for line in path.read_text().splitlines()]
    expected = [f"{name} {number:04d} {'x' * 40}" for name in "abc" for number in range(200)] * 2
    assert sorted(lines) == sorted(expected)
    assert all(path.stat().st_size <= 4000 for path in tmp_path.glob(f"{NAME}*"))
