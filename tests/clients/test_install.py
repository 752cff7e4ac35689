"""Clients are installed once, whole, and anew where something of them is missing."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.clients import install

PACKAGE = install.Package(
    name="tool", registry="npm", packages=("@maker/tool@1.2.3",), program="bin/tool*"
)


class Registry:
    """Puts a program and a file beside it into a folder; fails as often as it is told."""

    def __init__(self) -> None:
        self.runs = 0
        self.failures = 0

    def __call__(self, target: Path, packages: Sequence[str]) -> None:
        assert packages == PACKAGE.packages
        self.runs += 1
        (target / "bin").mkdir(parents=True)
        (target / "bin" / "tool").write_text("#!")
        if self.runs <= self.failures:
            raise subprocess.CalledProcessError(1, "npm", "no route to the registry")
        (target / "library.js").write_text("0")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Registry:
    registry = Registry()
    monkeypatch.setenv("DRAGOMAN_CLIENTS", str(tmp_path))
    monkeypatch.setitem(install.INSTALLERS, "npm", registry)
    monkeypatch.setattr("time.sleep", lambda _: None)
    return registry


def test_what_is_installed_is_found_and_whole(registry: Registry) -> None:
    assert not PACKAGE.installed
    with pytest.raises(LookupError):
        PACKAGE.command  # noqa: B018 - it raises
    PACKAGE.install()
    assert PACKAGE.sound()
    assert PACKAGE.command == [str(PACKAGE.folder / "bin" / "tool")]


def test_a_damaged_folder_is_seen_and_made_whole(registry: Registry) -> None:
    PACKAGE.install()
    (PACKAGE.folder / "library.js").unlink()
    assert not PACKAGE.sound()
    PACKAGE.install()
    assert PACKAGE.sound()


def test_what_python_compiles_is_no_damage(registry: Registry) -> None:
    PACKAGE.install()
    (PACKAGE.folder / "__pycache__").mkdir()
    (PACKAGE.folder / "__pycache__" / "tool.pyc").write_text("0")
    assert PACKAGE.sound()


def test_a_registry_that_fails_is_asked_again(registry: Registry) -> None:
    registry.failures = 2
    PACKAGE.install()
    assert PACKAGE.sound()
    assert registry.runs == 3


def test_a_failure_that_stays_is_told_and_leaves_nothing_half_done(registry: Registry) -> None:
    registry.failures = 9
    with pytest.raises(SystemExit, match="no route to the registry"):
        PACKAGE.install()
    assert not PACKAGE.installed
    assert list(install.folder().iterdir()) == []


def test_every_client_has_a_folder_of_its_own() -> None:
    folders = [package.folder for package in install.TABLE.values()]
    assert len(set(folders)) == len(folders)
