"""What is remembered over starts."""

from pathlib import Path

import pytest

from app.bootstrap.program.memory import Memory


async def test_what_was_remembered_is_there_after_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "desktop.json"
    memory = Memory(path)
    memory.remember("usage.place", "10,20")
    memory.remember("server", "off")
    memory.remember("server", "")
    await memory.close()
    again = Memory(path)
    assert (again.recall("usage.place"), again.recall("server")) == ("10,20", "")


async def test_nothing_new_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "desktop.json"
    memory = Memory(path)
    memory.remember("server", "")
    await memory.close()
    assert not path.exists()


@pytest.mark.parametrize("content", [b"{", b"[]", b'"x"', b"\xff", b'{"a": 1, "b": "kept"}'])
async def test_a_file_that_cannot_be_read_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desktop.json"
    path.write_bytes(content)
    memory = Memory(path)
    assert memory.recall("a") == ""
    memory.remember("a", "1")
    await memory.close()
    assert Memory(path).recall("a") == "1"


async def test_a_file_that_cannot_be_written_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    memory = Memory(tmp_path / "nowhere" / "desktop.json")
    memory.remember("a", "1")
    await memory.close()
    assert "could not be written" in caplog.text
    assert memory.recall("a") == "1"
