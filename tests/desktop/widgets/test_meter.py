"""How much is used up, as a bar."""

from PySide6.QtWidgets import QApplication

from app.desktop.theme.theme import theme
from app.desktop.widgets.meter import Meter


def test_a_share_is_kept_within_the_bar_and_said_in_words(qapp: QApplication) -> None:
    assert qapp
    meter = Meter()
    meter.show_share(1.7, "bad", "$8.50 of $5.00")
    assert meter.share == 1.0
    assert meter.accessibleName() == "$8.50 of $5.00"


def test_the_bar_is_filled_as_far_as_its_share(qapp: QApplication) -> None:
    assert qapp
    meter = Meter()
    meter.resize(200, 8)
    meter.show_share(0.5)
    picture = meter.grab().toImage()
    accent = theme().color("accent").name()
    assert picture.pixelColor(60, 4).name() == accent
    assert picture.pixelColor(150, 4).name() != accent


def test_a_mark_stands_on_the_bar(qapp: QApplication) -> None:
    assert qapp
    meter = Meter()
    meter.resize(200, 8)
    meter.show_share(1.0, marks=(0.5, 1.0))
    picture = meter.grab().toImage()
    assert picture.pixelColor(100, 4).name() != picture.pixelColor(60, 4).name()
