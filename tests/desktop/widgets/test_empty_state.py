from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.empty_state import EmptyState


def test_it_says_what_to_do_and_does_it(qtbot: QtBot) -> None:
    state = EmptyState("No requests yet", "Connect a client.", "Connect", "requests")
    qtbot.addWidget(state)
    state.show()
    with qtbot.waitSignal(state.acted):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)
    assert state.sentence.text() == "Connect a client."


def test_without_an_action_there_is_no_button(qtbot: QtBot) -> None:
    state = EmptyState("Nothing", "Nothing to do.")
    qtbot.addWidget(state)
    state.show()
    assert not state.button.isVisible()
