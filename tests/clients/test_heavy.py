"""When the heavy tests are due."""

from pathlib import Path

import pytest

from tests.clients import heavy


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "heavy.lock"
    monkeypatch.setattr(heavy, "RECORD", path)
    return path


def test_without_a_record_they_are_due(record: Path) -> None:
    assert "tests/clients/install.py" in heavy.changed()
    assert "tests/clients/test_agents.py" in heavy.changed()


def test_tests_that_are_not_heavy_have_no_say() -> None:
    names = [path.name for path in heavy.files()]
    assert "test_codex.py" not in names
    assert "upstream.py" in names


def test_they_are_due_when_a_file_of_theirs_has_changed(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[list[str]] = []

    def passed(command: list[str], **_: object) -> object:
        codes.append(command)
        return type("Done", (), {"returncode": 0})

    monkeypatch.setattr("subprocess.run", passed)
    assert heavy.run() == 0
    assert heavy.changed() == []
    assert "heavy" in codes[0]
    told = record.read_text()
    record.write_text(told.replace('"tests/clients/pi.py": "', '"tests/clients/pi.py": "0'))
    assert heavy.changed() == ["tests/clients/pi.py"]


def test_a_run_that_failed_is_not_recorded(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(command: list[str], **_: object) -> object:
        return type("Done", (), {"returncode": 1})

    monkeypatch.setattr("subprocess.run", failed)
    assert heavy.run() == 1
    assert not record.exists()
