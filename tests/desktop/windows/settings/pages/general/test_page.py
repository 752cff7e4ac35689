"""The general page, driven by mouse and keyboard."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.desktop.presenters.editing import Undo
from app.desktop.presenters.general import GeneralPresenter
from app.desktop.program.failure import ProgramError
from app.desktop.widgets.number_field import NumberField
from app.desktop.windows.settings.pages.general import GeneralPage
from app.settings import transfer
from app.settings.schema import ProviderSettings, Settings
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.desktop.windows.settings.pages.away import put_away
from tests.desktop.windows.settings.pages.names import nameless
from tests.fakes.program import FakeConfiguration, FakeHistory, FakeSystem, fake_program

LEFT = Qt.MouseButton.LeftButton


class Desk:
    def __init__(self) -> None:
        self.configuration = FakeConfiguration()
        self.history = FakeHistory()
        self.system = FakeSystem(self.history.clear)
        program = fake_program(
            configuration=self.configuration, history=self.history, system=self.system
        )
        self.presenter = GeneralPresenter(program)
        self.offered: list[Undo] = []
        self.presenter.undoable.connect(self.offered.append)
        self.page = GeneralPage(program, Opened(), self.presenter)
        self.page.resize(680, 900)
        self.page.show()

    @property
    def settings(self) -> Settings:
        return self.configuration.settings


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await until(lambda: made.presenter.state.folders != () and not made.page._soon.isActive())
    yield made
    await put_away(made.page, made.presenter)


async def test_looks_are_chosen_and_taken_back(desk: Desk) -> None:
    theme = desk.page.looks.theme
    QTest.mouseClick(theme.button("dark"), LEFT)
    await until(lambda: desk.settings.desktop.theme == "dark")
    await desk.configuration.undo()
    await until(lambda: theme.value == "system")
    language = desk.page.looks.language
    language.setFocus()
    QTest.keyClick(language, Qt.Key.Key_Down)
    await until(lambda: desk.settings.desktop.language == "en")


async def test_each_notification_is_muted_by_itself(desk: Desk) -> None:
    switches = desk.page.notifications.switches
    assert set(switches) == {"budget", "failover", "key_rejected", "server"}
    QTest.mouseClick(switches["failover"], LEFT)
    await until(lambda: not desk.settings.desktop.notifications.failover)
    assert desk.settings.desktop.notifications.budget


async def test_starting_at_login_that_cannot_be_says_why_and_stays_off(desk: Desk) -> None:
    login = desk.page.login.login
    await until(login.isEnabled)
    desk.system.fail_at["start_at_login"] = ProgramError("The folder is read-only.")
    QTest.mouseClick(login, LEFT)
    await until(lambda: desk.presenter.state.login_trouble != "")
    await until(lambda: not login.isChecked())
    desk.system.fail_at.clear()
    QTest.mouseClick(login, LEFT)
    await until(lambda: desk.system.at_login and bool(desk.offered))
    desk.offered[0].call()
    await until(lambda: not login.isChecked())


async def test_transcripts_are_off_and_say_what_they_would_keep(desk: Desk) -> None:
    kept = desk.page.kept
    assert kept.record.value == "off"
    assert kept.honest.text() == "No word of any conversation is kept on this machine."
    assert not kept.days.isVisible()
    QTest.mouseClick(kept.record.button("chosen"), LEFT)
    await until(kept.users.isVisible)
    assert "not encrypted" in kept.honest.text()
    QTest.keyClicks(kept.users, "Lin Wei, Sam Okafor")
    QTest.keyClick(kept.users, Qt.Key.Key_Return)
    await until(lambda: desk.settings.transcripts.users == ("Lin Wei", "Sam Okafor"))
    kept.bytes.setFocus()
    kept.bytes.selectAll()
    QTest.keyClicks(kept.bytes, "100")
    QTest.keyClick(kept.bytes, Qt.Key.Key_Return)
    await until(lambda: desk.settings.transcripts.keep_bytes == 100_000_000)
    QTest.mouseClick(kept.record.button("all"), LEFT)
    await until(lambda: not kept.users.isVisible() and kept.days.isVisible())


async def test_usage_is_kept_for_as_long_as_is_said(desk: Desk) -> None:
    field = desk.page.kept.usage
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "30")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    await until(lambda: desk.settings.storage.keep_days == 30)


async def test_the_history_goes_after_a_second_click_only(desk: Desk) -> None:
    kept = desk.page.kept
    await until(lambda: "48 MB" in kept.taken.text())
    QTest.mouseClick(kept.clear, LEFT)
    await until(kept.yes.isVisible)
    QTest.mouseClick(kept.no, LEFT)
    await until(kept.clear.isVisible)
    assert desk.history.rows
    QTest.mouseClick(kept.clear, LEFT)
    await until(kept.yes.isVisible)
    QTest.mouseClick(kept.yes, LEFT)
    await until(lambda: not desk.history.rows)
    await until(kept.clear.isVisible)


async def test_a_history_that_is_not_recorded_says_why(desk: Desk) -> None:
    assert not desk.page.kept.trouble.isVisible()
    desk.history.trouble = "The disk is full."
    desk.presenter.read()
    await until(desk.page.kept.trouble.isVisible)
    assert desk.page.kept.trouble.text() == "The disk is full."


async def test_a_password_does_not_belong_into_the_databases_address(desk: Desk) -> None:
    kept = desk.page.kept
    QTest.mouseClick(kept.database.line, LEFT)
    row = kept.form.rows["database"]
    QTest.keyClicks(row.field, "postgresql+psycopg://me:secret@host/name")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    await until(lambda: bool(row.field.property("wrong")))
    assert desk.settings.storage.database is None


async def test_answers_are_kept_where_a_person_says(desk: Desk) -> None:
    kept = desk.page.kept
    QTest.mouseClick(kept.responses.line, LEFT)
    await until(kept.answers.isVisible)
    kept.answers.edited.emit("keep", "disk")
    await until(lambda: desk.settings.responses.keep == "disk")
    hours = kept.answers.rows["hours"].field
    assert isinstance(hours, NumberField)
    hours.setFocus()
    hours.selectAll()
    QTest.keyClicks(hours, "6")
    QTest.keyClick(hours, Qt.Key.Key_Return)
    await until(lambda: desk.settings.responses.hours == 6)


async def test_folders_say_how_much_they_hold(desk: Desk) -> None:
    assert list(desk.page.folders.buttons) == ["settings", "data", "logs"]
    assert desk.page.folders.buttons["logs"].accessibleName() == "Open the folder of Logs"


async def test_the_log_is_set_up(desk: Desk) -> None:
    desk.page.logs.level.choose("debug")
    desk.page.logs.level.chosen.emit("debug")
    await until(lambda: desk.settings.log_level == "debug")
    QTest.mouseClick(desk.page.logs.more.line, LEFT)
    QTest.mouseClick(desk.page.logs.form.rows["files"].field, LEFT)
    await until(lambda: not desk.settings.logs.files)


async def test_an_export_is_written_where_a_dialog_says_that_blocks_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    QTest.mouseClick(desk.page.elsewhere.export, LEFT)
    dialog = desk.page.elsewhere.dialog
    assert dialog is not None
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    path = tmp_path / "settings.toml"
    dialog.fileSelected.emit(str(path))
    await until(path.exists)
    assert "keyring:" not in path.read_text()
    dialog.close()


async def test_an_import_shows_what_it_would_do_first(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    other = Settings(providers={"kimi": ProviderSettings(preset="moonshot")})
    path.write_text(transfer.exported(other))
    part = desk.page.elsewhere
    for answer in (part.no, part.yes):
        QTest.mouseClick(part.import_it, LEFT)
        assert part.dialog is not None
        part.dialog.fileSelected.emit(str(path))
        part.dialog.close()
        await until(part.plan.isVisible)
        assert "New providers: kimi" in part.plan.text()
        assert "Need a key afterwards: kimi" in part.plan.text()
        assert "kimi" not in desk.settings.providers
        QTest.mouseClick(answer, LEFT)
        await until(lambda: not part.plan.isVisible())
    assert "kimi" in desk.settings.providers
    await desk.configuration.undo()
    assert "kimi" not in desk.settings.providers


async def test_a_reset_is_one_click_and_comes_back_by_undo(desk: Desk) -> None:
    QTest.mouseClick(desk.page.elsewhere.reset, LEFT)
    await until(lambda: desk.settings == Settings())
    await desk.configuration.undo()
    assert "deepseek" in desk.settings.providers


async def test_libraries_are_listed_when_somebody_asks(desk: Desk) -> None:
    assert desk.page.about.version.text() == "Dragoman 0.1.0"
    QTest.mouseClick(desk.page.about.more.line, LEFT)
    await until(lambda: desk.page.about.list.lines.rowCount() > 10)


async def test_settings_that_cannot_be_saved_are_not_replaced(desk: Desk) -> None:
    desk.configuration.read_only = "A newer Dragoman wrote these settings."
    desk.configuration.edit_elsewhere(lambda old: old)
    await until(lambda: not desk.page.elsewhere.reset.isEnabled())
    assert desk.page.elsewhere.export.isEnabled()


async def test_every_control_has_a_name(desk: Desk) -> None:
    assert nameless(desk.page) == []
