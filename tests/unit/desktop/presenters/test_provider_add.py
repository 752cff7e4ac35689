import pytest

from app.desktop.presenters.provider_add import ProviderAddPresenter
from app.desktop.program.failure import ProgramError
from app.desktop.program.providers import LocalServer
from app.settings.schema import Settings
from tests.fakes.program import FakeConfiguration, FakeProviders, fake_program

OLLAMA = LocalServer("ollama", "Ollama", "http://127.0.0.1:11434/v1", ("llama3.3",))


class Added:
    """A presenter over fakes, and whom it added."""

    def __init__(self) -> None:
        self.configuration = FakeConfiguration(Settings())
        self.providers = FakeProviders(self.configuration)
        program = fake_program(configuration=self.configuration, providers=self.providers)
        self.presenter = ProviderAddPresenter(program)
        self.names: list[str] = []
        self.presenter.added.connect(self.names.append)


@pytest.fixture
def adding() -> Added:
    return Added()


async def test_presets_are_found_by_name_in_both_languages_and_by_host(adding: Added) -> None:
    assert adding.presenter.state.presets[0].id == "deepseek"
    for words in ("kimi", "月之暗面 ", "MOONSHOT.CN"):
        adding.presenter.search(words)
        assert any(p.id.startswith("moonshot") for p in adding.presenter.state.presets), words
    adding.presenter.search("nobody at all")
    assert adding.presenter.state.unknown
    assert [p.id for p in adding.presenter.state.presets][:2] == [
        "generic-openai",
        "generic-anthropic",
    ]
    adding.presenter.search("compatible")
    assert not adding.presenter.state.unknown


async def test_a_preset_and_a_key_are_enough(adding: Added) -> None:
    adding.presenter.choose("deepseek")
    adding.presenter.add("sk-secret")
    await adding.presenter.settled()
    assert adding.names == ["deepseek"]
    assert adding.providers.keys == {"keyring:provider/deepseek": "sk-secret"}
    assert adding.presenter.state.chosen is None
    assert "sk-secret" not in repr(adding.presenter.state)


async def test_a_second_one_of_a_preset_gets_a_name_of_its_own(adding: Added) -> None:
    for _ in range(2):
        adding.presenter.choose("deepseek")
        adding.presenter.add("sk-secret")
        await adding.presenter.settled()
    assert adding.names == ["deepseek", "deepseek-2"]


async def test_without_a_key_a_vendor_is_not_added(adding: Added) -> None:
    adding.presenter.choose("deepseek")
    adding.presenter.add("")
    await adding.presenter.settled()
    assert adding.names == []
    assert adding.presenter.state.problems == {"key": "It needs a key."}


async def test_names_and_addresses_are_checked_as_they_are_typed(adding: Added) -> None:
    adding.presenter.choose("generic-openai")
    assert adding.presenter.state.needs_url
    adding.presenter.place_it("not an address")
    adding.presenter.name_it("Not A Name")
    assert set(adding.presenter.state.problems) == {"base_url", "name"}
    adding.presenter.place_it("https://llm.example.com/v1")
    adding.presenter.name_it("mine")
    assert adding.presenter.state.problems == {}
    adding.presenter.add("sk-secret")
    await adding.presenter.settled()
    entry = adding.configuration.settings.providers["mine"]
    assert entry.base_url == "https://llm.example.com/v1"


async def test_a_key_can_stay_where_it_is(adding: Added) -> None:
    adding.presenter.choose("deepseek")
    adding.presenter.by_reference(True)
    adding.presenter.refer_to("sk-pasted-into-the-wrong-field")
    assert "key" in adding.presenter.state.problems
    adding.presenter.refer_to("env:DEEPSEEK_API_KEY")
    adding.presenter.add("")
    await adding.presenter.settled()
    assert adding.configuration.settings.providers["deepseek"].key == "env:DEEPSEEK_API_KEY"


async def test_a_keyring_that_does_not_work_is_told_before_and_after(adding: Added) -> None:
    adding.providers.problem = "The keyring is locked. Unlock it and try again."
    adding.presenter.look()
    await adding.presenter.settled()
    adding.presenter.choose("deepseek")
    assert adding.presenter.state.by_reference
    adding.presenter.by_reference(False)
    adding.presenter.add("sk-secret")
    await adding.presenter.settled()
    assert adding.presenter.state.problems == {"key": adding.providers.problem}
    assert adding.names == []


async def test_a_server_on_this_machine_is_added_without_a_key(adding: Added) -> None:
    adding.providers.servers = (OLLAMA,)
    adding.presenter.look()
    await adding.presenter.settled()
    assert adding.presenter.state.found == (OLLAMA,)
    adding.presenter.use_server(OLLAMA)
    await adding.presenter.settled()
    assert adding.names == ["ollama"]
    assert adding.configuration.settings.providers["ollama"].models == ("llama3.3",)


async def test_the_demo_is_always_there(adding: Added) -> None:
    adding.presenter.try_demo()
    await adding.presenter.settled()
    adding.presenter.try_demo()
    await adding.presenter.settled()
    assert adding.names == ["demo", "demo"]
    assert list(adding.configuration.settings.providers) == ["demo"]


async def test_other_trouble_is_told_and_the_person_can_try_again(adding: Added) -> None:
    heard: list[str] = []
    adding.presenter.failed.connect(heard.append)
    adding.providers.fail_with = ProgramError("The settings cannot be saved: the disk is full.")
    adding.presenter.choose("deepseek")
    adding.presenter.add("sk-secret")
    await adding.presenter.settled()
    assert heard == ["The settings cannot be saved: the disk is full."]
    assert not adding.presenter.state.adding
    assert adding.presenter.state.chosen is not None
