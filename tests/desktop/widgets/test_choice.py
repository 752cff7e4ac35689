from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.widgets.choice import Choice

OPTIONS = [("", "All clients"), ("codex", "Codex"), ("pi", "pi")]


def test_a_person_takes_one_by_keyboard(qtbot: QtBot) -> None:
    choice = Choice(OPTIONS, "Client")
    qtbot.addWidget(choice)
    choice.show()
    chosen: list[str] = []
    choice.chosen.connect(chosen.append)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.value == "codex"
    assert chosen == ["codex"]


def test_showing_and_offering_tell_nobody_and_keep_what_is_chosen(qtbot: QtBot) -> None:
    choice = Choice(OPTIONS)
    qtbot.addWidget(choice)
    chosen: list[str] = []
    choice.chosen.connect(chosen.append)
    choice.choose("pi")
    choice.offer([("", "All"), ("pi", "pi"), ("qwen", "Qwen Code")])
    assert choice.value == "pi"
    choice.offer([("", "All")])
    assert choice.value == ""
    assert chosen == []


def test_the_wheel_leaves_the_value_alone(qtbot: QtBot) -> None:
    choice = Choice(OPTIONS)
    qtbot.addWidget(choice)
    choice.show()
    place = QPointF(5, 5)
    turn = QWheelEvent(
        place,
        place,
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, turn)
    assert choice.value == ""


def test_it_draws_its_arrow(qtbot: QtBot) -> None:
    choice = Choice()
    qtbot.addWidget(choice)
    assert choice.value == ""
    assert not choice.grab().isNull()
