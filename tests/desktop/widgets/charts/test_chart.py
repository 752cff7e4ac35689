from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.theme.theme import theme
from app.desktop.widgets.charts.chart import Chart, Line


class Counted(Chart):
    drawn = 0
    at: QPointF | None = None

    def draw(self, painter: QPainter) -> None:
        self.drawn += 1
        painter.fillRect(self.rect(), theme().color("accent"))

    def draw_over(self, painter: QPainter) -> None:
        if self.at is not None:
            self.draw_card(painter, self.at, "Thu 19 Nov", [Line("deepseek", "$1.84", "series0")])


def made(qtbot: QtBot) -> Counted:
    chart = Counted("Spend over time")
    qtbot.addWidget(chart)
    chart.resize(300, 200)
    chart.show()
    return chart


def test_the_picture_is_drawn_once_for_many_paints(qtbot: QtBot) -> None:
    chart = made(qtbot)
    chart.grab()
    before = chart.drawn
    for _ in range(5):
        chart.grab()
    assert chart.drawn == before
    chart.redraw()
    chart.grab()
    assert chart.drawn == before + 1


def test_another_size_and_another_theme_draw_it_anew(qtbot: QtBot, qapp: QApplication) -> None:
    theme().apply(qapp, "light")
    chart = made(qtbot)
    light = chart.grab().toImage().pixelColor(150, 100)
    chart.resize(320, 200)
    chart.grab()
    theme().apply(qapp, "dark")
    assert chart.grab().toImage().pixelColor(150, 100) != light
    theme().apply(qapp, "light")


def test_a_card_stays_inside_the_chart(qtbot: QtBot) -> None:
    chart = made(qtbot)
    plain = chart.grab().toImage()
    for corner in (QPointF(0, 0), QPointF(299, 0), QPointF(0, 199), QPointF(299, 199)):
        chart.at = corner
        drawn = chart.grab().toImage()
        assert drawn != plain
        edges = [(x, y) for x in range(300) for y in (0, 199)]
        assert all(drawn.pixel(x, y) == plain.pixel(x, y) for x, y in edges)


def test_it_has_a_name_and_takes_the_keyboard(qtbot: QtBot) -> None:
    chart = made(qtbot)
    assert chart.accessibleName() == "Spend over time"
    assert chart.focusPolicy() & Qt.FocusPolicy.TabFocus
