"""What would be wrong with changed settings, before they are saved."""

from app.settings import change
from app.settings.check import problems
from app.settings.schema import ProviderSettings, Settings


def with_port(settings: Settings, port: object) -> Settings:
    server = settings.server.model_copy(update={"port": port})
    return settings.model_copy(update={"server": server})


def test_a_good_change_has_no_problems() -> None:
    assert problems(Settings(), lambda old: with_port(old, 9000)) == ()


def test_a_problem_names_its_field_and_says_a_sentence() -> None:
    assert problems(Settings(), lambda old: with_port(old, 70_000)) == (
        ("server.port", "Input should be less than or equal to 65535"),
    )


def test_a_wrong_value_is_never_quoted() -> None:
    key = "sk-0123456789abcdef0123456789"
    entry = ProviderSettings(preset="deepseek").model_copy(update={"key": key})
    found = problems(Settings(), lambda old: change.add_provider(old, "deepseek", entry))
    assert [field for field, _ in found] == ["providers.deepseek.key"]
    assert key not in str(found)


def test_a_part_that_cannot_even_be_built_tells_its_own_fields() -> None:
    found = problems(
        Settings(), lambda old: change.add_provider(old, "p", ProviderSettings(proxy="nonsense"))
    )
    assert "proxy" in dict(found)
