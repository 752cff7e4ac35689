import pytest

from app.desktop.presenters.models import ModelsPresenter
from app.desktop.program.routes import Route
from app.settings.schema import ModelRule, Profile, Settings
from tests.fakes.program import FakeConfiguration, fake_program

QWEN = "siliconflow/Qwen/Qwen3-Coder-480B-A35B-Instruct"


class Page:
    """The presenter over the sample's settings."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.configuration = FakeConfiguration(settings) if settings else FakeConfiguration()
        self.presenter = ModelsPresenter(fake_program(configuration=self.configuration))

    def targets(self, client: str) -> tuple[str, ...]:
        return next(s.targets for s in self.presenter.state.sentences if s.client == client)


@pytest.fixture
def page() -> Page:
    return Page()


async def test_rules_and_families_read_as_sentences(page: Page) -> None:
    told = [(s.client, s.targets[0], s.family) for s in page.presenter.state.sentences]
    assert told == [
        ("claude-opus*", "deepseek/deepseek-v4-pro", False),
        ("sonnet", "deepseek/deepseek-v4-pro", True),
        ("haiku", "deepseek/deepseek-v4-flash", True),
    ]


async def test_targets_are_ordered_added_and_removed(page: Page) -> None:
    presenter = page.presenter
    presenter.move_target("claude-opus*", 1, 0)
    await presenter.settled()
    assert page.targets("claude-opus*") == (QWEN, "deepseek/deepseek-v4-pro")
    presenter.add_target("haiku", "deepseek/deepseek-v4-pro")
    presenter.remove_target("sonnet", 0)
    await presenter.settled()
    assert page.targets("haiku")[-1] == "deepseek/deepseek-v4-pro"
    assert "sonnet" not in {each.client for each in presenter.state.sentences}
    await page.configuration.undo()
    assert page.targets("sonnet") == ("deepseek/deepseek-v4-pro",)


async def test_a_rule_is_added_renamed_and_removed(page: Page) -> None:
    presenter = page.presenter
    presenter.add_rule(" gpt-5* ", "ollama/qwen3:14b")
    await presenter.settled()
    assert page.targets("gpt-5*") == ("ollama/qwen3:14b",)
    presenter.rename_rule("gpt-5*", "gpt-*")
    await presenter.settled()
    assert [each.client for each in presenter.state.sentences][:2] == ["claude-opus*", "gpt-*"]
    presenter.remove_rule("gpt-*")
    await presenter.settled()
    assert "gpt-*" not in {each.client for each in presenter.state.sentences}


async def test_a_rule_that_cannot_be_is_told_at_its_field(page: Page) -> None:
    presenter = page.presenter
    presenter.add_rule("", "ollama/qwen3:14b")
    assert presenter.problems["client"]
    presenter.add_rule("Claude-Opus*", "ollama/qwen3:14b")
    assert presenter.problems["client"] == "There is a rule for this name already."
    presenter.add_rule("gpt-5*", "no target at all")
    await presenter.settled()
    assert presenter.target_problem()
    presenter.add_rule("gpt-5*", "nobody/gpt-5")
    assert presenter.target_problem() == "There is no provider nobody."
    presenter.add_rule("gpt-5*", "")
    assert presenter.target_problem()
    assert len(presenter.state.sentences) == 3


async def test_what_would_happen_is_answered_as_it_is_typed(page: Page) -> None:
    presenter = page.presenter
    presenter.ask("claude-opus-4-8")
    route = presenter.state.route
    assert route is not None
    assert route.targets[0] == ("deepseek", "deepseek-v4-pro")
    assert route.rule == "claude-opus*"
    presenter.remove_rule("claude-opus*")
    await presenter.settled()
    assert presenter.state.route is not None
    assert presenter.state.route.rule != "claude-opus*"
    presenter.ask("")
    assert presenter.state.route is None


async def test_a_name_that_leads_nowhere_is_told_with_the_reason() -> None:
    page = Page(Settings())
    page.presenter.ask("claude-opus-4-8")
    assert isinstance(page.presenter.state.route, Route)
    assert page.presenter.state.route.refusal


async def test_rules_that_do_not_do_what_they_say_are_marked() -> None:
    rules = (
        ModelRule(client="gpt-5", targets=("gone/x",)),
        ModelRule(client="GPT-5", targets=("gone/y",)),
    )
    page = Page(Settings(profiles={"default": Profile(models=rules)}))
    first, second = page.presenter.state.sentences
    assert first.broken == (("gone/x", "not set up"),)
    assert first.problem == ""
    assert second.problem != ""


async def test_the_router_says_which_rules_others_take_the_names_of(page: Page) -> None:
    page.presenter.add_rule("claude-*", "ollama/qwen3:14b")
    page.presenter.add_rule("*", "ollama/qwen3:14b")
    await page.presenter.settled()
    told = {each.client: each.problem for each in page.presenter.state.sentences}
    assert told["sonnet"] == "Names such as claude-sonnet-1 go by the rule for claude-* instead."
    assert (told["claude-opus*"], told["claude-*"], told["*"]) == ("", "", "")


async def test_profiles_are_added_and_removed_and_the_default_stays(page: Page) -> None:
    presenter = page.presenter
    presenter.add_profile("Not A Name")
    assert presenter.problems["profile"]
    presenter.add_profile("cheap")
    assert presenter.problems["profile"] == "There is a profile of this name already."
    presenter.add_profile("work")
    await presenter.settled()
    assert (presenter.state.profile, presenter.state.sentences) == ("work", ())
    presenter.remove_profile()
    await presenter.settled()
    assert presenter.state.profiles == ("default", "cheap")
    presenter.remove_profile()
    await presenter.settled()
    assert presenter.state.profiles == ("default", "cheap")


async def test_everything_else_has_a_place_too(page: Page) -> None:
    page.presenter.set_default("ollama", "qwen3:14b")
    await page.presenter.settled()
    assert page.presenter.state.default_provider == "ollama"
    assert page.presenter.models_of("ollama") == ("qwen3:14b",)
    assert page.presenter.providers == ("deepseek", "siliconflow", "ollama")
