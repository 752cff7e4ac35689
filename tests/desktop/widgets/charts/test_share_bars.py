from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.charts.share_bars import Share, ShareBars
from tests.desktop.pointing import point

SHARES = (
    Share("ds", "deepseek", "$3.00", "75 %", 0.75, "series0"),
    Share("glm", "glm-5", "$1.00", "25 %", 0.25, "series1"),
)


def made(qtbot: QtBot) -> ShareBars:
    bars = ShareBars("Shares", "Nothing")
    qtbot.addWidget(bars)
    bars.show_shares(SHARES)
    bars.resize(300, bars.sizeHint().height())
    bars.show()
    return bars


def test_a_click_tells_its_row(qtbot: QtBot) -> None:
    bars = made(qtbot)
    told: list[str] = []
    bars.clicked.connect(told.append)
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.row_rect(1).center().toPoint())
    bars.resize(300, 400)
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(10, 300))
    assert told == ["glm"]


def test_mouse_and_keyboard_highlight_a_row(qtbot: QtBot) -> None:
    bars = made(qtbot)
    told: list[str] = []
    bars.clicked.connect(told.append)
    point(bars, bars.row_rect(0).center().toPoint())
    assert bars.highlighted == 0
    assert bars.accessibleDescription() == "deepseek $3.00 75 %"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(bars, key)
    assert told == ["glm"]
    bars.show_shares(SHARES[:1])
    assert bars.highlighted is None


def test_it_is_as_high_as_its_rows_and_says_when_there_are_none(qtbot: QtBot) -> None:
    bars = made(qtbot)
    two = bars.sizeHint().height()
    bars.show_shares([*SHARES, *SHARES])
    assert bars.sizeHint().height() == 2 * two
    assert bars.minimumSizeHint().height() == 2 * two
    bars.show_shares([])
    image = bars.grab().toImage()
    colors = {image.pixel(x, image.height() // 2) for x in range(image.width())}
    assert len(colors) > 1
