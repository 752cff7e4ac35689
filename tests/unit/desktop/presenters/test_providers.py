import pytest

from app.desktop.presenters.providers import ProvidersPresenter
from app.desktop.program.failure import ProgramError
from app.desktop.program.providers import Health
from tests.fakes.program import FakeConfiguration, FakeProviders, fake_program


class Page:
    """The presenter over the sample's three providers."""

    def __init__(self) -> None:
        self.configuration = FakeConfiguration()
        self.providers = FakeProviders(self.configuration)
        self.presenter = ProvidersPresenter(
            fake_program(configuration=self.configuration, providers=self.providers)
        )

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.presenter.state.providers]


@pytest.fixture
def page() -> Page:
    return Page()


async def test_the_order_is_that_of_the_settings_and_can_be_changed(page: Page) -> None:
    assert page.names == ["deepseek", "siliconflow", "ollama"]
    page.presenter.move("ollama", 0)
    await page.presenter.settled()
    assert page.names == ["ollama", "deepseek", "siliconflow"]
    page.presenter.move("ollama", 99)
    await page.presenter.settled()
    assert page.names == ["deepseek", "siliconflow", "ollama"]
    await page.configuration.undo()
    assert page.names == ["ollama", "deepseek", "siliconflow"]


async def test_a_state_is_shown_as_it_becomes(page: Page) -> None:
    page.providers.health("deepseek", Health.KEY_REJECTED, "DeepSeek rejected the key (401).")
    assert page.presenter.state.providers[0].health is Health.KEY_REJECTED


async def test_one_card_is_open_at_a_time(page: Page) -> None:
    page.presenter.open("deepseek")
    page.presenter.open("ollama")
    assert page.presenter.state.opened == "ollama"
    page.presenter.open("ollama")
    assert page.presenter.state.opened == ""
    await page.presenter.settled()


async def test_switching_off_making_default_and_removing_can_be_taken_back(page: Page) -> None:
    page.presenter.enable("deepseek", on=False)
    page.presenter.make_default("ollama")
    await page.presenter.settled()
    page.presenter.open("siliconflow")
    page.presenter.remove("siliconflow")
    await page.presenter.settled()
    settings = page.configuration.settings
    assert not settings.providers["deepseek"].enabled
    assert (settings.default_provider, settings.default_model) == ("ollama", "qwen3:14b")
    assert page.names == ["deepseek", "ollama"]
    assert page.presenter.state.opened == ""
    for _ in range(3):
        await page.configuration.undo()
    assert page.configuration.settings.providers["deepseek"].enabled
    assert page.names == ["deepseek", "siliconflow", "ollama"]


async def test_keys_are_added_replaced_and_removed(page: Page) -> None:
    page.presenter.add_key("deepseek", "sk-second")
    await page.presenter.settled()
    first, second = page.presenter.state.providers[0].secrets
    page.presenter.replace_key("deepseek", second.reference, "sk-third")
    await page.presenter.settled()
    assert page.providers.keys[second.reference] == "sk-third"
    page.presenter.remove_key("deepseek", first.reference)
    page.presenter.add_key("deepseek", "")
    await page.presenter.settled()
    assert [each.reference for each in page.presenter.state.providers[0].secrets] == [
        second.reference
    ]


async def test_a_wrong_value_is_told_at_its_field_and_not_saved(page: Page) -> None:
    page.presenter.open("deepseek")
    page.presenter.check_field("deepseek", "proxy", "gopher://x")
    assert page.presenter.problems["proxy"]
    page.presenter.set_field("deepseek", "proxy", "gopher://x")
    await page.presenter.settled()
    assert page.configuration.settings.providers["deepseek"].proxy == "system"
    page.presenter.set_field("deepseek", "proxy", "http://127.0.0.1:7890")
    await page.presenter.settled()
    assert page.configuration.settings.providers["deepseek"].proxy == "http://127.0.0.1:7890"
    assert page.presenter.problems == {}


async def test_headers_are_set_and_taken_away(page: Page) -> None:
    page.presenter.set_header("deepseek", "x-team", "blue")
    await page.presenter.settled()
    assert page.configuration.settings.providers["deepseek"].headers == {"x-team": "blue"}
    page.presenter.set_header("deepseek", "x-team", "")
    await page.presenter.settled()
    assert page.configuration.settings.providers["deepseek"].headers == {}


async def test_models_are_asked_for_and_offered(page: Page) -> None:
    page.providers.fetched["ollama"] = ("qwen3:14b", "llama3.3")
    page.presenter.fetch_models("ollama")
    assert page.presenter.state.fetching == {"ollama"}
    await page.presenter.settled()
    assert page.presenter.state.fetched["ollama"] == ("qwen3:14b", "llama3.3")
    page.presenter.offer_model("ollama", "llama3.3", offered=True)
    await page.presenter.settled()
    page.presenter.offer_model("ollama", "qwen3:14b", offered=False)
    await page.presenter.settled()
    assert page.configuration.settings.providers["ollama"].models == ("llama3.3",)


async def test_models_that_cannot_be_fetched_are_told_why(page: Page) -> None:
    heard: list[str] = []
    page.presenter.failed.connect(heard.append)
    page.providers.fail_with = ProgramError("Ollama cannot be reached. Is it running?")
    page.presenter.fetch_models("ollama")
    await page.presenter.settled()
    assert heard == ["Ollama cannot be reached. Is it running?"]
    assert page.presenter.state.fetching == frozenset()


async def test_what_is_added_is_opened_and_tried(page: Page) -> None:
    page.presenter.begin_adding()
    page.presenter.adding.choose("xai")
    page.presenter.adding.add("sk-secret")
    await page.presenter.adding.settled()
    await page.presenter.testing.settled()
    assert page.presenter.state.opened == "xai"
    assert not page.presenter.state.adding
    assert page.presenter.testing.state.passed is True
    await page.presenter.settled()


@pytest.mark.parametrize("url", ["https://a b", "example.com", "http://example.com/v1"])
async def test_an_address_that_cannot_be_called_is_told_as_it_is_typed(url: str) -> None:
    page = Page()
    before = page.configuration.settings
    page.presenter.check_field("deepseek", "base_url", url)
    assert page.presenter.problems["base_url"]
    page.presenter.set_field("deepseek", "base_url", url)
    await page.presenter.settled()
    assert page.configuration.settings == before
    page.presenter.check_field("deepseek", "base_url", "https://api.deepseek.com/v1")
    assert "base_url" not in page.presenter.problems
