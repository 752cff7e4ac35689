from pathlib import Path

import pytest

from app.connect.clients.by_hand import ByHand
from app.connect.clients.cline import Cline
from app.connect.clients.vscode import VsCode
from tests.unit.connect.clients.machines import ACCESS, KEY, machine


@pytest.mark.parametrize("client", [VsCode(), Cline()])
def test_what_to_enter_is_told_and_no_file_is_touched(tmp_path: Path, client: ByHand) -> None:
    assert client.default_plan(machine(tmp_path), ACCESS) is None
    snippet = client.launch(machine(tmp_path), ACCESS)
    assert snippet.language == "text"
    assert snippet.text.startswith("In ")
    assert "Address: http://127.0.0.1:8777/v1\n" in snippet.text
    assert f"API key: {KEY}\n" in snippet.text
    assert "Model: deepseek-chat\n" in snippet.text
