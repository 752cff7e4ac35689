from dataclasses import replace
from pathlib import Path

import pytest

from app.connect.clients.program import ANY_MODEL, ClientProgram, all_models, first_model
from app.connect.failure import ConnectError
from tests.unit.connect.clients.machines import ACCESS, installed, machine


class Plain(ClientProgram):
    id = "plain"
    name = "Plain"
    docs = "https://plain.example"
    command = "plain"
    winning = ("PLAIN_URL",)


def test_a_client_that_says_no_more_has_no_way(tmp_path: Path) -> None:
    here = machine(tmp_path)
    assert Plain().default_plan(here, ACCESS) is None
    assert Plain().profile_plan(here, ACCESS) is None
    assert Plain().profile_words(here) == ()
    assert Plain().trial("hi") == ()
    with pytest.raises(ConnectError, match="Plain cannot be started"):
        Plain().launch(here, ACCESS)


def test_its_program_is_found_and_a_winning_variable_told(tmp_path: Path) -> None:
    assert Plain().find(machine(tmp_path)) is None
    program = installed(tmp_path, "plain")
    found = Plain().find(machine(tmp_path))
    assert found is not None
    assert found.binary == program
    (finding,) = Plain().conflicts(machine(tmp_path, PLAIN_URL="http://secret"))
    assert finding.severity == "error"
    assert "secret" not in finding.sentence


def test_a_chosen_model_leads_the_list() -> None:
    assert first_model(ACCESS) == "deepseek-chat"
    assert all_models(replace(ACCESS, model="qwen3")) == ("qwen3", "deepseek-chat")
    assert all_models(replace(ACCESS, models=())) == (ANY_MODEL,)
