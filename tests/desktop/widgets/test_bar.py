from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.bar import Bar
from app.desktop.widgets.button import IconButton


def made(qtbot: QtBot) -> Bar:
    bar = Bar()
    qtbot.addWidget(bar)
    return bar


def test_it_is_hidden_until_there_is_something_to_say(qtbot: QtBot) -> None:
    bar = made(qtbot)
    assert not bar.isVisible()
    bar.tell("DeepSeek rejected the key (401).")
    assert bar.isVisible()
    assert bar.words.text() == "DeepSeek rejected the key (401)."
    assert bar.words.property("tone") == "bad"
    assert not bar.action.isVisible()


def test_a_fault_of_ours_has_words_too(qtbot: QtBot) -> None:
    bar = made(qtbot)
    bar.tell("")
    assert bar.words.text() == "Something went wrong. The log says what."


def test_what_was_done_is_taken_back(qtbot: QtBot) -> None:
    bar = made(qtbot)
    undone: list[str] = []
    bar.offer_undo("DeepSeek was removed.", lambda: undone.append("yes"))
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert undone == ["yes"]
    assert not bar.isVisible()


def test_trouble_stays_and_good_news_leave(qtbot: QtBot) -> None:
    bar = made(qtbot)
    bar.tell("Saved.", "ok")
    assert bar._leave.isActive()
    bar.offer("The file cannot be read.", "Try again", lambda: None)
    assert not bar._leave.isActive()
    assert bar.action.text() == "Try again"


def test_it_is_closed(qtbot: QtBot) -> None:
    bar = made(qtbot)
    bar.tell("Trouble.")
    qtbot.mouseClick(bar.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
