import tomllib
from pathlib import Path

from app.connect import apply
from app.connect.clients.codex import Codex
from app.connect.journal import Journal
from tests.unit.connect.clients.machines import ACCESS, KEY, machine

CODEX = Codex()
MINE = b"""\
# mine
model = "gpt-5.5"  # good
profile = "work"

[profiles.work]
model_provider = "azure"

[mcp_servers.docs]
command = "docs"
"""


def test_the_provider_is_written_and_its_table_stays_without_the_key(tmp_path: Path) -> None:
    path = tmp_path / ".codex" / "config.toml"
    path.parent.mkdir()
    path.write_bytes(MINE)
    journal = Journal(tmp_path / "journal")
    apply.connect(CODEX.default_plan(machine(tmp_path), ACCESS), journal, 1)
    told = tomllib.loads(path.read_text())
    assert told["model_provider"] == "dragoman"
    assert told["model"] == "deepseek-chat"
    assert told["model_providers"]["dragoman"] == {
        "name": "Dragoman",
        "base_url": "http://127.0.0.1:8777/v1",
        "wire_api": "responses",
        "supports_websockets": False,
        "experimental_bearer_token": KEY,
    }
    assert told["mcp_servers"] == {"docs": {"command": "docs"}}
    apply.disconnect(journal, CODEX.id)
    after = path.read_text()
    assert after.startswith(MINE.decode().rstrip())
    assert KEY not in after
    assert tomllib.loads(after)["model_providers"]["dragoman"]["base_url"].endswith("/v1")


def test_a_profile_file_is_ours_and_the_main_file_gets_no_key(tmp_path: Path) -> None:
    plan = CODEX.profile_plan(machine(tmp_path), ACCESS)
    apply.connect(plan, Journal(tmp_path / "journal"), 1)
    main, ours = (file.path for file in plan.files)
    assert ours == tmp_path / ".codex" / "dragoman.config.toml"
    assert KEY not in main.read_text()
    assert "model_provider" not in tomllib.loads(main.read_text())
    assert tomllib.loads(ours.read_text())["model_provider"] == "dragoman"
    assert CODEX.profile_words(machine(tmp_path)) == ("codex", "--profile", "dragoman")


def test_its_login_is_never_touched(tmp_path: Path) -> None:
    here = machine(tmp_path, CODEX_HOME=str(tmp_path / "home"))
    plans = (CODEX.default_plan(here, ACCESS), CODEX.profile_plan(here, ACCESS))
    names = {file.path.name for plan in plans for file in plan.files}
    assert names == {"config.toml", "dragoman.config.toml"}


def test_the_command_has_the_key_in_a_variable_only(tmp_path: Path) -> None:
    start = CODEX.start(machine(tmp_path), ACCESS)
    assert KEY not in " ".join(start.words)
    assert start.variables == {"DRAGOMAN_KEY": KEY}
    assert 'env_key="DRAGOMAN_KEY"' in start.words[-1]


def test_a_profile_with_another_provider_wins_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / ".codex" / "config.toml"
    path.parent.mkdir()
    path.write_bytes(MINE)
    (finding,) = CODEX.conflicts(machine(tmp_path))
    assert (finding.id, finding.severity) == ("codex-profile", "error")
    assert "azure" in finding.sentence
    path.write_text("[[[")
    assert CODEX.conflicts(machine(tmp_path)) == ()
