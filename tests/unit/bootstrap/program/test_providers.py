"""Providers added, tested and removed, with their keys in a keyring."""

import pytest

from app.desktop.program.failure import ProgramError
from app.desktop.program.providers import Health, NewProvider, ProviderStatus
from app.settings.provider_settings import ProviderSettings
from app.settings.schema import Settings
from tests.fakes import answers
from tests.fakes.heard import hearing
from tests.fakes.keyrings import BrokenKeyring, KeyringLocked, MemoryKeyring
from tests.fakes.upstream import FakeUpstream
from tests.unit.bootstrap.program.conftest import PROVIDER_KEY, Open, Opened, provider

KEY = "sk-pasted-0123456789abcdef"


def status(opened: Opened, name: str = "p") -> ProviderStatus:
    return next(each for each in opened.program.providers.statuses() if each.name == name)


def entry(opened: Opened, name: str = "p") -> ProviderSettings:
    return opened.program.configuration.settings.providers[name]


def own(url: str, key: str = KEY) -> NewProvider:
    return NewProvider("p", "generic-openai", base_url=url, key=key, models=("fake-model",))


async def test_a_pasted_key_goes_to_the_keyring_and_to_its_provider_only(
    open_program: Open,
) -> None:
    keyring = MemoryKeyring()
    async with FakeUpstream() as upstream:
        opened = await open_program(keyring=keyring)
        assert await opened.program.providers.add(own(upstream.url)) == "p"
        assert entry(opened).key == "keyring:provider/p"
        assert entry(opened).key_origin == upstream.origin
        assert await opened.ask("fake-model") == 200
        assert upstream.asked[0].header("authorization") == f"Bearer {KEY}"
    assert KEY in keyring.values.values()
    files = [file for file in opened.paths.config.rglob("*") if file.is_file()]
    assert not any(KEY.encode() in file.read_bytes() for file in files)
    assert KEY not in str(own("http://127.0.0.1:1"))


async def test_the_first_provider_becomes_the_default_with_its_first_model(
    open_program: Open,
) -> None:
    opened = await open_program()
    await opened.program.providers.add(own("http://127.0.0.1:1/v1"))
    settings = opened.program.configuration.settings
    assert (settings.default_provider, settings.default_model) == ("p", "fake-model")
    assert status(opened).default


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (NewProvider("Not a name", "ollama"), "name"),
        (NewProvider("demo", "ollama"), "name"),
        (NewProvider("p", "no-such-preset"), "preset"),
        (NewProvider("p", "generic-openai"), "base_url"),
        (NewProvider("p", "generic-openai", base_url="http://api.example.com/v1"), "base_url"),
        (NewProvider("p", "deepseek", secret="sk-0123456789abcdef01234567"), "secret"),
        (NewProvider("p", "deepseek", secret="keyring:client/local"), "secret"),
        (NewProvider("p", "deepseek", key="two\nlines"), "key"),
    ],
)
async def test_what_cannot_be_names_its_field_and_keeps_nothing(
    open_program: Open, draft: NewProvider, field: str
) -> None:
    keyring = MemoryKeyring()
    opened = await open_program('[providers.demo]\npreset = "demo"\n', keyring)
    with pytest.raises(ProgramError) as caught:
        await opened.program.providers.add(draft)
    assert caught.value.field == field
    assert keyring.names == ["client/local"]
    assert list(opened.program.configuration.settings.providers) == ["demo"]


async def test_our_own_address_is_refused(open_program: Open) -> None:
    opened = await open_program()
    with pytest.raises(ProgramError, match="own address") as caught:
        await opened.program.providers.add(own(opened.program.server.state.address))
    assert caught.value.field == "base_url"


async def test_a_locked_keyring_says_so_and_a_variable_is_a_way_out(open_program: Open) -> None:
    opened = await open_program(keyring=BrokenKeyring(KeyringLocked()))
    providers = opened.program.providers
    assert "locked" in await providers.keyring_problem()
    with pytest.raises(ProgramError, match="was not kept") as caught:
        await providers.add(own("http://127.0.0.1:1/v1"))
    assert caught.value.field == "key"
    assert opened.program.configuration.settings == Settings()
    await providers.add(NewProvider("p", "deepseek", secret="env:PROVIDER_KEY"))
    assert status(opened).secrets[0].place == "env"


