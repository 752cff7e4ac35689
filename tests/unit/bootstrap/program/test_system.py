"""Folders, login and memory of one profile."""

from collections.abc import Sequence

import pytest

from app import __version__
from app.desktop.program.failure import ProgramError
from app.platform import autostart
from tests.unit.bootstrap.program.conftest import Open


class Entries:
    """What the system would start, by name."""

    def __init__(self) -> None:
        self.on: dict[str, list[str]] = {}
        self.error: OSError | None = None

    def is_on(self, name: str) -> bool:
        return name in self.on

    def switch(self, on: bool, command: Sequence[str], name: str) -> None:
        if self.error is not None:
            raise self.error
        if on:
            self.on[name] = list(command)
        else:
            self.on.pop(name, None)


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Entries:
    made = Entries()
    monkeypatch.setattr(autostart, "starts_at_login", made.is_on)
    monkeypatch.setattr(autostart, "start_at_login", made.switch)
    return made


async def test_starting_at_login_is_switched_for_this_profile(
    open_program: Open, entries: Entries
) -> None:
    opened = await open_program()
    system = opened.program.system
    assert not await system.starts_at_login()
    await system.start_at_login(True)
    assert await system.starts_at_login()
    ((name, command),) = entries.on.items()
    assert name != autostart.PROGRAM
    assert str(opened.paths.isolated) in command
    await system.start_at_login(False)
    assert entries.on == {}


async def test_a_system_that_refuses_is_told(open_program: Open, entries: Entries) -> None:
    entries.error = PermissionError(13, "Permission denied")
    system = (await open_program()).program.system
    with pytest.raises(ProgramError, match="Permission denied"):
        await system.start_at_login(True)


async def test_folders_tell_their_sizes_and_count_nothing_twice(open_program: Open) -> None:
    opened = await open_program()
    (opened.paths.logs / "a.log").write_bytes(b"x" * 1000)
    found = {folder.name: folder for folder in await opened.program.system.folders()}
    assert set(found) == {"settings", "data", "logs"}
    assert found["logs"].size == 1000
    assert found["settings"].size < 1000
    assert found["data"].path == opened.paths.data


async def test_words_are_remembered_over_starts(open_program: Open) -> None:
    first = await open_program()
    first.program.system.remember("usage.place", "1,2")
    first.program.system.remember("server", "a window's own word")
    await first.host.close()
    system = (await open_program()).program.system
    assert system.recall("usage.place") == "1,2"
    assert system.recall("never") == ""
    assert system.version == __version__
