from pathlib import Path

from app.connect.clients.qwen_code import QwenCode
from tests.unit.connect.clients.machines import ACCESS, KEY, machine, plain, there_and_back

QWEN = QwenCode()
MINE = b'{"security": {"auth": {"selectedType": "qwen-oauth"}}, "mcpServers": {"a": {}}}'


def test_the_way_to_log_in_is_changed_and_given_back(tmp_path: Path) -> None:
    path = tmp_path / ".qwen" / "settings.json"
    plan = QWEN.default_plan(machine(tmp_path), ACCESS)
    told = plain(there_and_back(tmp_path, plan, {path: MINE})[path])
    assert told == {
        "security": {
            "auth": {
                "selectedType": "openai",
                "baseUrl": "http://127.0.0.1:8777/v1",
                "apiKey": KEY,
            }
        },
        "mcpServers": {"a": {}},
        "model": {"name": "deepseek-chat"},
    }


def test_variables_win_over_its_settings_and_start_it_by_themselves(tmp_path: Path) -> None:
    here = machine(tmp_path, OPENAI_API_KEY="sk-mine")
    (finding,) = QWEN.conflicts(here)
    assert finding.id == "variable:OPENAI_API_KEY"
    assert "sk-mine" not in finding.sentence
    assert QWEN.start(here, ACCESS).variables["OPENAI_API_KEY"] == KEY
