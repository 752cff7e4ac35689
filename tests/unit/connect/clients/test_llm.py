from pathlib import Path

from app.connect.clients.llm import Llm
from tests.unit.connect.clients.machines import ACCESS, KEY, machine

LLM = Llm()


def test_no_file_of_it_is_touched(tmp_path: Path) -> None:
    assert LLM.default_plan(machine(tmp_path), ACCESS) is None
    assert LLM.config_files(machine(tmp_path)) == ()


def test_it_is_started_by_variables(tmp_path: Path) -> None:
    text = LLM.launch(machine(tmp_path), ACCESS).text
    assert f"OPENAI_API_KEY={KEY} llm -m" in text
    assert "OPENAI_BASE_URL=http://127.0.0.1:8777/v1" in text


def test_its_folder_may_be_elsewhere(tmp_path: Path) -> None:
    here = machine(tmp_path, LLM_USER_PATH=str(tmp_path / "llm"))
    assert LLM.find(here) is None
    (tmp_path / "llm").mkdir()
    assert LLM.find(here) is not None
