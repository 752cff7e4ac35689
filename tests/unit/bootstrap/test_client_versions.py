from pathlib import Path

from app.bootstrap.client_versions import ClientVersions


def program(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


async def test_a_version_is_asked_once_and_told_when_it_is_known(tmp_path: Path) -> None:
    count = tmp_path / "count"
    binary = program(tmp_path / "codex", f"echo x >> {count}; echo codex-cli 0.169.0")
    told: list[str] = []
    versions = ClientVersions(lambda: told.append("changed"))
    assert (versions.of(binary), versions.of(binary)) == ("", "")
    await versions.settled()
    assert versions.of(binary) == "0.169.0"
    assert told == ["changed"]
    assert count.read_text() == "x\n"


async def test_a_program_that_does_not_tell_has_no_version(tmp_path: Path) -> None:
    told: list[str] = []
    versions = ClientVersions(lambda: told.append("changed"))
    broken = tmp_path / "broken"
    broken.write_bytes(b"\0")
    broken.chmod(0o755)
    silent = program(tmp_path / "silent", "exit 1")
    assert [versions.of(each) for each in (broken, silent, tmp_path / "none")] == ["", "", ""]
    await versions.settled()
    assert [versions.of(each) for each in (broken, silent)] == ["", ""]
    assert told == []


async def test_closing_ends_a_program_that_hangs(tmp_path: Path) -> None:
    versions = ClientVersions(lambda: None)
    versions.of(program(tmp_path / "hangs", "exec sleep 600"))
    await versions.close()
