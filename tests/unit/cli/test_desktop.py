"""`dragoman` and `dragoman tray` up to the desktop itself, which tests/desktop/xvfb starts."""

import importlib.util
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from app.cli import desktop
from app.cli.session import Session
from app.platform.paths import ProfilePaths
from tests.unit.cli.conftest import Run


class AlreadyRunning(Exception):  # noqa: N818 - as the desktop's own, which needs Qt
    __module__ = "app.desktop.single_instance"


class Started:
    """Stands in for bootstrap's desktop, which imports Qt."""

    def __init__(self) -> None:
        self.starts: list[bool] = []
        self.code = 0
        self.error: Exception | None = None

    def start(
        self, paths: ProfilePaths, environ: Mapping[str, str], *, minimised: bool = False
    ) -> int:
        self.starts.append(minimised)
        if self.error is not None:
            raise self.error
        return self.code


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]) -> Started:
    import app.bootstrap

    started = Started()
    module: Any = ModuleType("app.bootstrap.desktop")
    module.start = started.start
    monkeypatch.setitem(sys.modules, "app.bootstrap.desktop", module)
    monkeypatch.setattr(app.bootstrap, "desktop", module, raising=False)
    monkeypatch.setattr(desktop, "_look_for_qt", lambda: None)
    environ["QT_QPA_PLATFORM"] = "offscreen"
    return started


def test_dragoman_alone_and_tray_start_it_without_a_word(run: Run, started: Started) -> None:
    for words in ((), ("tray",), ("tray", "--minimised")):
        assert run(*words).output == ""
    assert started.starts == [False, False, True]


def test_its_exit_code_is_the_commands(run: Run, started: Started) -> None:
    started.code = 1
    assert run(code=1).output == ""


def test_one_that_does_not_answer_is_told_of(run: Run, started: Started) -> None:
    started.error = AlreadyRunning("Dragoman is running already, but does not answer.")
    assert "does not answer" in run("tray", code=1).stderr


def test_a_profile_that_cannot_be_written_is_told_of(run: Run, started: Started) -> None:
    started.error = PermissionError("Dragoman cannot write /profile.")
    assert run("tray", code=1).stderr == "dragoman: Dragoman cannot write /profile.\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have one")
def test_without_a_display_it_names_the_way_out(
    run: Run, started: Started, environ: dict[str, str]
) -> None:
    environ.clear()
    said = run("tray", code=1).stderr
    assert "no display" in said
    assert "dragoman serve" in said
    assert started.starts == []


def test_without_qt_it_says_how_to_install_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    said = run("tray", code=1).stderr
    assert "pipx install 'dragoman[desktop]'" in said
    assert "dragoman serve" in said


def test_a_library_that_is_missing_is_named(
    run: Run, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "app.bootstrap.desktop", None)
    monkeypatch.delattr("app.bootstrap.desktop")
    said = run("tray", code=1).stderr
    assert "Qt cannot be loaded" in said
    assert "dragoman serve" in said
