from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.widgets.badge import Badge


def test_a_badge_says_its_state_in_words_and_tone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    badge = Badge("works", "ok")
    QVBoxLayout(window).addWidget(badge)
    window.show()
    assert (badge.text(), badge.property("tone")) == ("works", "ok")
    badge.show_state("key rejected", "bad")
    assert (badge.text(), badge.property("tone")) == ("key rejected", "bad")
    badge.show_state("")
    assert not badge.isVisible()
    badge.show_state("slow", "warn")
    assert badge.isVisible()
