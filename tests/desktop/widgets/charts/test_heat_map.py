from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.desktop.theme.theme import theme
from app.desktop.widgets.charts.heat_map import HeatMap
from tests.desktop.pointing import point

LAST = date(2026, 11, 21)  # a Saturday
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "")


def made(qtbot: QtBot) -> HeatMap:
    chart = HeatMap("A year")
    qtbot.addWidget(chart)
    values = {LAST - timedelta(days=at): float(at + 1) for at in range(8)}
    chart.show_year(LAST, values, lambda day, value: (str(day), f"{value:g}"), MONTHS, WEEKDAYS)
    chart.resize(900, chart.sizeHint().height())
    chart.show()
    return chart


def place(chart: HeatMap, day: date) -> QPoint:
    return chart.cell(day).center().toPoint()


def test_a_column_is_a_week_that_begins_on_monday(qtbot: QtBot) -> None:
    chart = made(qtbot)
    saturday, friday = chart.cell(LAST), chart.cell(LAST - timedelta(days=1))
    before = chart.cell(LAST - timedelta(days=7))
    assert friday.left() == saturday.left()
    assert friday.top() < saturday.top()
    assert before.top() == saturday.top()
    assert before.right() < saturday.left()


def test_the_more_the_stronger(qtbot: QtBot) -> None:
    image = made(qtbot).grab().toImage()
    chart = made(qtbot)
    most, least = LAST - timedelta(days=7), LAST
    assert image.pixelColor(place(chart, most)) == theme().color("accent")
    assert image.pixelColor(place(chart, least)) != theme().color("accent")
    none = LAST - timedelta(days=40)
    assert image.pixelColor(place(chart, none)) == theme().color("hover")


def test_a_day_is_read_and_clicked(qtbot: QtBot) -> None:
    chart = made(qtbot)
    told: list[date] = []
    chart.clicked.connect(told.append)
    day = LAST - timedelta(days=2)
    point(chart, place(chart, day))
    assert chart.highlighted == day
    assert chart.accessibleDescription() == "2026-11-19 3"
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place(chart, day))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place(chart, LAST + timedelta(days=1)))
    assert told == [day]


def test_arrow_keys_go_through_the_days_and_stop_today(qtbot: QtBot) -> None:
    chart = made(qtbot)
    told: list[date] = []
    chart.clicked.connect(told.append)
    key = Qt.Key
    for pressed in (key.Key_Left, key.Key_Left, key.Key_Up, key.Key_Return):
        qtbot.keyClick(chart, pressed)
    assert told == [LAST - timedelta(days=8)]
    for _ in range(3):
        qtbot.keyClick(chart, key.Key_Right)
    assert chart.highlighted == LAST


def test_a_year_fits_into_the_smallest_width(qtbot: QtBot) -> None:
    chart = made(qtbot)
    chart.resize(chart.minimumSizeHint())
    assert chart.cell(LAST).right() <= chart.width()
    assert chart.cell(LAST).bottom() <= chart.height()


def test_the_same_year_is_not_drawn_again(qtbot: QtBot) -> None:
    chart = made(qtbot)
    chart.grab()
    picture = chart._picture
    values = {LAST - timedelta(days=at): float(at + 1) for at in range(8)}
    chart.show_year(LAST, values, lambda day, value: ("", ""), MONTHS, WEEKDAYS)
    assert chart._picture is picture
    chart.show_year(LAST, {}, lambda day, value: ("", ""), MONTHS, WEEKDAYS)
    assert chart._picture is None


def test_a_year_without_anything_is_quiet(qtbot: QtBot) -> None:
    chart = made(qtbot)
    chart.show_year(LAST, {}, lambda day, value: (str(day), ""), MONTHS, WEEKDAYS)
    assert chart.grab().toImage().pixelColor(place(chart, LAST)) == theme().color("hover")
