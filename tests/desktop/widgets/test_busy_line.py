from pytestqt.qtbot import QtBot

from app.desktop.widgets.busy_line import BusyLine


def painted(line: BusyLine) -> bool:
    image = line.grab().toImage()
    return len({image.pixel(x, 0) for x in range(image.width())}) > 1


def test_it_shows_what_takes_longer_than_a_blink(qtbot: QtBot) -> None:
    line = BusyLine()
    qtbot.addWidget(line)
    line.resize(300, 2)
    line.show()
    line.busy(True)
    line.busy(True)
    assert not painted(line)
    qtbot.waitUntil(lambda: painted(line))
    line.busy(False)
    assert not painted(line)


def test_what_is_over_at_once_is_never_shown(qtbot: QtBot) -> None:
    line = BusyLine()
    qtbot.addWidget(line)
    line.resize(300, 2)
    line.show()
    line.busy(True)
    line.busy(False)
    assert not line._wait.isActive()
    assert not painted(line)
