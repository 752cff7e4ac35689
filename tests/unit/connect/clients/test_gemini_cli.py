from dataclasses import replace
from pathlib import Path

from app.connect.clients.gemini_cli import GeminiCli
from tests.unit.connect.clients.machines import ACCESS, KEY, machine, plain, there_and_back

GEMINI = GeminiCli()
SETTINGS = b"""{
  // my own
  "security": {"auth": {"selectedType": "oauth-personal"}},
  "mcpServers": {"a": {}}
}
"""
VARIABLES = b"# mine\nGEMINI_API_KEY='AIzaMine'\nOTHER=1\n"


def test_the_way_to_log_in_the_address_and_the_key_are_changed_and_given_back(
    tmp_path: Path,
) -> None:
    folder = tmp_path / ".gemini"
    plan = GEMINI.default_plan(machine(tmp_path), ACCESS)
    mine = {folder / "settings.json": SETTINGS, folder / ".env": VARIABLES}
    told = there_and_back(tmp_path, plan, mine)
    settings = told[folder / "settings.json"]
    assert '"selectedType": "gemini-api-key"' in settings
    assert "// my own" in settings
    assert '"model"' not in settings
    lines = told[folder / ".env"].splitlines()
    assert lines[0] == "# mine"
    assert "GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8777" in lines
    assert any(line.startswith("GEMINI_API_KEY=") and KEY in line for line in lines)
    assert "AIzaMine" not in told[folder / ".env"]


def test_without_files_of_its_own_it_gets_them(tmp_path: Path) -> None:
    access = replace(ACCESS, model="deepseek-chat")
    told = there_and_back(tmp_path, GEMINI.default_plan(machine(tmp_path), access), {})
    assert plain(told[tmp_path / ".gemini" / "settings.json"]) == {
        "security": {"auth": {"selectedType": "gemini-api-key"}},
        "model": {"name": "deepseek-chat"},
    }


def test_its_folder_may_be_elsewhere(tmp_path: Path) -> None:
    here = machine(tmp_path, GEMINI_CLI_HOME=str(tmp_path / "there"))
    assert GEMINI.config_files(here)[0] == tmp_path / "there" / ".gemini" / ".env"
    assert GEMINI.find(here) is None
    (tmp_path / "there" / ".gemini").mkdir(parents=True)
    assert GEMINI.find(here) is not None


def test_variables_win_over_its_files_and_start_it_by_themselves(tmp_path: Path) -> None:
    here = machine(tmp_path, GEMINI_API_KEY="AIzaMine")
    (finding,) = GEMINI.conflicts(here)
    assert finding.id == "variable:GEMINI_API_KEY"
    assert "AIzaMine" not in finding.sentence
    start = GEMINI.start(here, replace(ACCESS, model="m"))
    assert start.variables == {
        "GOOGLE_GEMINI_BASE_URL": "http://127.0.0.1:8777",
        "GEMINI_API_KEY": KEY,
        "GEMINI_MODEL": "m",
    }
    assert KEY not in " ".join(start.words)


def test_it_answers_a_trial_in_any_folder() -> None:
    assert GEMINI.trial("hi") == ("--skip-trust", "-p", "hi")
