import json
from pathlib import Path

from app.connect.clients.opencode import Opencode
from tests.unit.connect.clients.machines import ACCESS, KEY, machine, plain, there_and_back

OPENCODE = Opencode()
MINE = b"""{
  // mine
  "provider": {"other": {"npm": "x"}},
  "model": "other/m",
}
"""


def test_a_provider_is_added_beside_others_and_the_model_given_back(tmp_path: Path) -> None:
    path = tmp_path / ".config" / "opencode" / "opencode.jsonc"
    path.parent.mkdir(parents=True)
    path.write_bytes(MINE)
    plan = OPENCODE.default_plan(machine(tmp_path), ACCESS)
    assert [file.path for file in plan.files] == [path]
    told = there_and_back(tmp_path, plan, {path: MINE})[path]
    assert "// mine" in told
    assert '"model": "dragoman/deepseek-chat"' in told
    assert '"other"' in told


def test_without_a_file_opencode_json_is_made(tmp_path: Path) -> None:
    path = tmp_path / "config" / "opencode" / "opencode.json"
    here = machine(tmp_path, XDG_CONFIG_HOME=str(tmp_path / "config"))
    told = plain(there_and_back(tmp_path, OPENCODE.default_plan(here, ACCESS), {})[path])
    provider = told["provider"]["dragoman"]
    assert provider["options"] == {"baseURL": "http://127.0.0.1:8777/v1", "apiKey": KEY}
    assert list(provider["models"]) == ["deepseek-chat", "qwen3"]


def test_the_command_has_the_same_settings_in_a_variable(tmp_path: Path) -> None:
    start = OPENCODE.start(machine(tmp_path), ACCESS)
    told = json.loads(start.variables["OPENCODE_CONFIG_CONTENT"])
    assert told["model"] == "dragoman/deepseek-chat"
    assert told["provider"]["dragoman"]["options"]["apiKey"] == KEY
    assert start.words == ("opencode",)


def test_settings_in_a_variable_win_and_are_told(tmp_path: Path) -> None:
    here = machine(tmp_path, OPENCODE_CONFIG_CONTENT="{}")
    assert [each.severity for each in OPENCODE.conflicts(here)] == ["error"]
