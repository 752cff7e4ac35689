import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.session import Session
from tests.unit.cli.conftest import MemoryKeyring, Run

MINE = '{"env": {"ANTHROPIC_API_KEY": "sk-ant-mine"},  "hooks": {}}\n'


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, environ: dict[str, str]) -> Path:
    """Claude Code's settings in a home folder of the test's own; nothing listens on the port."""
    environ |= {"HOME": str(tmp_path / "home"), "PATH": "", "DRAGOMAN_PORT": "9"}
    path = tmp_path / "home" / ".claude" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text(MINE)
    return path


def keys(run: Run) -> list[tuple[str, bool]]:
    told: list[dict[str, Any]] = json.loads(run("key", "list", "--all", "--json").stdout)
    return [(key["name"], key["active"]) for key in told]


def test_a_dry_run_shows_the_difference_and_changes_nothing(run: Run, settings: Path) -> None:
    shown = run("connect", "claude-code", "--dry-run").stdout
    assert '"ANTHROPIC_BASE_URL": "http://127.0.0.1:9"' in shown
    assert "sk-ant-mine" not in shown
    told = json.loads(run("connect", "claude-code", "--dry-run", "--json").stdout)
    assert [file["path"] for file in told["files"]] == [str(settings)]
    assert settings.read_text() == MINE
    assert keys(run) == []


def test_it_asks_before_it_writes(run: Run, settings: Path) -> None:
    run("connect", "claude-code", code=1, text="n\n")
    assert settings.read_text() == MINE
    run("connect", "claude-code", text="y\n")
    assert settings.read_text() != MINE
    assert keys(run) == [("claude-code", True)]


def test_a_disconnect_puts_everything_back(run: Run, settings: Path) -> None:
    run("connect", "claude-code", "--yes")
    told = run("disconnect", "claude-code")
    assert f"{settings} is as it was" in told.stderr
    assert settings.read_text() == MINE
    assert keys(run) == [("claude-code", False)]
    assert "Nothing had to be put back" in run("disconnect", "--all").stderr


def test_what_was_left_alone_is_told(run: Run, settings: Path) -> None:
    run("connect", "claude-code", "--yes")
    settings.write_text(settings.read_text().replace("127.0.0.1:9", "elsewhere"))
    (left,) = json.loads(run("disconnect", "--all", "--json").stdout)["left"]
    assert (left["path"], left["key"]) == (str(settings), "env.ANTHROPIC_BASE_URL")


def test_a_command_is_printed_with_its_key_and_no_file_is_written(
    run: Run, settings: Path, keyring: MemoryKeyring, session: Session
) -> None:
    printed = run("connect", "claude-code", "--way", "command").stdout
    token = keyring[session.paths.keyring_service, "client/claude-code"]
    assert f"ANTHROPIC_AUTH_TOKEN={token} claude" in printed
    assert settings.read_text() == MINE


def test_a_file_of_ours_is_told_with_the_command_that_uses_it(run: Run, settings: Path) -> None:
    ours = settings.with_name("dragoman.settings.json")
    told = run("connect", "claude-code", "--way", "profile-file")
    assert told.stdout == f"claude --settings {ours}\n"
    assert ours.exists()


def test_clients_are_listed(run: Run) -> None:
    told = json.loads(run("connect", "--json").stdout)
    assert [each["id"] for each in told][:2] == ["claude-code", "codex"]
    assert "Gemini CLI" in run("connect").stdout


def test_the_status_tells_of_the_server_and_of_what_is_stale(
    run: Run, environ: dict[str, str]
) -> None:
    assert "Dragoman is off at http://127.0.0.1:9" in run("status").stdout
    run("connect", "claude-code", "--yes")
    told = json.loads(run("status", "--json").stdout)
    assert told["server"] == {"on": False, "address": "http://127.0.0.1:9"}
    (claude,) = [each for each in told["clients"] if each["connected"]]
    assert [finding["id"] for finding in claude["findings"]] == ["server-off"]
    environ["DRAGOMAN_PORT"] = "10"
    assert "calls http://127.0.0.1:9, and Dragoman is at" in run("status", code=1).stdout


def test_the_doctor_knows_connected_clients(run: Run, environ: dict[str, str]) -> None:
    run("connect", "claude-code", "--yes")
    assert "client claude-code: It is connected." in run("doctor").stdout
    environ["DRAGOMAN_PORT"] = "10"
    told = json.loads(run("doctor", "--json", code=1).stdout)
    (wrong,) = [each for each in told if each["status"] == "wrong"]
    assert (wrong["subject"], wrong["remedy"]) == (
        "client claude-code",
        "dragoman connect claude-code",
    )


def test_what_cannot_be_done_is_refused_in_a_sentence(run: Run, settings: Path) -> None:
    assert "There is no client 'emacs'" in run("connect", "emacs", "--yes", code=1).stderr
    assert "cannot be connected by a file" in run("connect", "llm", "--yes", code=1).stderr
    assert "no profile 'x'" in run("connect", "codex", "--profile", "x", code=2).stderr
    assert "--yes" in run("connect", "codex", "--json", code=2).stderr
    assert "Name a client" in run("disconnect", code=2).stderr
    settings.write_text("{")
    assert "settings.json" in run("connect", "claude-code", "--yes", code=1).stderr
