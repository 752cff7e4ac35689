"""A file is the old one or the new one."""

import os
import stat
from pathlib import Path

import pytest

from app.platform import atomic


def test_content_and_mode_are_as_asked_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "file"
    atomic.write(path, b"old")
    atomic.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_replace_keeps_the_old_file_and_leaves_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    atomic.write(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name != "posix", reason="Windows needs a privilege for links")
def test_what_is_looked_at_last_may_stop_the_write(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def stop(temporary: Path) -> None:
        assert temporary.read_bytes() == b"new"
        assert temporary.parent == path.parent
        raise LookupError

    with pytest.raises(LookupError):
        atomic.write(path, b"new", before_replace=stop)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    atomic.write(real, b"old")
    link.symlink_to(real)
    atomic.write(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


class BusyError(PermissionError):
    """Windows' "in use by another program"."""

    winerror = 32


def test_a_file_in_use_on_windows_is_tried_again(tmp_path: Path) -> None:
    tries: list[Path] = []
    waits: list[float] = []

    def step(source: Path, destination: Path) -> None:
        tries.append(source)
        if len(tries) < 4:
            raise BusyError(13, "in use")

    atomic.replace(tmp_path / "a", tmp_path / "b", step=step, wait=waits.append)
    assert len(tries) == 4
    assert waits == sorted(waits)


def test_a_file_in_use_for_too_long_is_given_up(tmp_path: Path) -> None:
    waits: list[float] = []

    def step(source: Path, destination: Path) -> None:
        raise BusyError(13, "in use")

    with pytest.raises(BusyError):
        atomic.replace(tmp_path / "a", tmp_path / "b", step=step, wait=waits.append)
    assert 2.5 <= sum(waits) < 3
