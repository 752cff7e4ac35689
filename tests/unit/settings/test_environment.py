"""An option wins over the environment, the environment over the file."""

from pathlib import Path

import pytest

from app.settings import environment
from app.settings.environment import Environment
from app.settings.failure import SettingsError
from app.settings.schema import ServerSettings


def test_the_variables_are_read_and_empty_ones_are_not_set() -> None:
    found = environment.read(
        {"DRAGOMAN_PROFILE": "/p", "DRAGOMAN_HOST": "0.0.0.0", "DRAGOMAN_PORT": "0"}
    )
    assert found == Environment(Path("/p"), "0.0.0.0", 0)
    assert environment.read({"DRAGOMAN_PORT": "", "DRAGOMAN_HOST": ""}) == Environment()


@pytest.mark.parametrize(
    "variables",
    [{"DRAGOMAN_PORT": port} for port in ("x", "-1", "65536", "８")]
    + [{"DRAGOMAN_HOST": "http://x"}],
)
def test_a_variable_that_cannot_be_used_is_named(variables: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(variables))):
        environment.read(variables)


def test_the_order_of_precedence() -> None:
    server = ServerSettings(host="file.example", port=1)
    some = Environment(host="env.example", port=2)
    assert environment.address(server, Environment(), None, None) == ("file.example", 1)
    assert environment.address(server, some, None, None) == ("env.example", 2)
    assert environment.address(server, some, "option.example", 0) == ("option.example", 0)


@pytest.mark.parametrize(
    ("value", "debug"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_a_variable_has_everything_logged(value: str, debug: bool) -> None:
    assert environment.read({"DRAGOMAN_DEBUG": value}).debug is debug
    assert not environment.read({}).debug
