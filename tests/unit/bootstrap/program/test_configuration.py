"""The settings file behind the windows, changed here and by others."""

import asyncio
from pathlib import Path

import pytest

from app.bootstrap.program.configuration import StoredConfiguration
from app.desktop.program.configuration import Change
from app.desktop.program.failure import ProgramError
from app.settings import change
from app.settings.schema import ProviderSettings, Settings
from app.settings.store import SettingsStore

OLLAMA = ProviderSettings(preset="ollama")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def configuration(path: Path) -> StoredConfiguration:
    return StoredConfiguration(SettingsStore(path))


def write(path: Path, text: str) -> None:
    path.write_text(text)


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def port(number: int) -> Change:
    def changed(old: Settings) -> Settings:
        server = old.server.model_copy(update={"port": number})
        return old.model_copy(update={"server": server})

    return changed


def add(name: str, entry: ProviderSettings = OLLAMA) -> Change:
    return lambda old: change.add_provider(old, name, entry)


async def test_a_change_is_saved_and_told(configuration: StoredConfiguration, path: Path) -> None:
    told: list[Settings] = []
    configuration.changed.connect(told.append)
    await configuration.change("Port", port(9000))
    assert configuration.settings.server.port == 9000
    assert SettingsStore(path).current == configuration.settings
    assert told == [configuration.settings]
    assert configuration.last_change == "Port"


async def test_changes_at_once_are_made_one_after_another(
    configuration: StoredConfiguration,
) -> None:
    names = [f"p{number}" for number in range(8)]
    await asyncio.gather(*(configuration.change(name, add(name)) for name in names))
    assert list(configuration.settings.providers) == names
    for _ in names:
        await configuration.undo()
    assert configuration.settings == Settings()
    assert configuration.last_change == ""
    with pytest.raises(ProgramError):
        await configuration.undo()


async def test_undo_takes_back_only_what_the_change_changed(
    configuration: StoredConfiguration, path: Path
) -> None:
    write(path, "# mine\n[server]\nport = 8000\n")
    await configuration.look()
    await configuration.change("Port", port(9000))
    write(path, read(path) + "keepalive = 3.0\n")
    await configuration.undo()
    assert (configuration.settings.server.port, configuration.settings.server.keepalive) == (
        8000,
        3.0,
    )
    assert "# mine" in read(path)


async def test_undo_leaves_what_somebody_changed_since_and_says_so(
    configuration: StoredConfiguration, path: Path
) -> None:
    await configuration.change("Port", port(9000))
    write(path, "[server]\nport = 9100\n")
    with pytest.raises(ProgramError, match="changed since"):
        await configuration.undo()
    assert SettingsStore(path).current.server.port == 9100
    assert configuration.last_change == ""


async def test_what_others_change_is_told_once_the_host_looks(
    configuration: StoredConfiguration, path: Path
) -> None:
    told: list[Settings] = []
    configuration.changed.connect(told.append)
    SettingsStore(path).update(port(9000))
    await configuration.look()
    await configuration.look()
    assert [settings.server.port for settings in told] == [9000]


async def test_a_file_that_others_broke_changes_nothing(
    configuration: StoredConfiguration, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await configuration.change("Port", port(9000))
    write(path, "[server]\nport = 99999\n")
    await configuration.look()
    await configuration.look()
    assert configuration.settings.server.port == 9000
    assert caplog.text.count("stay as they were") == 1


async def test_a_wrong_change_names_its_field_and_saves_nothing(
    configuration: StoredConfiguration, path: Path
) -> None:
    assert [problem.field for problem in configuration.check(port(99_999))] == ["server.port"]
    with pytest.raises(ProgramError) as caught:
        await configuration.change("Port", port(99_999))
    assert caught.value.field == "server.port"
    assert read(path) == ""
    assert configuration.last_change == ""


async def test_a_change_that_refuses_itself_is_told_in_its_own_words(
    configuration: StoredConfiguration,
) -> None:
    def refuse(_: Settings) -> Settings:
        raise ProgramError("No.", "name")

    with pytest.raises(ProgramError) as caught:
        await configuration.change("Nothing", refuse)
    assert (caught.value.message, caught.value.field) == ("No.", "name")


async def test_a_part_that_cannot_be_built_is_told(configuration: StoredConfiguration) -> None:
    def wrong(old: Settings) -> Settings:
        return change.add_provider(old, "p", ProviderSettings(proxy="direct"))

    with pytest.raises(ProgramError, match="base_url"):
        await configuration.change("Add", wrong)


async def test_a_change_that_changes_nothing_cannot_be_taken_back(
    configuration: StoredConfiguration,
) -> None:
    await configuration.change("Nothing", lambda old: old)
    assert configuration.last_change == ""


async def test_export_and_import_carry_all_but_keys(
    configuration: StoredConfiguration, tmp_path: Path
) -> None:
    await configuration.change("Add", add("deepseek", ProviderSettings(preset="deepseek")))
    await configuration.change("Add", add("ollama"))
    text = await configuration.exported()
    other = StoredConfiguration(SettingsStore(tmp_path / "other.toml"))
    plan = await other.plan_import(text)
    assert (plan.new, plan.missing_keys) == (("deepseek", "ollama"), ("deepseek",))
    await other.import_text(text)
    assert other.settings == configuration.settings
    await other.undo()
    assert other.settings == Settings()
    with pytest.raises(ProgramError):
        await other.plan_import("not { toml")


async def test_a_reset_can_be_taken_back(configuration: StoredConfiguration) -> None:
    await configuration.change("Add", add("ollama"))
    before = configuration.settings
    await configuration.reset()
    assert configuration.settings == Settings()
    await configuration.undo()
    assert configuration.settings == before


async def test_a_file_of_a_newer_version_is_read_only(path: Path) -> None:
    write(path, "schema_version = 99\n")
    configuration = StoredConfiguration(SettingsStore(path))
    assert "newer Dragoman" in configuration.read_only
    with pytest.raises(ProgramError, match="newer"):
        await configuration.change("Port", port(9000))


async def test_the_oldest_changes_are_forgotten_in_the_end(path: Path) -> None:
    forgotten: list[bool] = []
    configuration = StoredConfiguration(SettingsStore(path), lambda: forgotten.append(True))
    await configuration.change("Add", add("ollama"))
    had = configuration.can_bring_back(lambda old: "ollama" not in old.providers)
    for number in range(50):
        await configuration.change("Port", port(9000 + number))
    assert had
    assert forgotten == [True]
    assert not configuration.can_bring_back(lambda old: "ollama" not in old.providers)


async def test_another_order_of_providers_is_kept_told_and_taken_back(
    configuration: StoredConfiguration, path: Path
) -> None:
    for name in ("a", "b", "c"):
        await configuration.change("Add", add(name))

    def turned(old: Settings) -> Settings:
        order = reversed(old.providers)
        return old.model_copy(update={"providers": {n: old.providers[n] for n in order}})

    told: list[Settings] = []
    configuration.changed.connect(told.append)
    await configuration.change("Order", turned)
    assert list(SettingsStore(path).current.providers) == ["c", "b", "a"]
    assert [list(settings.providers) for settings in told] == [["c", "b", "a"]]
    await configuration.undo()
    assert list(SettingsStore(path).current.providers) == ["a", "b", "c"]
    await configuration.change("Remove", lambda old: change.remove_provider(old, "a"))
    await configuration.undo()
    assert list(SettingsStore(path).current.providers) == ["a", "b", "c"]
