from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.desktop.presenters.editing import Undo
from app.desktop.presenters.general import GeneralPresenter
from app.desktop.program.failure import ProgramError
from app.settings import transfer
from app.settings.schema import ProviderSettings, Settings
from tests.fakes.program import FakeConfiguration, FakeHistory, FakeSystem, fake_program, sample


class Desk:
    def __init__(self) -> None:
        self.configuration = FakeConfiguration()
        self.history = FakeHistory()
        self.system = FakeSystem(self.history.clear)
        self.presenter = GeneralPresenter(
            fake_program(configuration=self.configuration, history=self.history, system=self.system)
        )
        self.offered: list[Undo] = []
        self.told: list[str] = []
        self.failures: list[str] = []
        self.presenter.undoable.connect(self.offered.append)
        self.presenter.told.connect(self.told.append)
        self.presenter.failed.connect(self.failures.append)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    made.presenter.close()


async def test_looks_and_notifications_are_settings_one_by_one(desk: Desk) -> None:
    desk.presenter.language("zh")
    desk.presenter.theme("dark")
    desk.presenter.notify("failover", on=False)
    desk.presenter.restore_at_quit(on=True)
    await desk.presenter.settled()
    desktop = desk.presenter.state.settings.desktop
    assert (desktop.language, desktop.theme, desktop.restore_at_quit) == ("zh", "dark", True)
    assert not desktop.notifications.failover
    assert desktop.notifications.budget
    await desk.configuration.undo()
    assert not desk.presenter.state.settings.desktop.restore_at_quit


async def test_the_machine_is_asked_for_login_and_folders(desk: Desk) -> None:
    assert desk.presenter.state.at_login is None
    desk.presenter.read()
    await desk.presenter.settled()
    assert desk.presenter.state.at_login is False
    assert [each.name for each in desk.presenter.state.folders] == ["settings", "data", "logs"]
    assert desk.presenter.state.history_bytes == desk.history.bytes
    assert desk.presenter.state.recording_trouble == ""


async def test_a_history_that_is_not_recorded_says_why(desk: Desk) -> None:
    desk.history.trouble = "The disk is full."
    desk.presenter.read()
    await desk.presenter.settled()
    assert desk.presenter.state.recording_trouble == "The disk is full."
    desk.history.fail_at["size"] = ProgramError("The database cannot be reached.")
    desk.presenter.read()
    await desk.presenter.settled()
    assert desk.presenter.state.recording_trouble == "The database cannot be reached."


async def test_starting_at_login_is_switched_and_taken_back(desk: Desk) -> None:
    desk.presenter.start_at_login(on=True)
    await desk.presenter.settled()
    assert desk.presenter.state.at_login
    desk.offered[0].call()
    await desk.presenter.settled()
    assert not desk.system.at_login


async def test_a_login_that_cannot_be_switched_says_why_and_shows_what_is(desk: Desk) -> None:
    desk.system.fail_at["start_at_login"] = ProgramError("The folder is read-only.")
    desk.presenter.start_at_login(on=True)
    await desk.presenter.settled()
    assert desk.presenter.state.login_trouble == "The folder is read-only."
    assert desk.presenter.state.at_login is False
    assert desk.offered == []


async def test_what_is_kept_is_checked(desk: Desk) -> None:
    desk.presenter.keep("storage.keep_days", 30)
    desk.presenter.record("all")
    desk.presenter.keep("transcripts.keep_days", 0)
    desk.presenter.log_level("debug")
    await desk.presenter.settled()
    settings = desk.presenter.state.settings
    assert (settings.storage.keep_days, settings.transcripts.record) == (30, "all")
    assert settings.transcripts.keep_days == 7
    assert settings.log_level == "debug"


async def test_the_history_goes_only_after_a_second_word(desk: Desk) -> None:
    desk.presenter.ask_to_clear()
    assert desk.presenter.state.clearing
    desk.presenter.ask_to_clear(clearing=False)
    assert not desk.presenter.state.clearing
    assert desk.history.rows
    desk.presenter.clear_history()
    await desk.presenter.settled()
    assert not desk.history.rows
    assert desk.told == ["The history is empty."]


async def test_an_export_holds_no_secret_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    desk.presenter.export_to(path)
    await desk.presenter.settled()
    assert "keyring:" not in path.read_text()
    assert desk.told == [f"Saved as {path}."]
    desk.configuration.edit_elsewhere(lambda _: Settings())
    desk.presenter.plan_import(path)
    await desk.presenter.settled()
    pending = desk.presenter.state.pending
    assert pending is not None
    assert set(pending.plan.new) == {"deepseek", "siliconflow", "ollama"}
    assert desk.configuration.settings == Settings()
    desk.presenter.confirm_import()
    await desk.presenter.settled()
    assert list(desk.configuration.settings.providers) == list(sample.settings().providers)
    assert desk.presenter.state.pending is None
    await desk.configuration.undo()
    assert desk.configuration.settings == Settings()


async def test_an_import_is_left(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        transfer.exported(Settings(providers={"new": ProviderSettings(preset="openai")}))
    )
    desk.presenter.plan_import(path)
    await desk.presenter.settled()
    desk.presenter.cancel_import()
    desk.presenter.confirm_import()
    await desk.presenter.settled()
    assert "new" not in desk.configuration.settings.providers


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[[[", b"x" * (4 * 1024 * 1024 + 1)])
async def test_a_file_that_is_no_export_is_told(desk: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    desk.presenter.plan_import(path)
    await desk.presenter.settled()
    assert len(desk.failures) == 1
    assert desk.presenter.state.pending is None


async def test_files_that_cannot_be_read_or_written_are_told(desk: Desk, tmp_path: Path) -> None:
    desk.presenter.plan_import(tmp_path / "none.toml")
    desk.presenter.export_to(tmp_path / "no folder" / "settings.toml")
    await desk.presenter.settled()
    assert [str(tmp_path) in each for each in desk.failures] == [True, True]


async def test_a_reset_can_be_taken_back(desk: Desk) -> None:
    desk.presenter.reset()
    await desk.presenter.settled()
    assert desk.configuration.settings == Settings()
    await desk.configuration.undo()
    assert "deepseek" in desk.configuration.settings.providers


async def test_libraries_are_read_when_somebody_asks(desk: Desk) -> None:
    assert not desk.presenter.state.libraries
    desk.presenter.read_libraries()
    await desk.presenter.settled()
    assert "aiohttp" in [each.name for each in desk.presenter.state.libraries]
