import sys

import pytest

from app.platform.autostart_windows import APPROVED, RUN, RunKey, current_user


class MemoryRegistry:
    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}

    def read(self, key: str, name: str) -> str | bytes | None:
        return self.values.get((key, name))

    def write(self, key: str, name: str, value: str) -> None:
        self.values[key, name] = value

    def delete(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)


def test_the_command_is_one_line_that_windows_takes_apart_again() -> None:
    registry = MemoryRegistry()
    run = RunKey("dragoman", registry)
    assert not run.is_on()
    run.set_command([r"C:\Program Files\Dragoman\dragoman.exe", "tray", "--minimised"])
    line = registry.values[RUN, "dragoman"]
    assert line == r'"C:\Program Files\Dragoman\dragoman.exe" tray --minimised'
    assert run.is_on()
    run.remove()
    run.remove()
    assert not run.is_on()


@pytest.mark.parametrize(("first", "on"), [(0x02, True), (0x06, True), (0x03, False), (7, False)])
def test_what_the_task_manager_switched_off_is_off(first: int, on: bool) -> None:
    registry = MemoryRegistry()
    run = RunKey("dragoman", registry)
    run.set_command(["d.exe"])
    registry.values[APPROVED, "dragoman"] = bytes([first]) + bytes(11)
    assert run.is_on() is on


def test_switching_it_on_counts_after_the_task_manager_switched_it_off() -> None:
    registry = MemoryRegistry()
    registry.values[APPROVED, "dragoman"] = b"\x03" + bytes(11)
    run = RunKey("dragoman", registry)
    run.set_command(["d.exe"])
    assert run.is_on()


@pytest.mark.skipif(sys.platform == "win32", reason="there it has one")
def test_other_systems_have_no_registry() -> None:
    with pytest.raises(OSError, match="registry"):
        current_user()
