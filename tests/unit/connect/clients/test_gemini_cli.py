from pathlib import Path

import pytest

from app.connect.clients.gemini_cli import GeminiCli
from app.connect.failure import ConnectError
from tests.unit.connect.clients.machines import ACCESS, machine


def test_it_says_why_it_cannot_be_connected(tmp_path: Path) -> None:
    gemini = GeminiCli()
    assert gemini.default_plan(machine(tmp_path), ACCESS) is None
    with pytest.raises(ConnectError, match="Gemini API"):
        gemini.launch(machine(tmp_path), ACCESS)
    (tmp_path / ".gemini").mkdir()
    assert gemini.find(machine(tmp_path)) is not None
