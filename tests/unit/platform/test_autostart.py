"""On this system as it is; what the others do has tests with a made-up home and registry."""

import sys
from pathlib import Path

import pytest

from app.platform import autostart


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="the registry is the real user's there")
def test_it_is_switched_on_and_off_in_the_users_own_folder(home: Path) -> None:
    assert not autostart.starts_at_login()
    autostart.start_at_login(True, ["/opt/dragoman", "tray"])
    assert autostart.starts_at_login()
    assert any(path.is_file() for path in home.rglob("*dragoman*"))
    autostart.start_at_login(False, [])
    autostart.start_at_login(False, [])
    assert not autostart.starts_at_login()
    assert not any(path.is_file() for path in home.rglob("*dragoman*"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is Linux's")
def test_the_configuration_folder_may_be_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "elsewhere"))
    autostart.start_at_login(True, ["/opt/dragoman"], "dragoman-two")
    assert (home / "elsewhere" / "autostart" / "dragoman-two.desktop").is_file()
    assert not autostart.starts_at_login()


def test_the_command_starts_this_program_without_a_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert autostart.login_command()[:3] == [str(tmp_path / "python"), "-m", "app"]
    assert autostart.login_command()[-2:] == ["tray", "--minimised"]
    script = tmp_path / ("dragoman.exe" if sys.platform == "win32" else "dragoman")
    script.touch()
    assert autostart.login_command(Path("/p"))[:3] == [str(script), "--profile", str(Path("/p"))]


def test_a_built_program_is_its_own_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert autostart.login_command() == [sys.executable, "tray", "--minimised"]
