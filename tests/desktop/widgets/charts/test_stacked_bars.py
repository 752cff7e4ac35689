from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.desktop.theme.theme import theme
from app.desktop.widgets.charts.stacked_bars import Bar, Series, StackedBars
from tests.desktop.pointing import leave, point

SERIES = (Series("ds", "deepseek", "series0"), Series("glm", "glm-5", "series1"))
BARS = (
    Bar(1_000, "1 Nov", "Sun 1 Nov", {"ds": 3.0, "glm": 1.0}),
    Bar(2_000, "2 Nov", "Mon 2 Nov", {}),
    Bar(3_000, "3 Nov", "Tue 3 Nov", {"glm": 2.0}),
)


def made(qtbot: QtBot) -> StackedBars:
    chart = StackedBars("Spend over time", "Nothing in these days")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show_bars(SERIES, BARS, lambda value: f"${value:.2f}", "Together")
    chart.show()
    return chart


def center(chart: StackedBars, at: int, key: str) -> QPoint:
    return chart.bar_rect(at, key).center().toPoint()


def clicks(chart: StackedBars) -> list[tuple[int, str]]:
    told: list[tuple[int, str]] = []
    chart.clicked.connect(lambda start, key: told.append((start, key)))
    return told


def test_parts_are_stacked_as_high_as_their_values(qtbot: QtBot) -> None:
    chart = made(qtbot)
    low, high = chart.bar_rect(0, "ds"), chart.bar_rect(0, "glm")
    assert high.bottom() <= low.top()
    assert abs(low.height() / high.height() - 3) < 0.1
    assert chart.bar_rect(1, "ds").height() == 0
    image = chart.grab().toImage()
    assert image.pixelColor(center(chart, 0, "ds")) == theme().color("series0")
    assert image.pixelColor(center(chart, 2, "glm")) == theme().color("series1")


def test_the_mouse_reads_exact_values(qtbot: QtBot) -> None:
    chart = made(qtbot)
    before = chart.grab().toImage()
    point(chart, center(chart, 0, "glm"))
    assert chart.highlighted == (0, "glm")
    assert chart.accessibleDescription() == "Sun 1 Nov glm-5 $1.00"
    assert chart.grab().toImage() != before
    point(chart, chart.bar_rect(1).center().toPoint())
    assert chart.highlighted == (1, "")
    leave(chart)
    assert chart.highlighted[0] is None


def test_a_click_tells_the_bar_and_its_part(qtbot: QtBot) -> None:
    chart = made(qtbot)
    told = clicks(chart)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=center(chart, 0, "ds"))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.bar_rect(1).center().toPoint())
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    qtbot.mouseClick(chart, Qt.MouseButton.RightButton, pos=center(chart, 0, "ds"))
    assert told == [(1_000, "ds"), (2_000, "")]


def test_the_keyboard_goes_along_and_through_and_clicks(qtbot: QtBot) -> None:
    chart = made(qtbot)
    told = clicks(chart)
    key = Qt.Key
    qtbot.keyClick(chart, key.Key_Left)
    assert chart.highlighted == (2, "")
    qtbot.keyClick(chart, key.Key_Right)
    for _ in range(4):
        qtbot.keyClick(chart, key.Key_Left)
    assert chart.highlighted == (0, "")
    qtbot.keyClick(chart, key.Key_Return)
    qtbot.keyClick(chart, key.Key_Up)
    assert chart.highlighted == (0, "ds")
    qtbot.keyClick(chart, key.Key_Down)
    qtbot.keyClick(chart, key.Key_Down)
    qtbot.keyClick(chart, key.Key_Enter)
    assert told == [(1_000, ""), (1_000, "glm")]


def test_times_beyond_32_bits_are_told_whole(qtbot: QtBot) -> None:
    chart = made(qtbot)
    late = 1_795_262_400_000
    chart.show_bars(SERIES, [Bar(late, "today", "Today", {"ds": 1.0})], str)
    told = clicks(chart)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=center(chart, 0, "ds"))
    assert told == [(late, "ds")]


def test_what_is_highlighted_goes_with_its_bar(qtbot: QtBot) -> None:
    chart = made(qtbot)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    chart.show_bars(SERIES[:1], BARS[:1], str)
    assert chart.highlighted == (None, "")


def test_nothing_says_so(qtbot: QtBot) -> None:
    chart = StackedBars("Spend over time", "Nothing in these days")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    empty = chart.grab().toImage()
    assert len({empty.pixel(x, 150) for x in range(200, 400)}) > 1
    chart.show_bars(SERIES, [Bar(1, "", "", {})], str)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert not chart.grab().isNull()


def test_bars_fit_into_any_width(qtbot: QtBot) -> None:
    chart = made(qtbot)
    many = [Bar(at, f"{at}", f"{at}", {"ds": 1.0 + at % 7}) for at in range(400)]
    chart.show_bars(SERIES, many, str)
    for width in (320, 2000):
        chart.resize(width, 200)
        assert chart.bar_rect(399, "ds").right() <= width
        assert not chart.grab().isNull()
