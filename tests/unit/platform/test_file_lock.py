"""A lock between processes."""

from pathlib import Path

import pytest

from app.platform.file_lock import Locked, file_lock


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with file_lock(path), pytest.raises(Locked), file_lock(path, timeout=0):
        pass
    with file_lock(path, timeout=0):
        pass


def test_an_error_inside_lets_go_too(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with pytest.raises(KeyError), file_lock(path):
        raise KeyError
    with file_lock(path, timeout=0):
        pass
