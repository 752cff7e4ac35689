from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.theme.theme import theme
from app.desktop.widgets.charts.sparkline import Sparkline


def test_the_highest_fills_it_and_the_last_is_stronger(qtbot: QtBot) -> None:
    line = Sparkline("Tokens")
    qtbot.addWidget(line)
    line.resize(40, 20)
    line.show_values([4, 2])
    image = line.grab().toImage()
    assert image.pixelColor(2, 1) == image.pixelColor(2, 18) != image.pixelColor(22, 1)
    assert image.pixelColor(22, 15) == theme().color("accent")


def test_it_is_nothing_to_press_and_empty_without_values(qtbot: QtBot) -> None:
    line = Sparkline("Tokens")
    qtbot.addWidget(line)
    empty = line.grab().toImage()
    line.show_values([0, 0])
    assert line.grab().toImage() == empty
    assert line.focusPolicy() is Qt.FocusPolicy.NoFocus