async def test_a_removed_provider_comes_back_with_its_key_until_the_program_ends(
    open_program: Open,
) -> None:
    keyring = MemoryKeyring()
    opened = await open_program(keyring=keyring)
    providers, configuration = opened.program.providers, opened.program.configuration
    await providers.add(own("http://127.0.0.1:1/v1"))
    await providers.remove("p")
    assert providers.statuses() == []
    assert "provider/p" in keyring.names
    await configuration.undo()
    assert status(opened).secrets[0].readable
    await providers.remove("p")
    await opened.host.close()
    assert keyring.names == ["client/local"]


async def test_a_key_whose_provider_was_taken_back_goes_at_the_end_too(open_program: Open) -> None:
    keyring = MemoryKeyring()
    opened = await open_program(keyring=keyring)
    await opened.program.providers.add(own("http://127.0.0.1:1/v1"))
    await opened.program.configuration.undo()
    await opened.host.close()
    assert keyring.names == ["client/local"]


async def test_a_provider_of_a_removed_ones_name_does_not_overwrite_its_key(
    open_program: Open,
) -> None:
    keyring = MemoryKeyring()
    opened = await open_program(keyring=keyring)
    await opened.program.providers.add(own("http://127.0.0.1:1/v1"))
    await opened.program.providers.remove("p")
    await opened.program.providers.add(own("http://127.0.0.1:1/v1", key="sk-another-0123456789"))
    assert entry(opened).key == "keyring:provider/p/2"
    await opened.program.configuration.undo()
    await opened.program.configuration.undo()
    service = opened.paths.keyring_service
    assert keyring.values[service, "provider/p"] == KEY


async def test_keys_are_added_replaced_and_removed(open_program: Open) -> None:
    keyring = MemoryKeyring()
    opened = await open_program(keyring=keyring)
    providers = opened.program.providers
    await providers.add(own("http://127.0.0.1:1/v1"))
    await providers.add_key("p", "sk-second-0123456789")
    references = ["keyring:provider/p", "keyring:provider/p/2"]
    assert [secret.reference for secret in status(opened).secrets] == references
    await providers.replace_key("p", references[1], "sk-newer-0123456789")
    service = opened.paths.keyring_service
    assert keyring.values[service, "provider/p/2"] == "sk-newer-0123456789"
    await providers.remove_key("p", references[0])
    assert (entry(opened).key, entry(opened).more_keys) == (references[1], ())
    await opened.program.configuration.undo()
    assert [secret.reference for secret in status(opened).secrets] == references


async def test_a_key_can_be_named_instead_of_kept(open_program: Open) -> None:
    opened = await open_program()
    providers = opened.program.providers
    await providers.add(own("http://127.0.0.1:1/v1"))
    await providers.add_reference("p", "env:P_KEY")
    assert entry(opened).more_keys == ("env:P_KEY",)
    assert entry(opened).key_origin == "http://127.0.0.1:1"
    for wrong in ("sk-pasted-into-the-wrong-field", "env:P_KEY"):
        with pytest.raises(ProgramError) as told:
            await providers.add_reference("p", wrong)
        assert told.value.field == "key"
        assert "sk-pasted" not in told.value.message
    await opened.program.configuration.undo()
    assert entry(opened).more_keys == ()


async def test_a_key_entered_at_a_new_address_takes_the_place_of_all_old_ones(
    open_program: Open,
) -> None:
    opened = await open_program()
    providers = opened.program.providers
    await providers.add(own("http://127.0.0.1:1/v1"))
    await providers.add_key("p", "sk-second-0123456789")

    def move(old: Settings) -> Settings:
        moved = old.providers["p"].model_copy(update={"base_url": "http://127.0.0.1:2/v1"})
        return old.model_copy(update={"providers": {"p": moved}})

    await opened.program.configuration.change("Move", move)
    assert status(opened).health is Health.BROKEN
    assert "entered for" in status(opened).reason
    await providers.replace_key("p", "keyring:provider/p/2", "sk-newer-0123456789")
    assert (entry(opened).key, entry(opened).more_keys) == ("keyring:provider/p/2", ())
    assert entry(opened).key_origin == "http://127.0.0.1:2"


