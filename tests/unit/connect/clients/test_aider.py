from pathlib import Path

from app.connect.clients.aider import Aider
from tests.unit.connect.clients.machines import ACCESS, KEY, machine, there_and_back

AIDER = Aider()
MINE = b"# mine\ndark-mode: true\nmodel: sonnet  # good\n"


def test_address_key_and_models_are_written_and_given_back(tmp_path: Path) -> None:
    path = tmp_path / ".aider.conf.yml"
    plan = AIDER.default_plan(machine(tmp_path), ACCESS)
    told = there_and_back(tmp_path, plan, {path: MINE})[path]
    assert "# mine\ndark-mode: true\n" in told
    assert "openai/deepseek-chat" in told
    assert "http://127.0.0.1:8777/v1" in told
    assert KEY in told


def test_the_command_has_the_key_in_a_variable_only(tmp_path: Path) -> None:
    start = AIDER.start(machine(tmp_path), ACCESS)
    assert KEY not in " ".join(start.words)
    assert start.variables["OPENAI_API_KEY"] == KEY
