from pathlib import Path

import pytest

from app.connect.clients.pi import Pi
from app.connect.failure import ConnectError
from tests.unit.connect.clients.machines import ACCESS, KEY, machine, plain, there_and_back

PI = Pi()


def test_a_provider_and_the_choice_of_it_in_two_files(tmp_path: Path) -> None:
    folder = tmp_path / ".pi" / "agent"
    mine = {
        folder / "models.json": b'{"providers": {"mine": {"baseUrl": "http://x"}}}',
        folder / "settings.json": b'{"defaultProvider": "anthropic", "theme": "dark"}\n',
    }
    told = there_and_back(tmp_path, PI.default_plan(machine(tmp_path), ACCESS), mine)
    providers = plain(told[folder / "models.json"])["providers"]
    assert providers["mine"] == {"baseUrl": "http://x"}
    assert providers["dragoman"] == {
        "baseUrl": "http://127.0.0.1:8777/v1",
        "api": "openai-completions",
        "apiKey": KEY,
        "models": [{"id": "deepseek-chat"}, {"id": "qwen3"}],
    }
    settings = plain(told[folder / "settings.json"])
    assert settings["defaultProvider"] == "dragoman"
    assert settings["theme"] == "dark"


def test_its_login_is_not_among_its_files(tmp_path: Path) -> None:
    here = machine(tmp_path, PI_CODING_AGENT_DIR=str(tmp_path / "pi"))
    names = [path.name for path in PI.config_files(here)]
    assert names == ["models.json", "settings.json"]


def test_it_cannot_be_started_by_variables(tmp_path: Path) -> None:
    with pytest.raises(ConnectError, match="pi"):
        PI.launch(machine(tmp_path), ACCESS)
