from pathlib import Path

import pytest

from app.connect.detect import binaries, search_path, version_in, version_words
from tests.unit.connect.clients.machines import installed, machine


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_path_comes_first_and_every_installation_is_told(tmp_path: Path) -> None:
    here = machine(tmp_path, PATH=str(tmp_path / "one"))
    local = installed(tmp_path, "claude")
    first = program(tmp_path / "one" / "claude")
    assert binaries(here, "claude") == (first, local)


def test_a_link_to_the_same_file_is_no_second_one(tmp_path: Path) -> None:
    real = program(tmp_path / "versions" / "claude")
    link = tmp_path / ".local" / "bin" / "claude"
    link.parent.mkdir(parents=True)
    link.symlink_to(real)
    here = machine(tmp_path, PATH=str(real.parent))
    assert binaries(here, "claude") == (real,)


def test_the_newest_node_of_nvm_is_asked_first(tmp_path: Path) -> None:
    folder = tmp_path / ".nvm" / "versions" / "node"
    old, new = (program(folder / name / "bin" / "codex") for name in ("v9.0.0", "v22.1.0"))
    assert binaries(machine(tmp_path), "codex") == (new, old)


def test_a_file_that_cannot_be_run_is_no_program(tmp_path: Path) -> None:
    installed(tmp_path, "pi").chmod(0o644)
    assert binaries(machine(tmp_path), "pi") == ()


def test_windows_finds_what_npm_made(tmp_path: Path) -> None:
    made = tmp_path / "AppData" / "Roaming" / "npm" / "codex.cmd"
    made.parent.mkdir(parents=True)
    made.write_text("@echo off")
    assert binaries(machine(tmp_path, "win32"), "codex") == (made,)


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        ("2.1.329 (Claude Code)", "2.1.329"),
        ("codex-cli 0.169.0\n", "0.169.0"),
        ("llm, version 0.36", "0.36"),
        ("aider v0.86.2", "0.86.2"),
        ("no idea", ""),
    ],
)
def test_a_version_is_found_in_what_programs_print(printed: str, version: str) -> None:
    assert version_in(printed) == version
    assert version_words(Path("/bin/x")) == ("/bin/x", "--version")


def test_a_program_finds_what_is_beside_it(tmp_path: Path) -> None:
    here = machine(tmp_path, PATH="/usr/bin")
    assert search_path(Path("/nvm/bin/codex"), here.environ) == "/nvm/bin:/usr/bin"
    assert search_path(Path("/nvm/bin/codex"), {}) == "/nvm/bin"