async def test_a_rejected_key_is_told_and_a_new_one_makes_it_good(open_program: Open) -> None:
    script = answers.in_turn(answers.status(401, "No."), answers.hello)
    async with FakeUpstream(script) as upstream:
        opened = await open_program()
        providers = opened.program.providers
        await providers.add(own(upstream.url))
        assert status(opened).health is Health.UNKNOWN
        await opened.asked("fake-model")
        assert status(opened).health is Health.KEY_REJECTED
        assert status(opened).secrets[0].reason == "The provider rejected it."
        await providers.replace_key("p", "keyring:provider/p", "sk-newer-0123456789")
        assert status(opened).secrets[0].reason == ""
        await opened.asked("fake-model")
        assert status(opened).health is Health.OK


async def test_a_test_tells_each_step_and_what_it_says_of_health(open_program: Open) -> None:
    async with FakeUpstream() as upstream:
        opened = await open_program(provider("p", upstream.url, models='["fake-model"]'))
        steps = [step async for step in opened.program.providers.test("p")]
        assert [step.name for step in steps] == ["network", "auth", "model", "stream", "tool call"]
        assert [step.ok for step in steps[:4]] == [True] * 4
        assert all(step.seconds >= 0 for step in steps)
        assert await opened.program.providers.fetch_models("p") == ["fake-model"]


async def test_a_failed_test_speaks_to_somebody_at_a_window(open_program: Open) -> None:
    opened = await open_program('[providers.p]\npreset = "deepseek"\n')
    with pytest.raises(ProgramError) as caught:
        await opened.program.providers.fetch_models("p")
    assert caught.value.message == "The provider p has no key."
    with pytest.raises(ProgramError):
        [step async for step in opened.program.providers.test("gone")]


async def test_a_provider_that_cannot_be_reached_fails_its_first_step(open_program: Open) -> None:
    opened = await open_program(provider("p", "http://127.0.0.1:1/v1"))
    steps = [step async for step in opened.program.providers.test("p")]
    assert [(step.name, step.ok) for step in steps] == [("network", False)]
    assert status(opened).health is Health.FAILING


async def test_broken_and_switched_off_providers_say_so(open_program: Open) -> None:
    opened = await open_program(
        '[providers.off]\npreset = "ollama"\nenabled = false\n'
        '[providers.odd]\npreset = "nonsense"\n'
        '[providers.bare]\npreset = "deepseek"\n'
    )
    found = {each.name: each for each in opened.program.providers.statuses()}
    assert found["off"].health is Health.OFF
    assert found["odd"].health is Health.BROKEN
    assert "nonsense" in found["odd"].reason
    assert (found["bare"].health, found["bare"].reason) == (Health.BROKEN, "It has no key yet.")


async def test_a_variable_that_is_not_set_is_told(open_program: Open) -> None:
    opened = await open_program('[providers.p]\npreset = "deepseek"\n')
    await opened.program.providers.remove("p")
    await opened.program.providers.add(NewProvider("p", "deepseek", secret="env:NOT_SET_ANYWHERE"))
    await opened.program.providers.settings_changed(  # type: ignore[attr-defined]  # as the host does
        opened.program.configuration.settings
    )
    assert not status(opened).secrets[0].readable
    assert "NOT_SET_ANYWHERE" in status(opened).reason


async def test_what_a_provider_cost_this_month_is_summed_when_somebody_looks(
    open_program: Open,
) -> None:
    async with FakeUpstream() as upstream:
        prices = "prices.fake-model = { input = 1000.0, output = 1000.0 }"
        opened = await open_program(provider("p", upstream.url) + prices + "\n")
        await opened.asked("p/fake-model")
        async with hearing(opened.program.providers.changed, lambda _: bool(status(opened).spent)):
            opened.program.providers.statuses()
    assert status(opened).spent["USD"] > 0
    assert PROVIDER_KEY not in str(opened.program.providers.statuses())
