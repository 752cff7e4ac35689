"""The page of people and keys, driven by mouse and keyboard."""

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.presenters.editing import Undo
from app.desktop.presenters.people import PeoplePresenter
from app.desktop.program.failure import ProgramError
from app.desktop.windows.settings.pages.people import PeoplePage
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.desktop.windows.settings.pages.away import put_away
from tests.desktop.windows.settings.pages.names import nameless
from tests.fakes.program import FakePeople, fake_program
from tests.fakes.program.server import CLIENT_KEY

LEFT = Qt.MouseButton.LeftButton


class Desk:
    def __init__(self, people: FakePeople | None = None) -> None:
        self.people = people or FakePeople()
        program = fake_program(people=self.people)
        self.presenter = PeoplePresenter(program)
        self.offered: list[Undo] = []
        self.presenter.undoable.connect(self.offered.append)
        self.page = PeoplePage(program, Opened(), self.presenter)
        self.page.resize(680, 900)
        self.page.show()

    async def ready(self) -> None:
        await until(lambda: self.presenter.state.known)
        await self.presenter.settled()
        QApplication.processEvents()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.ready()
    yield made
    await put_away(made.page, made.presenter)


def cell(desk: Desk, row: int, column: int) -> str:
    return str(desk.page.keys.list.lines.index(row, column).data())


async def test_nobody_yet_is_told_what_people_are_for() -> None:
    people = FakePeople()
    people.all_users, people.all_keys = [], []
    desk = Desk(people)
    await desk.ready()
    await until(lambda: desk.page.users.empty.isVisible())
    assert not desk.page.users.list.isVisible()
    QTest.mouseClick(desk.page.users.empty.button, LEFT)
    assert desk.page.users.editor.isVisible()
    await until(lambda: not desk.page.users.empty.isVisible())
    QTest.keyClick(desk.page.users.editor.name, Qt.Key.Key_Escape)
    await until(lambda: desk.page.users.empty.isVisible())
    await put_away(desk.page, desk.presenter)


async def test_a_person_is_added_by_keyboard_and_a_taken_name_is_told(desk: Desk) -> None:
    editor = desk.page.users.editor
    QTest.mouseClick(desk.page.users.add, LEFT)
    QTest.keyClicks(editor.name, "Lin Wei")
    QTest.keyClick(editor.name, Qt.Key.Key_Return)
    await until(lambda: bool(editor.name.property("wrong")))
    assert editor.isVisible()
    editor.name.selectAll()
    QTest.keyClicks(editor.name, "Ann")
    QTest.keyClick(editor.name, Qt.Key.Key_Return)
    await until(lambda: not editor.isVisible())
    await until(
        lambda: (line := desk.page.users.list.chosen) is not None and line.user.name == "Ann"
    )
    assert len(desk.people.called("add_user")) == 2


async def test_a_person_is_deactivated_and_comes_back_by_undo(desk: Desk) -> None:
    users = desk.page.users
    users.list.choose("usr_lin")
    assert users.switch.text() == "Deactivate"
    QTest.mouseClick(users.switch, LEFT)
    await until(lambda: users.switch.text() == "Reactivate")
    desk.offered[0].call()
    await until(lambda: users.switch.text() == "Deactivate")


async def test_a_persons_keys_are_listed_alone(desk: Desk) -> None:
    desk.page.users.list.choose("usr_lin")
    QTest.mouseClick(desk.page.users.keys, LEFT)
    await until(lambda: desk.page.keys.list.lines.rowCount() == 1)
    assert desk.page.keys.shown.value == "usr_lin"
    assert cell(desk, 0, 3) == "60 requests/min"


async def test_a_new_key_is_shown_once_copied_and_gone(desk: Desk) -> None:
    keys = desk.page.keys
    QTest.mouseClick(keys.add, LEFT)
    QTest.keyClicks(keys.editor.name, "tablet")
    keys.editor.requests.setValue(20)
    keys.editor.expires.choose("30")
    QTest.mouseClick(keys.editor.save, LEFT)
    await until(lambda: keys.minted.isVisible())
    terms = desk.people.called("add_key")[0][2]
    assert (terms.requests_per_minute, terms.tokens_per_minute) == (20, None)
    assert terms.expires_ms is not None
    token = keys.minted.token.text()
    QTest.mouseClick(keys.minted.copy, LEFT)
    assert QGuiApplication.clipboard().text() == token
    QTest.mouseClick(keys.minted.done, LEFT)
    await until(lambda: not keys.minted.isVisible())
    assert keys.minted.token.text() == ""


async def test_a_key_keeps_its_day_when_something_else_is_edited(desk: Desk) -> None:
    keys = desk.page.keys
    keys.list.choose("key_lin")
    keys.list.setFocus()
    QTest.keyClick(keys.list, Qt.Key.Key_Return)
    assert keys.editor.isVisible()
    assert not keys.editor.user.isEnabled()
    keys.editor.concurrency.setValue(2)
    QTest.mouseClick(keys.editor.save, LEFT)
    await until(lambda: not keys.editor.isVisible())
    terms = desk.people.called("update_key")[0][2]
    assert (terms.concurrency, terms.requests_per_minute, terms.expires_ms) == (2, 60, None)


async def test_a_key_is_revoked_and_restored(desk: Desk) -> None:
    keys = desk.page.keys
    keys.list.choose("key_codex")
    QTest.mouseClick(keys.switch, LEFT)
    await until(lambda: keys.switch.text() == "Restore")
    assert "Revoked" in [cell(desk, row, 5) for row in range(4)]
    QTest.mouseClick(keys.switch, LEFT)
    await until(lambda: keys.switch.text() == "Revoke")


async def test_this_machines_key_is_copied(desk: Desk) -> None:
    QTest.mouseClick(desk.page.copy_own, LEFT)
    await until(lambda: QGuiApplication.clipboard().text() == CLIENT_KEY)


async def test_a_database_that_is_away_is_told_with_a_way_to_try_again(desk: Desk) -> None:
    desk.people.fail_with = ProgramError("The database cannot be reached.")
    desk.presenter.read()
    await until(lambda: desk.page.trouble.isVisible())
    desk.people.fail_with = None
    QTest.mouseClick(desk.page.again, LEFT)
    await until(lambda: not desk.page.trouble.isVisible())


async def test_what_somebody_else_changes_appears(desk: Desk) -> None:
    await desk.people.add_user("Ann")
    await until(lambda: desk.page.users.list.lines.rowCount() == 4)


async def test_every_control_has_a_name(desk: Desk) -> None:
    assert nameless(desk.page) == []
