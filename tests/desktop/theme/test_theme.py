from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.desktop.theme.theme import Theme, body_font, code_font
from app.desktop.theme.tokens import DARK, FONT, LIGHT


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    made = Theme()
    made.apply(qapp, "light")
    yield made
    made.apply(qapp, "light")


def test_an_application_gets_our_colours_and_font(look: Theme, qapp: QApplication) -> None:
    assert look.tokens is LIGHT
    assert qapp.palette().window().color() == QColor(LIGHT.window)
    assert qapp.font().pixelSize() == FONT.body
    assert "QPushButton" in qapp.styleSheet()


def test_another_choice_is_told_once(look: Theme, qapp: QApplication) -> None:
    told: list[None] = []
    look.changed.connect(told.append)
    look.apply(qapp, "dark")
    look.apply(qapp, "dark")
    assert look.dark
    assert look.tokens is DARK
    assert told == [None]


def test_an_unknown_system_is_light(look: Theme, qapp: QApplication) -> None:
    look.apply(qapp, "dark")
    look.apply(qapp, "system")
    assert not look.dark


def test_the_systems_change_is_followed_only_where_it_was_chosen(
    look: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = type(qapp.styleHints())
    monkeypatch.setattr(hints, "colorScheme", lambda _hints: Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not look.dark
    look.apply(qapp, "system")
    assert look.dark
    monkeypatch.setattr(hints, "colorScheme", lambda _hints: Qt.ColorScheme.Light)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not look.dark


def test_a_window_that_is_open_changes_with_the_theme(
    look: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    label = QLabel("words")
    qtbot.addWidget(label)
    label.show()
    look.apply(qapp, "dark")
    assert label.palette().windowText().color() == QColor(DARK.text)


def test_tokens_are_colours_by_name(look: Theme) -> None:
    assert look.color("accent") == QColor(LIGHT.accent)
    assert look.color("series1") == QColor(LIGHT.series[1])
    assert look.color("series9") == QColor(LIGHT.series[1])


def test_fonts_are_the_systems_own_with_figures_of_one_width(qapp: QApplication) -> None:
    assert body_font().featureTags()
    assert code_font().pixelSize() == FONT.body - 1


def test_nothing_moves_before_there_is_an_application() -> None:
    assert Theme().motion is False
