from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.program.failure import ProgramError
from app.desktop.program.history import Request
from app.desktop.windows.requests.window import RequestsWindow
from app.storage.selection import Selection
from tests.desktop.waiting import until
from tests.desktop.windows.opened import Opened
from tests.fakes.program import FakeHistory, fake_program
from tests.fakes.program.sample import rows


@pytest.fixture
def history() -> FakeHistory:
    return FakeHistory(rows()[-600:])


@pytest.fixture
async def window(history: FakeHistory) -> AsyncIterator[RequestsWindow]:
    shown = RequestsWindow(fake_program(history=history), Opened())
    shown.show()
    await shown.presenter.settled()
    yield shown
    shown.close()
    shown.deleteLater()


def with_attempts(window: RequestsWindow) -> Request:
    return next(
        request
        for request in window.presenter.rows
        if request.row.attempts == 2
        and request.row.failure is None
        and request.row.client_dialect == "anthropic_messages"
    )


async def show(window: RequestsWindow, request: Request) -> None:
    window.show_request(request.row.request_id)
    await window.detail_presenter.settled()


async def test_a_click_on_a_request_shows_it(window: RequestsWindow, qtbot: QtBot) -> None:
    assert window.detail.currentIndex() == 0
    area = window.list.visualRect(window.table_model.index(2, 2))
    place = area.center()
    qtbot.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await window.detail_presenter.settled()
    chosen = window.presenter.rows[2].row
    assert window.detail.currentIndex() == 1
    assert chosen.client_model in window.detail.title.text()


async def test_at_its_smallest_nothing_is_cut_off(window: RequestsWindow) -> None:
    window.resize(window.minimumSize())
    await show(window, with_attempts(window))
    split = window.detail.parentWidget()
    assert split is not None
    assert window.detail.geometry().right() < split.width()
    assert window.detail.minimumSizeHint().width() <= window.detail.width()


async def test_arrow_keys_go_from_request_to_request(window: RequestsWindow, qtbot: QtBot) -> None:
    window.list.choose(0)
    qtbot.keyClick(window.list, Qt.Key.Key_Down)
    await window.detail_presenter.settled()
    shown = window.detail_presenter.state.request
    assert shown is not None
    assert shown.row == window.presenter.rows[1].row


async def test_the_course_the_losses_and_both_sides_are_there(window: RequestsWindow) -> None:
    request = with_attempts(window)
    await show(window, request)
    assert "rate limited" in window.detail.course.accessibleDescription()
    assert window.detail.bodies.isVisible()
    assert window.detail.bodies.model.rowCount() > 3
    assert window.detail.bodies.attempt.isVisible()
    assert window.list.currentIndex().row() == window.presenter.rows.index(request)


async def test_the_answer_of_another_attempt_is_read_as_bytes(
    window: RequestsWindow, qtbot: QtBot
) -> None:
    await show(window, with_attempts(window))
    bodies = window.detail.bodies
    qtbot.mouseClick(bodies.direction.button("answered"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bodies.form.button("wire"), Qt.MouseButton.LeftButton)
    assert "[DONE]" in bodies.left.toPlainText()
    bodies.attempt.setCurrentIndex(0)
    bodies.attempt.chosen.emit("1")
    await window.detail_presenter.settled()
    assert "Rate limit reached" in bodies.left.toPlainText()
    assert bodies.left_name.text() == "The provider answered"


async def test_words_and_changes_are_found(window: RequestsWindow, qtbot: QtBot) -> None:
    await show(window, with_attempts(window))
    bodies = window.detail.bodies
    qtbot.mouseClick(bodies.next_change, Qt.MouseButton.LeftButton)
    assert bodies.comparison.currentIndex().row() == 0
    assert bodies.left_whole.toPlainText() == "claude-opus-4-8" or bodies.left_whole.toPlainText()
    qtbot.keyClicks(bodies.search, "careful")
    qtbot.keyClick(bodies.search, Qt.Key.Key_Return)
    assert "careful engineer" in bodies.left_whole.toPlainText()


async def test_the_command_for_curl_is_copied_without_a_key(
    window: RequestsWindow, qtbot: QtBot
) -> None:
    await show(window, with_attempts(window))
    qtbot.mouseClick(window.detail.bodies.curl, Qt.MouseButton.LeftButton)
    assert "$DRAGOMAN_KEY" in QGuiApplication.clipboard().text()


async def test_without_transcripts_it_says_how_to_get_them(
    window: RequestsWindow, history: FakeHistory, qtbot: QtBot
) -> None:
    history.recorded = False
    await show(window, window.presenter.rows[0])
    assert not window.detail.bodies.isVisible()
    qtbot.mouseClick(window.detail.no_bodies.button, Qt.MouseButton.LeftButton)
    opened = window._open
    assert isinstance(opened, Opened)
    assert opened.asked == [("settings", "general")]


async def test_requests_appear_while_the_window_is_open(
    window: RequestsWindow, history: FakeHistory
) -> None:
    before = window.table_model.rowCount()
    history.begin()
    assert window.table_model.rowCount() == before + 1
    await show(window, window.presenter.rows[0])
    assert window.detail.state.text() == "running"
    history.end()
    await window.detail_presenter.settled()
    assert window.detail.state.text() == "OK"


async def test_only_what_is_looked_for_is_listed(window: RequestsWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.search, "codex")
    await until(lambda: all(r.row.client_program == "codex" for r in window.presenter.rows))
    assert window.presenter.rows
    assert window.clear.isVisible()
    qtbot.keyClicks(window.search, " and nothing else")
    await until(lambda: not window.presenter.rows and not window.presenter.loading)
    assert window.empty.heading.text() == "Nothing fits"
    qtbot.mouseClick(window.clear, Qt.MouseButton.LeftButton)
    await until(lambda: len(window.presenter.rows) == 200)
    assert not window.search.text()


async def test_a_selection_of_another_window_is_listed(window: RequestsWindow) -> None:
    window.show_selection(Selection(provider="ollama"))
    await until(lambda: {r.row.provider for r in window.presenter.rows} == {"ollama"})


async def test_an_empty_list_says_how_it_fills(qtbot: QtBot) -> None:
    opened = Opened()
    window = RequestsWindow(fake_program(history=FakeHistory([])), opened)
    qtbot.addWidget(window)
    window.show()
    await window.presenter.settled()
    assert window.empty.heading.text() == "No requests yet"
    qtbot.mouseClick(window.empty.button, Qt.MouseButton.LeftButton)
    assert opened.asked == [("settings", "clients")]
    window.close()


async def test_a_database_that_cannot_be_read_is_told_in_the_bar(qtbot: QtBot) -> None:
    history = FakeHistory([])
    history.fail_with = ProgramError("The database is locked by another program.")
    window = RequestsWindow(fake_program(history=history), Opened())
    qtbot.addWidget(window)
    window.show()
    await window.presenter.settled()
    assert window.bar.isVisible()
    assert window.bar.words.text() == "The database is locked by another program."
    window.close()


async def test_everything_that_takes_the_focus_has_a_name(window: RequestsWindow) -> None:
    await show(window, with_attempts(window))
    nameless = [
        type(widget).__name__
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


async def test_copied_rows_are_cells_with_tabs(window: RequestsWindow, qtbot: QtBot) -> None:
    window.list.choose(0)
    qtbot.keySequence(window.list, "Ctrl+C")
    (line,) = QGuiApplication.clipboard().text().splitlines()
    assert len(line.split("\t")) == 7
