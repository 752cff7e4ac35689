import json
from dataclasses import replace
from pathlib import Path

from app.connect import apply
from app.connect.clients.claude_code import ClaudeCode
from app.connect.journal import Journal
from tests.unit.connect.clients.machines import (
    ACCESS,
    KEY,
    installed,
    machine,
    plain,
    there_and_back,
)

CLAUDE = ClaudeCode()
MINE = b"""{
  "permissions": {"allow": ["Bash(ls:*)"]},
  "env": {"ANTHROPIC_API_KEY": "sk-ant-mine", "CLAUDE_CODE_USE_VERTEX": "1", "MY": "own"},
  "apiKeyHelper": "~/bin/key",
  "hooks": {"Stop": []}
}
"""


def test_only_the_address_and_the_key_are_written_and_second_keys_go_out(tmp_path: Path) -> None:
    path = tmp_path / ".claude" / "settings.json"
    plan = CLAUDE.default_plan(machine(tmp_path), ACCESS)
    told = plain(there_and_back(tmp_path, plan, {path: MINE})[path])
    assert told == {
        "permissions": {"allow": ["Bash(ls:*)"]},
        "env": {
            "MY": "own",
            "ANTHROPIC_BASE_URL": "http://127.0.0.1:8777",
            "ANTHROPIC_AUTH_TOKEN": KEY,
        },
        "hooks": {"Stop": []},
    }


def test_a_preview_masks_both_keys(tmp_path: Path) -> None:
    path = tmp_path / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_bytes(MINE)
    (change,) = apply.preview(CLAUDE.default_plan(machine(tmp_path), ACCESS))
    assert "ANTHROPIC_BASE_URL" in change.diff
    assert KEY not in change.diff
    assert "sk-ant-mine" not in change.diff


def test_a_key_in_the_shell_is_masked_by_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / ".zshrc").write_text("export ANTHROPIC_API_KEY=sk-ant-mine\n")
    plan = CLAUDE.default_plan(machine(tmp_path), ACCESS)
    told = plain(next(iter(there_and_back(tmp_path, plan, {}).values())))
    assert told["env"]["ANTHROPIC_API_KEY"] == ""


def test_models_are_written_only_where_they_were_chosen(tmp_path: Path) -> None:
    chosen = replace(ACCESS, model="qwen3", small_model="deepseek-chat")
    plan = CLAUDE.default_plan(machine(tmp_path), chosen)
    told = plain(next(iter(there_and_back(tmp_path, plan, {}).values())))
    assert told["env"]["ANTHROPIC_MODEL"] == "qwen3"
    assert told["env"]["ANTHROPIC_DEFAULT_HAIKU_MODEL"] == "deepseek-chat"


def test_another_folder_of_settings_is_honoured(tmp_path: Path) -> None:
    here = machine(tmp_path, CLAUDE_CONFIG_DIR=str(tmp_path / "work"))
    assert CLAUDE.config_files(here) == (tmp_path / "work" / "settings.json",)


def test_a_settings_file_of_ours_masks_what_the_users_own_may_say(tmp_path: Path) -> None:
    path = tmp_path / ".claude" / "dragoman.settings.json"
    plan = CLAUDE.profile_plan(machine(tmp_path), ACCESS)
    told = plain(there_and_back(tmp_path, plan, {})[path])
    assert told["env"]["ANTHROPIC_AUTH_TOKEN"] == KEY
    assert told["env"]["ANTHROPIC_API_KEY"] == ""
    assert told["apiKeyHelper"] == ""
    assert CLAUDE.profile_words(machine(tmp_path)) == ("claude", "--settings", str(path))
    assert plan.client != CLAUDE.default_plan(machine(tmp_path), ACCESS).client


def test_the_command_keeps_the_key_out_of_its_words(tmp_path: Path) -> None:
    here = machine(tmp_path, ANTHROPIC_API_KEY="sk-ant-mine")
    start = CLAUDE.start(here, ACCESS)
    assert start.words == ("claude",)
    assert start.variables["ANTHROPIC_AUTH_TOKEN"] == KEY
    assert CLAUDE.launch(here, ACCESS).text == (
        "env -u ANTHROPIC_API_KEY ANTHROPIC_BASE_URL=http://127.0.0.1:8777 "
        f"ANTHROPIC_AUTH_TOKEN={KEY} claude"
    )


def test_a_file_with_comments_is_told_because_claude_code_reads_nothing_of_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text('{// mine\n"env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:1/v1/"}}')
    found = {finding.id: finding for finding in CLAUDE.conflicts(machine(tmp_path))}
    assert found.keys() == {"not-json", "address-v1"}
    assert all(finding.severity == "error" for finding in found.values())
    path.write_text("{")
    assert [each.id for each in CLAUDE.conflicts(machine(tmp_path))] == ["unreadable"]


def test_variables_of_the_shell_and_a_first_start_are_notes(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_text("# mine\nexport ANTHROPIC_BASE_URL=https://other.example\n")
    (tmp_path / ".claude.json").write_text(json.dumps({"hasCompletedOnboarding": False}))
    first, second = CLAUDE.conflicts(machine(tmp_path))
    assert first.id == "variable:ANTHROPIC_BASE_URL"
    assert f"{tmp_path / '.bashrc'}, line 2" in first.sentence
    assert "other.example" not in first.sentence
    assert second.id == "onboarding"


def test_it_is_found_by_its_program_or_by_its_settings(tmp_path: Path) -> None:
    assert CLAUDE.find(machine(tmp_path)) is None
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude" / "settings.json").write_text("{}")
    found = CLAUDE.find(machine(tmp_path))
    assert found is not None
    assert found.binary is None
    program = installed(tmp_path, "claude")
    found = CLAUDE.find(machine(tmp_path))
    assert found is not None
    assert found.binary == program


def test_a_second_connect_with_another_address_goes_back_to_what_was_first(tmp_path: Path) -> None:
    path = tmp_path / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_bytes(MINE)
    journal, here = Journal(tmp_path / "journal"), machine(tmp_path)
    apply.connect(CLAUDE.default_plan(here, ACCESS), journal, 1)
    elsewhere = replace(ACCESS, base_url="http://127.0.0.1:9000")
    apply.connect(CLAUDE.default_plan(here, elsewhere), journal, 2)
    apply.disconnect(journal, CLAUDE.id)
    assert path.read_bytes() == MINE
