import json
from pathlib import Path

import pytest

from app.connect.clients.claude_desktop import ClaudeDesktop
from tests.unit.connect.clients.machines import ACCESS, KEY, machine, plain, there_and_back

DESKTOP = ClaudeDesktop()
OTHER = {"id": "1", "name": "Work"}


@pytest.mark.parametrize(
    ("platform", "folder"),
    [("darwin", "Library/Application Support"), ("win32", "AppData/Local")],
)
def test_the_mode_and_a_configuration_of_ours(tmp_path: Path, platform: str, folder: str) -> None:
    root, here = tmp_path / folder, machine(tmp_path, platform)
    assert DESKTOP.find(here) is None
    meta = root / "Claude-3p" / "configLibrary" / "_meta.json"
    mine = {
        root / "Claude" / "claude_desktop_config.json": b'{"mcpServers": {}}',
        meta: json.dumps({"entries": [OTHER], "appliedId": "1"}).encode(),
    }
    for path, content in mine.items():
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    assert DESKTOP.find(here) is not None
    plan = DESKTOP.default_plan(here, ACCESS)
    assert plan is not None
    told = {path: plain(text) for path, text in there_and_back(tmp_path, plan, mine).items()}
    applied = told[meta]["appliedId"]
    assert told[meta]["entries"] == [OTHER, {"id": applied, "name": "Dragoman"}]
    configuration = told[meta.with_name(f"{applied}.json")]
    assert configuration["inferenceGatewayBaseUrl"] == "http://127.0.0.1:8777"
    assert configuration["inferenceGatewayApiKey"] == KEY
    assert all(each["name"].startswith("claude-") for each in configuration["inferenceModels"])
    modes = [text["deploymentMode"] for text in told.values() if "deploymentMode" in text]
    assert modes == ["3p", "3p"]


def test_there_is_none_for_linux(tmp_path: Path) -> None:
    assert DESKTOP.find(machine(tmp_path)) is None
    assert DESKTOP.default_plan(machine(tmp_path), ACCESS) is None
